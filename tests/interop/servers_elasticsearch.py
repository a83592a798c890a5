"""Elasticsearch of its own for tests: one node, three nodes, or one with TLS and a password."""

import itertools
import os
import shutil
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.interop import servers_downloads
from tests.interop.certificates import Certificates
from tests.interop.servers import HEALTH, Server, chosen, folder, free_port, get_json, run_as_server

RELEASES = {"9": "9.2.8", "8": "8.19.0"}
VERSION = chosen("ELASTICSEARCH_VERSION", RELEASES, "9")
JAVA = {9: 21, 8: 17}
"""Major version to the oldest JDK that it starts with."""

HEAP_MB = 512
QUICK = "-XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch"
"""Of the Java machine: half the time to start, which is most of what a test of starting takes."""

_NUMBERS = itertools.count()


def node(version: str = VERSION, options: str = "") -> Server:
    """A cluster of one node, not yet started.  `options`: of the Java machine."""
    alone = {"discovery.type": "single-node", "transport.port": str(free_port())}
    return _node(version, "one", free_port(), alone, 1, options)


def three_nodes(version: str = VERSION) -> Sequence[Server]:
    """A cluster of three nodes, none of them started; start them side by side."""
    names = ("one", "two", "three")
    transports = [free_port() for _ in names]
    together = {
        "discovery.seed_hosts": str([f"127.0.0.1:{port}" for port in transports]),
        "cluster.initial_master_nodes": str([*names]),
        "cluster.name": f"three-{os.getpid()}-{next(_NUMBERS)}",
    }
    return [
        _node(version, name, free_port(), {**together, "transport.port": str(port)}, 3, QUICK)
        for name, port in zip(names, transports, strict=True)
    ]


def guarded_node(certificates: Certificates, password: str, version: str = VERSION) -> Server:
    """A cluster of one node that speaks TLS, wants a certificate of who asks, and the password of
    `elastic`."""
    settings = {"discovery.type": "single-node", "transport.port": str(free_port())}
    server = _node(version, "one", free_port(), settings | _guards(), 1, QUICK)
    config = server.home / "config"
    for name, path in (
        ("ca.pem", certificates.ca),
        ("server.pem", certificates.server),
        ("server.key", certificates.server_key),
    ):
        shutil.copy(path, config / name)
    program = str(Path(server.command[0]).with_name("elasticsearch-keystore"))
    run_as_server([program, "create"], server.home, server.environment)
    add = [program, "add", "-x", "bootstrap.password"]
    run_as_server(add, server.home, server.environment, password)
    context = ssl.create_default_context(cafile=certificates.ca)
    context.load_cert_chain(certificates.client, certificates.key)
    url = server.url.replace("http://127.0.0.1", "https://localhost")
    health = url + HEALTH
    return replace(server, url=url, ready=lambda: get_json(health, password, context))


def _guards() -> dict[str, str]:
    tls = "xpack.security.http.ssl"
    return {
        "xpack.security.enabled": "true",
        f"{tls}.enabled": "true",
        f"{tls}.certificate": "server.pem",
        f"{tls}.key": "server.key",
        f"{tls}.certificate_authorities": "ca.pem",
        f"{tls}.client_authentication": "required",
    }


def _node(
    version: str, name: str, port: int, settings: Mapping[str, str], nodes: int, options: str
) -> Server:
    installed = servers_downloads.elasticsearch(version)
    java = servers_downloads.java(JAVA[int(version.split(".")[0])])
    home = folder() / "run" / f"elasticsearch-{version}-{os.getpid()}-{next(_NUMBERS)}-{name}"
    shutil.copytree(installed / "config", home / "config")
    # Its log of the garbage collection would go into the folder that all nodes share.
    java_options = home / "config" / "jvm.options"
    kept = [line for line in java_options.read_text().splitlines() if "-Xlog:gc" not in line]
    java_options.write_text("\n".join(kept) + "\n")
    written = {**_settings(name, port, home), **settings}
    with (home / "config" / "elasticsearch.yml").open("a") as file:
        file.writelines(f"{key}: {value}\n" for key, value in written.items())
    url = f"http://127.0.0.1:{port}"
    health = f"{url}{HEALTH}&wait_for_nodes={nodes}"
    return Server(
        f"Elasticsearch {version}",
        url,
        home,
        [str(installed / "bin" / "elasticsearch")],
        lambda: (found := get_json(health)) and found["number_of_nodes"] == nodes,
        {
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(home / "config"),
            "ES_JAVA_OPTS": f"-Xms{HEAP_MB}m -Xmx{HEAP_MB}m {options}",
        },
    )


def _settings(name: str, port: int, home: Path) -> dict[str, str]:
    return {
        "node.name": name,
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "path.data": str(home / "data"),
        "path.logs": str(home / "logs"),
        "path.repo": f"[{home / 'snapshots'}]",
        "xpack.security.enabled": "false",
        "xpack.security.enrollment.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
