"""The simplest way in, and the import that the command line asks for."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.http import BodyLimits
from ingest.spool import Spool, open_spool
from tests.web.conftest import TOKEN, Clock
from web.app import create_app
from web.services import Services

LINES = b"one\ntwo\nthree\n"


def test_lines_are_counted_when_they_are_durable(machine: TestClient, spool: Spool) -> None:
    answer = machine.post("/api/ingest", content=LINES, params={"host": "mgmt-01", "tz": "UTC"})
    assert answer.status_code == 200
    assert answer.json() == {"records": 3}
    assert spool.counters().waiting == 3


def test_gzip_is_read(machine: TestClient, spool: Spool) -> None:
    headers = {"Content-Encoding": "gzip"}
    answer = machine.post("/api/ingest", content=gzip.compress(LINES), headers=headers)
    assert answer.json() == {"records": 3}
    assert spool.counters().waiting == 3


def test_a_body_sent_again_under_its_name_is_stored_once(machine: TestClient, spool: Spool) -> None:
    for _ in range(2):
        answer = machine.post("/api/ingest", content=LINES, headers={"Idempotency-Key": "a-1"})
        assert answer.json() == {"records": 3}
    assert spool.counters().waiting == 3


def test_a_browser_sends_lines_with_its_word(browser: TestClient) -> None:
    assert browser.post("/api/ingest", content=LINES).status_code == 403


def test_a_full_spool_tells_the_sender_to_wait(
    services: Services, tmp_path: Path, clock: Clock
) -> None:
    small = open_spool(tmp_path / "small.sqlite", clock, limit_bytes=1)
    with TestClient(create_app(replace(services, sink=small))) as client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        client.post("/api/ingest", content=LINES, headers=headers)
        answer = client.post("/api/ingest", content=LINES, headers=headers)
    small.close()
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["error"]["kind"] == "spool-full"


def test_a_body_over_the_limit_is_refused_and_counted(services: Services, spool: Spool) -> None:
    limited = replace(services, body_limits=BodyLimits(body_bytes=5))
    with TestClient(create_app(limited)) as client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = client.post("/api/ingest", content=LINES, headers=headers)
        # What is kept after it was counted after it.
        client.post("/api/ingest", content=b"one\n", headers=headers)
    assert answer.status_code == 413
    assert answer.json()["error"]["kind"] == "too-large"
    assert spool.counters().refused == {"body_bytes": 1}


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        pytest.param({"tz": "Mars/Base"}, "tz: there is no time zone Mars/Base.", id="a zone"),
        pytest.param({"tz": "../../etc/passwd"}, "tz: there is no time zone", id="a path as zone"),
        pytest.param({"format": "cloudstck"}, "format: there is no format", id="a format"),
    ],
)
def test_a_word_that_is_not_known_is_named(
    machine: TestClient, parameters: dict[str, str], said: str
) -> None:
    answer = machine.post("/api/ingest", content=LINES, params=parameters)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(said)


def test_what_is_no_gzip_is_said(machine: TestClient) -> None:
    answer = machine.post("/api/ingest", content=LINES, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 400
    answer = machine.post("/api/ingest", content=LINES, headers={"Content-Encoding": "br"})
    assert answer.status_code == 415


def test_the_command_line_imports_a_file_and_sees_how_far_it_is(
    machine: TestClient, tmp_path: Path
) -> None:
    file = tmp_path / "some.log"
    file.write_bytes(LINES)
    answer = machine.post("/api/import", params={"path": str(file), "format": "plain"})
    first, last = (json.loads(line) for line in answer.text.splitlines())
    assert first == {"read": 5, "size": 10}
    assert last["imported"] == {
        "path": str(file),
        "lines": 1,
        "events": {"plain": 1},
        "unread": 0,
    }


def test_nobody_else_may_name_files(
    stranger: TestClient, machine: TestClient, tmp_path: Path
) -> None:
    auth = ("admin", "a right password")
    answer = stranger.post("/api/import", params={"path": "/etc/passwd"}, auth=auth)
    assert answer.status_code == 403
    assert machine.post("/api/import", params={"path": str(tmp_path)}).status_code == 400
