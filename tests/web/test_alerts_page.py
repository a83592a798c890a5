"""The page of alerts, and the same for machines."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from alerts.record import record
from alerts.rule import Rule
from alerts.tables import AlertRow
from alerts.types.step import Raised
from search.stores.store import Store
from tests.web.conftest import NOW, csrf_of, event, keep

RULE = {
    "id": "login-brute-force",
    "name": "Brute-forced login",
    "query": '"failed login"',
    "severity": "high",
    "tags": ["attack.t1110.001"],
    "condition": {"type": "frequency", "num_events": 2, "query_key": ["source.ip"]},
}
Raise = Callable[..., str]


@pytest.fixture
def raise_alert(state: Engine) -> Raise:
    """Raise an alert of an address, some minutes ago; gives its id."""

    def raise_one(address: str = "203.0.113.66", minutes: int = 44, **changed: object) -> str:
        condition = {**RULE["condition"], "timeframe": "5m"}  # type: ignore[dict-item]
        rule = Rule.model_validate({**RULE, "condition": condition, **changed})
        at = NOW - timedelta(minutes=minutes)
        raised = Raised(f"{address}-{minutes}", (address,), at - timedelta(minutes=9), at, 212, 99)
        with Session(state) as session, session.begin():
            before = {row.id for row in session.query(AlertRow).all()}
            record(session, rule, [raised], at)
            session.flush()
            return next(row.id for row in session.query(AlertRow) if row.id not in before)

    return raise_one


def page_of(browser: TestClient) -> str:
    """The page of all alerts."""
    return browser.get("/alerts").text


def test_an_alert_says_what_happened(browser: TestClient, raise_alert: Raise) -> None:
    raise_alert()
    page = browser.get("/alerts").text
    for words in (
        "Brute-forced login",
        "203.0.113.66",
        "212 events of source.ip 203.0.113.66 in 9 m 0 s",
        "High",
        "Open for 44 m",
        "212 events · ",
        "44 m ago",
        "T1110.001",
        "The rule tells nobody.",
    ):
        assert words in page


def test_the_rule_that_raised_it_stands_in_its_tab(browser: TestClient, raise_alert: Raise) -> None:
    page = browser.get(f"/alerts/{raise_alert()}").text
    tabs = re.findall(r'<label class="to-(\w+)"', page)
    assert tabs == ["delivery", "events", "history", "rule"]
    pane = page.partition('class="pane pane-rule"')[2].partition("</section>")[0]
    assert "&#34;failed login&#34;" in pane
    assert "<dt>num_events</dt><dd>2</dd>" in pane
    assert 'href="/rules/login-brute-force"' in pane


def test_its_events_stand_below_it_and_lead_to_the_search(
    browser: TestClient, store: Store, raise_alert: Raise
) -> None:
    address = {"source__ip": "203.0.113.66", "log__level": "ERROR", "host__name": "mgmt-01"}
    keep(store, event(45, "failed login <b>", **address), event(300, "failed login, older"))
    alert = raise_alert()
    page = browser.get(f"/alerts/{alert}").text
    assert "failed login &lt;b&gt;" in page
    assert "failed login, older" not in page
    assert 'href="/search?q=' in page


def test_the_list_is_by_state_then_severity(browser: TestClient, raise_alert: Raise) -> None:
    raise_alert("192.0.2.1", name="Low one", severity="low")
    raise_alert("192.0.2.2", name="Critical one", severity="critical")
    page = browser.get("/alerts").text
    assert page.index("Critical one") < page.index("Low one")
    assert "Critical one" not in browser.get("/alerts?state=closed").text


def test_acknowledging_without_javascript_comes_back_to_the_alert(
    browser: TestClient, raise_alert: Raise
) -> None:
    alert = raise_alert()
    action = re.findall(r'<form method="post" action="([^"]*/acknowledge[^"]*)"', page_of(browser))
    assert action == [f"/alerts/{alert}/acknowledge"]
    answer = browser.post(action[0], data={"csrf": csrf_of(browser)})
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"]).text
    assert "Acknowledged for" in page
    assert "/reopen" in page
    assert f"/alerts/{alert}/acknowledge" not in page


def test_acknowledging_with_htmx_changes_the_detail_the_row_and_the_badge(
    browser: TestClient, raise_alert: Raise
) -> None:
    alert = raise_alert()
    headers = {"HX-Request": "true", "X-CSRF-Token": csrf_of(browser)}
    part = browser.post(f"/alerts/{alert}/close?state=open", headers=headers).text
    assert "<html" not in part
    assert 'id="detail"' in part
    assert f'id="alert-{alert}" hx-swap-oob="true"' in part
    assert 'id="alert-badge" hx-swap-oob="true" hidden' in part
    assert "Closed for" in part


def test_choosing_an_alert_with_htmx_gives_the_part(
    browser: TestClient, raise_alert: Raise
) -> None:
    alert = raise_alert()
    part = browser.get(f"/alerts/{alert}", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="work"')


def test_no_alerts_say_so(browser: TestClient) -> None:
    assert "No alert here." in browser.get("/alerts").text


def test_an_alert_that_is_not_there(browser: TestClient) -> None:
    answer = browser.get("/alerts/none")
    assert answer.status_code == 404
    assert "There is no such alert." in answer.text


def test_machines_read_and_change_alerts(machine: TestClient, raise_alert: Raise) -> None:
    alert = raise_alert()
    listed = machine.get("/api/alerts").json()
    assert listed["counts"] == {"open": 1, "acknowledged": 0, "recovered": 0, "closed": 0}
    one = listed["alerts"][0]
    assert one["key"] == [{"field": "source.ip", "value": "203.0.113.66"}]
    assert one["link"].startswith("/search?q=")
    assert one["raised"].endswith("Z")
    moved = machine.post(f"/api/alerts/{alert}/acknowledge").json()
    assert moved["state"] == "acknowledged"
    assert machine.post(f"/api/alerts/{alert}/close").json()["state"] == "closed"
    history = machine.get(f"/api/alerts/{alert}").json()["history"]
    assert [(step["state"], step["who"]) for step in history] == [
        ("open", "rule"),
        ("acknowledged", "token of this run"),
        ("closed", "token of this run"),
    ]


def test_the_page_has_a_twin_for_machines(browser: TestClient, raise_alert: Raise) -> None:
    alert = raise_alert()
    twin = browser.get("/alerts?output=json").json()
    assert twin["alerts"][0]["id"] == alert
    assert twin["detail"]["line"]["severity"] == "high"
