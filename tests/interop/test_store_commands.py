"""`nephoscope store` over a real cluster: checked, filled from a folder, copied back, cleaned."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interop.load import emptied
from tests.nephoscope.running import nephoscope, running

SAMPLE = Path(__file__).parents[2] / "samples" / "cloudstack" / "management.log"


@pytest.fixture
def cluster(elasticsearch: str) -> Iterator[list[str]]:
    """Options of the cluster.  What was stored is deleted in the end."""
    with emptied(elasticsearch, streams=False) as namespace:
        yield ["--store-namespace", namespace]


def run(data: Path, *arguments: str) -> str:
    done = nephoscope(data, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(data: Path, *store: str) -> list[dict[str, object]]:
    query = "* | sort _time event.sequence"
    shown = run(data, "search", query, "--earliest", "0", "--output", "json", *store)
    found: list[dict[str, object]] = json.loads(shown)["rows"]
    return found


def test_a_folder_is_copied_to_a_cluster_and_back(
    elasticsearch: str, cluster: list[str], tmp_path: Path
) -> None:
    here, back = tmp_path / "here", tmp_path / "back"
    there = ["--store", elasticsearch, *cluster]
    run(here, "import", str(SAMPLE))
    original = rows(here)
    copied = run(here, "store", "copy", "--to", elasticsearch, *cluster)
    assert f"{len(original):,} events" in copied
    assert rows(here, *there) == original
    assert run(here, "store", "copy", "--to", elasticsearch, *cluster) == copied
    run(back, "store", "copy", "--from", elasticsearch, "--to", "embedded", *cluster)
    assert rows(back) == original
    dropped = run(here, "store", "retention", "--retention-days", "1", *there)
    assert f"with {len(original):,} events" in dropped
    assert rows(here, *there) == []


def test_a_cluster_is_checked_line_by_line(
    elasticsearch: str, cluster: list[str], tmp_path: Path
) -> None:
    there = ["--store", elasticsearch, *cluster]
    assert run(tmp_path, "store", "init", *there) == f"{elasticsearch}: ready\n"
    lines = run(tmp_path, "store", "check", *there).splitlines()
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert any("version" in line for line in lines)


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    tried = nephoscope(tmp_path, "store", "init", "--store", "http://127.0.0.1:1")
    assert tried.returncode == 1
    assert tried.stderr.startswith("nephoscope: elasticsearch: ")
    assert len(tried.stderr.splitlines()) == 1


def test_one_store_is_not_copied_onto_itself(tmp_path: Path) -> None:
    tried = nephoscope(tmp_path, "store", "copy", "--to", "embedded")
    assert tried.returncode == 2
    assert "write another store" in tried.stderr


def test_a_service_starts_while_its_cluster_is_away(tmp_path: Path) -> None:
    """And takes lines, which wait in its spool."""
    away = {"store": "http://127.0.0.1:1"}
    with running(tmp_path / "data", settings=away) as service, service.client() as client:
        assert client.post("/api/ingest", content="a line\n").json() == {"records": 1}
        assert client.get("/health").status_code == 200
        assert client.get("/api/search", params={"q": "*"}).status_code == 503
