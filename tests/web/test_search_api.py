"""`/api/search`: every row of a search in three forms, and what goes around it."""

import csv
import io
import json

import pytest
from fastapi.testclient import TestClient

from search.stores.store import Store
from tests.web.conftest import PASSWORD, csrf_of, event, keep


@pytest.fixture(autouse=True)
def events(store: Store) -> None:
    """Four events of the last hours and one of the day before yesterday."""
    keep(
        store,
        event(5, "login failed", log__level="ERROR", host__name="mgmt-01", event__id="x"),
        event(10, "login worked", log__level="INFO", host__name="mgmt-02"),
        event(15, "job-35 failed", log__level="ERROR", host__name="mgmt-01", tags=["a", "b"]),
        event(20, "nothing", log__level="DEBUG", host__name="mgmt-01"),
        event(60 * 48, "login failed long ago", log__level="ERROR"),
    )


def test_a_table_has_its_columns_in_order_under_the_names_of_the_query(
    machine: TestClient,
) -> None:
    body = machine.get("/api/search", params={"q": "* | stats count by host | sort -count"}).json()
    assert list(body) == ["fields", "rows", "warnings", "stats"]
    assert body["fields"] == [
        {"name": "host", "type": "keyword"},
        {"name": "count", "type": "long"},
    ]
    assert body["rows"] == [{"host": "mgmt-01", "count": 3}, {"host": "mgmt-02", "count": 1}]
    assert body["stats"]["matched"] == 4
    assert body["stats"]["seconds"] >= 0


def test_events_have_their_stored_names_and_no_absent_keys(machine: TestClient) -> None:
    body = machine.get("/api/search", params={"q": "failed"}).json()
    newest, older = body["rows"]
    assert newest["@timestamp"] == "2026-09-13T22:55:00.000Z"
    assert newest["event.original"] == "login failed"
    assert "tags" not in newest
    assert older["tags"] == ["a", "b"]
    names = [field["name"] for field in body["fields"]]
    assert "tags" in names
    assert "source.ip" not in names, "no event has it"


def test_without_a_range_it_is_the_last_day(machine: TestClient) -> None:
    assert len(machine.get("/api/search", params={"q": "login"}).json()["rows"]) == 2
    everything = machine.get("/api/search", params={"q": "login", "earliest": "0"}).json()
    assert len(everything["rows"]) == 3
    inside = {"q": "login earliest=0", "earliest": "-7m"}
    assert len(machine.get("/api/search", params=inside).json()["rows"]) == 3


def test_ndjson_is_a_row_a_line(machine: TestClient) -> None:
    answer = machine.get("/api/search", params={"q": "* | stats count", "output": "ndjson"})
    assert [json.loads(line) for line in answer.text.splitlines()] == [{"count": 4}]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["nephoscope-matched"] == "4"


def test_csv_has_a_head(machine: TestClient) -> None:
    parameters = {"q": "* | stats count by host | sort host", "output": "csv"}
    answer = machine.get("/api/search", params=parameters)
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["host", "count"],
        ["mgmt-01", "3"],
        ["mgmt-02", "1"],
    ]
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("kind", ["json", "form", "address"])
def test_a_post_asks_the_same(machine: TestClient, kind: str) -> None:
    asked = {"q": "* | stats count"}
    match kind:
        case "json":
            answer = machine.post("/api/search", json=asked)
        case "form":
            answer = machine.post("/api/search", data=asked)
        case _:
            answer = machine.post("/api/search", params=asked)
    assert answer.json()["rows"] == [{"count": 4}]


def test_a_name_and_password_are_enough(stranger: TestClient) -> None:
    parameters = {"q": "* | stats count"}
    answer = stranger.get("/api/search", params=parameters, auth=("admin", PASSWORD))
    assert answer.json()["rows"] == [{"count": 4}]


def test_a_browser_posts_with_its_word(browser: TestClient) -> None:
    asked = {"q": "* | stats count"}
    assert browser.post("/api/search", json=asked).status_code == 403
    headers = {"X-CSRF-Token": csrf_of(browser)}
    assert browser.post("/api/search", json=asked, headers=headers).status_code == 200


def test_a_query_that_cannot_run_says_where(machine: TestClient) -> None:
    answer = machine.get("/api/search", params={"q": "* | stats by host"})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["kind"] == "query"
    assert error["query"] == "* | stats by host"
    assert "^" in error["caret"]


def test_a_wrong_time_beside_the_query_points_at_no_word_of_it(machine: TestClient) -> None:
    answer = machine.get("/api/search", params={"q": "x", "earliest": "foo"})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"].startswith("`foo` is no time")
    assert error["caret"] == ""


@pytest.mark.parametrize(
    "query",
    ['* | where host="nowhere"', "* | where isnum(host)", '* | fields host | search "x y z"'],
)
def test_a_command_that_leaves_no_event_is_no_error(machine: TestClient, query: str) -> None:
    answer = machine.get("/api/search", params={"q": query, "earliest": "0"})
    assert (answer.status_code, answer.json()["rows"]) == (200, [])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"tz": "Mars"}, "tz: there is no time zone Mars.", id="a zone"),
        pytest.param({"output": "xml"}, "output: ", id="a form of answer"),
        pytest.param({"query": "x"}, "query: ", id="a parameter that there is not"),
    ],
)
def test_a_wrong_parameter_is_named(machine: TestClient, asked: dict[str, str], said: str) -> None:
    answer = machine.get("/api/search", params={"q": "*", **asked})
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(said)


def test_a_body_that_is_no_json_or_too_long(machine: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = machine.post("/api/search", content=b"[1]", headers=headers)
    assert answer.status_code == 400
    assert machine.post("/api/search", content=b"x" * 1_100_000).status_code == 413


def test_every_row_is_there(machine: TestClient, store: Store) -> None:
    parameters = {"q": "* | table host", "earliest": "0"}
    rows = machine.get("/api/search", params=parameters).json()["rows"]
    assert len(rows) == 5


def test_fields_values_timeline_explain_and_completion(machine: TestClient) -> None:
    fields = machine.get("/api/fields", params={"q": "*"}).json()["fields"]
    level = next(field for field in fields if field["name"] == "log.level")
    assert (level["coverage"], level["distinct"]) == (1.0, 3)
    values = machine.get("/api/field-values", params={"q": "*", "field": "log.level"}).json()
    assert values["values"][0] == ["ERROR", 2]
    assert machine.get("/api/field-values", params={"q": "*"}).status_code == 400
    timeline = machine.get("/api/timeline", params={"q": "*"}).json()
    assert timeline["total"] == 4
    assert len(timeline["buckets"]) <= 120
    assert machine.get("/api/explain", params={"q": "failed"}).json()["sql"]
    found = machine.get("/api/complete", params={"q": "* | sta"}).json()["completions"]
    assert "stats" in [one["text"] for one in found]
