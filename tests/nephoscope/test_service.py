"""The whole service from outside: lines in, searches, the command line beside it, its end."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import httpx
import pytest

from tests.nephoscope.running import PASSWORD, Running, nephoscope, running, wait_for

LINES = (
    "2026-09-13 22:12:41,921 DEBUG [c.c.a.ApiServlet] (qtp1-22:[ctx-9d1e0b2c]) (logid:9f3c1e7a) "
    "===START===  192.0.2.10 -- GET  command=listZones&response=json\n"
    "2026-09-13 22:12:41,930 ERROR [c.c.a.ApiServer] (qtp1-22:[ctx-9d1e0b2c]) (logid:9f3c1e7a) "
    "unhandled exception\n"
    "java.lang.NullPointerException\n"
    "\tat com.cloud.api.ApiServer.queueCommand(ApiServer.java:1224)\n"
)
RULE = """
id: quota
name: Quota
query: quota exceeded
condition: {type: frequency, num_events: 1, timeframe: 1m}
summary: "Found: {{ count }}"
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("service") / "data") as found:
        yield found


def rows(client: httpx.Client, query: str, **parameters: str) -> list[dict[str, object]]:
    answer = client.get("/api/search", params={"q": query, "earliest": "0", **parameters})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["rows"]
    return found


def test_lines_that_are_sent_are_found(service: Running) -> None:
    with service.client() as client:
        sent = client.post("/api/ingest", params={"host": "mgmt-01"}, content=LINES)
        assert sent.json() == {"records": 4}
        found = wait_for(lambda: rows(client, "host=mgmt-01 | sort _time") or None)
    assert [row["log.level"] for row in found] == ["DEBUG", "ERROR"]
    assert found[0]["cloudstack.family"] == "api.start"
    assert found[0]["@timestamp"] == "2026-09-13T22:12:41.921Z"
    assert found[1]["error.type"] == "java.lang.NullPointerException"
    assert str(found[1]["event.original"]).count("\n") == 2


def test_curl_with_a_name_and_a_password_may_ask(service: Running) -> None:
    answer = httpx.get(f"{service.url}/api/search", auth=("admin", PASSWORD), params={"q": "*"})
    assert answer.status_code == 200
    assert httpx.get(f"{service.url}/api/search", auth=("admin", "wrong")).status_code == 401
    assert httpx.get(f"{service.url}/api/search").status_code == 401


def test_the_command_line_asks_the_running_service(service: Running) -> None:
    with service.client() as client:
        client.post("/api/ingest", params={"host": "cli-01"}, content=LINES)
        wait_for(lambda: rows(client, "host=cli-01") or None)
    asked = nephoscope(
        service.data, "search", "host=cli-01 | stats count by log.level", "--earliest", "0",
        "--output", "json",
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["rows"] == [
        {"log.level": "DEBUG", "count": 1},
        {"log.level": "ERROR", "count": 1},
    ]


def test_a_wrong_query_is_shown_with_a_caret_and_status_2(service: Running) -> None:
    asked = nephoscope(service.data, "search", "* | stts count")
    assert asked.returncode == 2
    assert "    ^^^^" in asked.stderr
    assert "Traceback" not in asked.stderr


def test_a_wrong_time_is_one_line(service: Running) -> None:
    said = nephoscope(service.data, "search", "x", "--earliest", "foo")
    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1


def test_rules_are_listed_by_their_whole_id(service: Running) -> None:
    listed = nephoscope(service.data, "rules", "list")
    assert listed.returncode == 0, listed.stderr
    assert "deployments-fail-for-want-of-capacity" in listed.stdout


def test_a_rule_is_tested_over_the_past(service: Running, tmp_path: Path) -> None:
    with service.client() as client:
        client.post("/api/ingest", params={"host": "rule-01"}, content="quota exceeded\n")
        wait_for(lambda: rows(client, "host=rule-01") or None)
    rule = tmp_path / "quota.yaml"
    rule.write_text(RULE)
    tested = nephoscope(service.data, "rules", "test", str(rule))
    assert tested.returncode == 0, tested.stderr
    assert "Found: 1" in tested.stdout


def test_an_import_by_the_service_is_remembered(service: Running, tmp_path: Path) -> None:
    file = tmp_path / "management-server.log"
    file.write_text(LINES)
    first = nephoscope(service.data, "import", str(file), "--host", "import-01")
    assert first.returncode == 0, first.stderr
    assert "4 lines, events: 2 cloudstack.management; 0 not read" in first.stdout
    again = nephoscope(service.data, "import", str(file))
    assert "nothing was done" in again.stdout
    with service.client() as client:
        assert len(rows(client, "host=import-01")) == 2


def test_the_address_is_for_this_user_alone(service: Running) -> None:
    assert S_IMODE((service.data / "service.json").stat().st_mode) == 0o600
    assert S_IMODE(service.data.stat().st_mode) == 0o700
    for name in ("spool.sqlite", "state.sqlite", "mask.key"):
        assert S_IMODE((service.data / name).stat().st_mode) == 0o600, name


def test_health_needs_no_sign_in_and_metrics_do(service: Running) -> None:
    assert httpx.get(f"{service.url}/health").status_code == 200
    assert httpx.get(f"{service.url}/ready").status_code == 200
    assert httpx.get(f"{service.url}/metrics").status_code == 401
    with service.client() as client:
        assert "nephoscope_" in client.get("/metrics").text


def test_a_second_service_over_the_same_folder_says_who_has_it(service: Running) -> None:
    second = nephoscope(service.data, "serve")
    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    assert str(service.process.pid) in second.stderr


def test_a_taken_address_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        tried = nephoscope(tmp_path / "data", "serve", "--http", address)
    assert tried.returncode == 1
    assert f"cannot listen on {address}" in tried.stderr
    assert len(tried.stderr.splitlines()) == 1


def test_a_wrong_setting_is_one_line_and_status_2(tmp_path: Path) -> None:
    tried = nephoscope(tmp_path / "data", "serve", "--join-wait", "soon")
    assert (tried.returncode, tried.stderr) == (
        2,
        "nephoscope: setting join_wait cannot be 'soon': "
        "write a number and a unit: 500ms, 30s, 5m, 2h or 7d\n",
    )


def test_without_a_service_the_command_opens_the_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    empty = nephoscope(data, "search", "*")
    assert (empty.returncode, "there are no events" in empty.stderr) == (1, True)
    file = tmp_path / "management-server.log"
    file.write_text(LINES)
    assert nephoscope(data, "import", str(file)).returncode == 0
    asked = nephoscope(data, "search", "* | stats count", "--earliest", "0", "--output", "csv")
    assert asked.stdout.split() == ["count", "2"]
    assert "2 rows" in nephoscope(data, "search", "*", "--earliest", "0").stderr
    assert "SQL" in nephoscope(data, "explain", "failed | top user").stdout


def test_the_service_ends_by_a_signal_and_takes_its_address_along(tmp_path: Path) -> None:
    with running(tmp_path / "data") as service:
        address = service.data / "service.json"
        assert address.exists()
        service.process.terminate()
        assert service.process.wait(30) == 0
        assert not address.exists()
        assert "Traceback" not in service.output.read_text()


def test_parse_prints_events_and_adds_them_up(tmp_path: Path) -> None:
    parsed = nephoscope(tmp_path, "parse", "-", text=f"{LINES}something else\n")
    events = [json.loads(line) for line in parsed.stdout.splitlines()]
    assert [event["event.dataset"] for event in events] == ["cloudstack.management"] * 2
    assert events[1]["event.original"].endswith("something else")
    assert parsed.stderr.startswith("2 records: 2 parsed, 0 plain, 0 orphan, 0 unparsed; 5 lines")
    assert not list(tmp_path.iterdir())
