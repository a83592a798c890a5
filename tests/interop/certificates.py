"""Certificates, made for one test: an authority, a server, a client, and an authority of others."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files, all but the last of one authority."""

    ca: Path
    server: Path
    server_key: Path
    client: Path
    key: Path
    other_ca: Path


def made(folder: Path) -> Certificates:
    """`localhost` is the name of server and client."""
    for name in ("ca", "other"):
        _openssl(
            folder,
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem"),
        )
    for name in ("server", "client"):
        subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        _openssl(
            folder,
            *("req", "-newkey", "rsa:2048", "-nodes", *subject),
            *("-keyout", f"{name}.key", "-out", f"{name}.csr"),
        )
        _openssl(
            folder,
            *("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key"),
            *("-CAcreateserial", "-days", "2", "-copy_extensions", "copy", "-out", f"{name}.pem"),
        )
    return Certificates(
        folder / "ca.pem",
        folder / "server.pem",
        folder / "server.key",
        folder / "client.pem",
        folder / "client.key",
        folder / "other.pem",
    )


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)
