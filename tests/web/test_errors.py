"""Errors have one shape in the API and words on the pages, whatever the address."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from search.errors import LimitError, QueryError, Span, StoreError
from search.stores.store import Store
from tests.web.conftest import TOKEN, csrf_of
from web.app import OPEN, SIGNED_IN, create_app
from web.errors import failure
from web.services import Services

KEYS = ["kind", "message", "hint", "query", "span", "caret", "suggestions"]
OPEN_PATHS = {"/health", "/ready", "/login", "/static/{name}", "/static/{name:path}", "/"}


def routes() -> Iterator[tuple[str, str]]:
    """Every method and address that the routers have."""
    for router in (*OPEN, *SIGNED_IN):
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in sorted(route.methods or ()):
                yield method, route.path


CLOSED = [
    pytest.param(method, path, id=f"{method} {path}")
    for method, path in routes()
    if path not in OPEN_PATHS
]


def assert_shape(body: Any) -> None:
    """The one shape of errors."""
    assert list(body) == ["error"]
    assert list(body["error"]) == KEYS
    assert body["error"]["kind"]
    assert body["error"]["message"]


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_stranger_gets_no_further(stranger: TestClient, method: str, path: str) -> None:
    answer = stranger.request(method, path.replace("{alert_id}", "1").replace("{rule_id}", "1"))
    if path.startswith("/api/") or path == "/metrics":
        assert answer.status_code == 401
        assert_shape(answer.json())
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")


@pytest.mark.parametrize(("method", "path"), [case for case in CLOSED if case.values[0] == "POST"])
def test_a_cookie_alone_changes_nothing(browser: TestClient, method: str, path: str) -> None:
    path = path.replace("{alert_id}", "1").replace("{rule_id}", "1")
    answer = browser.request(method, path, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert_shape(answer.json())
    assert answer.json()["error"]["kind"] == "csrf"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api/alerts/none", "/nothing"])
def test_an_address_where_nothing_is(machine: TestClient, path: str) -> None:
    answer = machine.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert_shape(answer.json())


def test_an_address_where_nothing_is_says_so_to_a_person(browser: TestClient) -> None:
    answer = browser.get("/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert 'class="rail"' in answer.text, "the frame stays"


def test_a_method_that_an_address_does_not_take(machine: TestClient) -> None:
    answer = machine.delete("/api/search")
    assert answer.status_code == 405
    assert_shape(answer.json())
    assert answer.headers["allow"]


def test_a_parameter_of_the_wrong_kind_is_named(machine: TestClient) -> None:
    answer = machine.get("/api/alerts", params={"limit": "many"})
    assert answer.status_code == 400
    assert_shape(answer.json())
    assert answer.json()["error"]["message"].startswith("limit: ")


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        pytest.param(StoreError("s", "r", "gone"), 503, "store", id="the store is away"),
        pytest.param(
            QueryError("No.", "a | b", Span(4, 5), "Do.", ("c",)), 400, "query", id="a wrong query"
        ),
        pytest.param(
            LimitError("memory", "query_memory", "This needs more."), 400, "limit", id="too much"
        ),
        pytest.param(RuntimeError("secret"), 500, "internal", id="an error of ours"),
    ],
)
def test_what_goes_wrong_inside(
    services: Services, error: Exception, status: int, kind: str
) -> None:
    def broken() -> None:
        raise error

    app = create_app(replace(services, counters=broken))  # type: ignore[arg-type]
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {TOKEN}"
        answer = client.get("/metrics")
        page = client.get("/sources", headers={"Accept": "text/html"})
    assert (answer.status_code, page.status_code) == (status, status)
    assert_shape(answer.json())
    assert answer.json()["error"]["kind"] == kind
    assert failure(error).message in page.text.replace("&#39;", "'")
    for shown in (answer, page):
        assert "secret" not in shown.text
        assert "default-src 'none'" in shown.headers["content-security-policy"]


def test_a_query_error_shows_where() -> None:
    body = failure(QueryError("No.", "a | b", Span(4, 5), "Do.", ("c",))).body()
    assert body == {
        "error": {
            "kind": "query",
            "message": "No.",
            "hint": "Do.",
            "query": "a | b",
            "span": [4, 5],
            "caret": "a | b\n    ^",
            "suggestions": ["c"],
        }
    }


def test_the_store_away_says_when_to_try_again(services: Services, store: Store) -> None:
    shown = failure(StoreError("embedded", "query", "folder is gone"))
    assert shown.message == "The store is not answering."
    assert shown.headers["Retry-After"] == "5"
    assert "folder" not in str(shown.body())


def test_nothing_may_be_framed_or_run_that_is_not_ours(stranger: TestClient) -> None:
    one, two = (stranger.get("/login").headers["content-security-policy"] for _ in range(2))
    assert "default-src 'none'; script-src 'self';" in one
    assert "frame-ancestors 'none'" in one
    assert "unsafe" not in one
    assert one != two, "the nonce is new each time"


def test_pages_and_data_stay_out_of_caches(browser: TestClient) -> None:
    answer = browser.get("/settings")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_stranger_cannot_fill_the_memory(stranger: TestClient) -> None:
    big = b"name=" + b"x" * 1_100_000
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = stranger.post("/login", content=big, headers=form)
    assert answer.status_code == 413
    assert_shape(answer.json())
    pieces = (big[at : at + 100_000] for at in range(0, len(big), 100_000))
    assert stranger.post("/login", content=pieces, headers=form).status_code == 413


def test_a_form_with_its_word_is_taken(browser: TestClient) -> None:
    data = {"theme": "dark", "csrf": csrf_of(browser)}
    assert browser.post("/settings/theme", data=data).status_code == 303


def test_a_header_with_the_word_does_as_well(browser: TestClient) -> None:
    headers = {"X-CSRF-Token": csrf_of(browser)}
    answer = browser.post("/settings/theme", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == 303
