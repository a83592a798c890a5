"""OpenSearch of its own for tests, from its jars and a main class of ours."""

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

from tests.interop import servers_downloads
from tests.interop.servers import HEALTH, Server, chosen, folder, free_port, get_json

RELEASES = {"2": "2.19.1.0", "3": "3.8.0.0"}
VERSION = chosen("OPENSEARCH_VERSION", RELEASES, "2")
JAVA = {2: 17, 3: 21}
"""Major version to the oldest JDK that it starts with."""

HEAP_MB = 512
_MAIN = Path(__file__).with_name("OneNode.java")
_LOG4J = """\
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%p][%c{1}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""
_NUMBERS = itertools.count()


def node(version: str = VERSION) -> Server:
    """A cluster of one node, not yet started."""
    jars = servers_downloads.opensearch(version)
    java = servers_downloads.java(JAVA[int(version.split(".")[0])])
    home = folder() / "run" / f"opensearch-{version}-{os.getpid()}-{next(_NUMBERS)}"
    (home / "config").mkdir(parents=True)
    (home / "config" / "log4j2.properties").write_text(_LOG4J)
    main = home / _MAIN.name
    main.write_bytes(_MAIN.read_bytes())
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    heap = [f"-Xms{HEAP_MB}m", f"-Xmx{HEAP_MB}m"]
    settings = [f"{name}={value}" for name, value in _settings(port).items()]
    return Server(
        f"OpenSearch {version}",
        url,
        home,
        [str(java / "bin" / "java"), *heap, "-cp", f"{jars}/*", str(main), str(home), *settings],
        lambda: get_json(url + HEALTH),
    )


def _settings(port: int) -> Mapping[str, str]:
    return {
        "node.name": "one",
        "cluster.name": f"opensearch-{port}",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": str(port),
        "transport.port": str(free_port()),
        "http.type": "netty4",
        "transport.type": "netty4",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
