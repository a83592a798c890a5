"""Connection, how to reach a cluster; the credentials in it show nowhere."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

DEFAULT_PORT = 9200
_NAMESPACE = re.compile(r"[^\\/*?\"<>| ,#:\-A-Z]{1,100}")
"""What Elastic's naming of data streams allows."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Raises ValueError with a sentence for what cannot be.

    `hosts`: URLs of one cluster's nodes; a user and password in the first are taken from there.
    `ca`: PEM file of the authority to believe, instead of the system's.  `certificate`, `key`: PEM
    files of our own certificate.  `namespace`: last part of the data streams' names.
    `compress`: what is sent; costs more than it saves where the cluster is on this machine.
    """

    hosts: tuple[str, ...]
    username: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    namespace: str = "default"
    compress: bool = True

    def __post_init__(self) -> None:
        if not self.hosts:
            raise ValueError("a cluster needs the URL of at least one node")
        if not _NAMESPACE.fullmatch(self.namespace):
            raise ValueError(
                f"`{self.namespace}` is no namespace of data streams: small letters without `-`"
            )
        for path in (self.ca, self.certificate, self.key):
            if path is not None and not path.is_file():
                raise ValueError(f"there is no file {path}")
        first = urlsplit(self.hosts[0])
        if first.username and not self.username:
            object.__setattr__(self, "username", unquote(first.username))
            object.__setattr__(self, "password", unquote(first.password or ""))
        object.__setattr__(self, "hosts", tuple(map(_plain, self.hosts)))

    @property
    def encrypted(self) -> bool:
        return self.hosts[0].startswith("https:")


def _plain(host: str) -> str:
    """The URL with its port, without user and password."""
    parts = urlsplit(host.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"`{_shown(host)}` is no URL such as https://node-1:{DEFAULT_PORT}")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError:
        raise ValueError(f"`{_shown(host)}` has no number as its port") from None
    return f"{parts.scheme}://{name}:{port}{parts.path.rstrip('/')}"


def _shown(host: str) -> str:
    """What may be shown of it: nothing before an `@`."""
    return host.rpartition("@")[2]
