"""Rules in a list and in a form."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import csrf_of
from web.services import Services

FORM = {
    "name": "Brute-forced login",
    "query": '"failed login"',
    "num_events": "20",
    "timeframe": "5m",
    "query_key": "source.ip",
    "severity": "high",
    "tags": "attack.t1110.001",
    "schedule": "1m",
    "realert": "30m",
    "webhook_url": "",
    "webhook_secret": "",
    "do": "on",
}


def send(browser: TestClient, path: str = "/rules/new", **changed: str) -> tuple[int, str]:
    """Send the form; gives status and page."""
    answer = browser.post(path, data={**FORM, **changed, "csrf": csrf_of(browser)})
    return answer.status_code, answer.text


def test_a_rule_is_made_in_the_form(browser: TestClient, services: Services) -> None:
    assert send(browser)[0] == 303
    rule = services.rules.rules()[0]
    assert rule.id == "brute-forced-login"
    assert rule.enabled
    assert rule.condition.num_events == 20
    assert rule.condition.query_key == ("source.ip",)
    page = browser.get("/rules?done=saved").text
    assert "Rule saved." in page
    assert "Brute-forced login" in page


def test_a_rule_can_be_saved_switched_off(browser: TestClient, services: Services) -> None:
    send(browser, do="off")
    assert not services.rules.rules()[0].enabled


def test_two_rules_of_one_name_are_two(browser: TestClient, services: Services) -> None:
    send(browser)
    send(browser)
    assert {rule.id for rule in services.rules.rules()} == {
        "brute-forced-login",
        "brute-forced-login-2",
    }


def test_a_search_becomes_a_rule(browser: TestClient) -> None:
    page = browser.get("/rules/new", params={"query": 'log.level=ERROR "<b>"'}).text
    assert "log.level=ERROR &#34;&lt;b&gt;&#34;</textarea>" in page


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("timeframe", "5 parsecs", "Write a time like 30s, 5m, 1h30m or 7d"),
        ("num_events", "many", "valid integer"),
        ("realert", "soon", "Write a time like"),
        ("tags", "T1110", "Write tags as Sigma does"),
        ("webhook_url", "ftp://a", "begins with http:// or https://"),
        ("name", "", "This field is needed."),
        ("query", "* | stats", "<code>stats</code> needs"),
    ],
)
def test_what_is_wrong_stands_under_its_field(
    browser: TestClient, services: Services, name: str, value: str, said: str
) -> None:
    status, page = send(browser, **{name: value})
    assert status == 400
    problem = page.split(f'id="problem-{name}">')[1].split("</span>")[0]
    assert said in problem
    assert f'aria-describedby="problem-{name}"' in page
    assert not services.rules.rules()


def test_the_form_shows_the_rule_as_yaml_and_saves_nothing(
    browser: TestClient, services: Services
) -> None:
    status, page = send(browser, do="yaml")
    assert status == 200
    assert "num_events: 20" in page
    assert not services.rules.rules()


def test_the_form_tries_the_rule_and_saves_nothing(browser: TestClient, services: Services) -> None:
    status, page = send(browser, do="test", days="30")
    assert status == 200
    assert "<b>0</b> alerts" in page
    assert '<option value="30" selected>Last 30 days' in page
    assert not services.rules.rules()


def test_htmx_tries_the_rule_beside_the_form(browser: TestClient) -> None:
    data = {**FORM, "do": "test"}
    headers = {"HX-Request": "true", "X-CSRF-Token": csrf_of(browser)}
    part = browser.post("/rules/new", data=data, headers=headers)
    assert part.text.lstrip().startswith('<section id="backtest"')
    wrong = browser.post("/rules/new", data={**data, "timeframe": "x"}, headers=headers)
    assert wrong.status_code == 400, "htmx keeps what it showed before"


def test_changing_a_rule_keeps_what_the_form_does_not_show(
    browser: TestClient, services: Services
) -> None:
    send(browser, webhook_url="https://soc.example.net/a", webhook_secret="hush")
    page = browser.get("/rules/brute-forced-login").text
    assert "hush" not in page
    send(
        browser,
        "/rules/brute-forced-login",
        num_events="3",
        webhook_url="https://soc.example.net/b",
        webhook_secret="**********",
    )
    rule = services.rules.rules()[0]
    assert rule.condition.num_events == 3
    assert rule.notifications[0].url == "https://soc.example.net/b"
    assert rule.notifications[0].secret is not None
    assert rule.notifications[0].secret.get_secret_value() == "hush"


def test_a_rule_of_a_file_is_shown_and_not_changed(
    browser: TestClient, rule_folder: Path, services: Services
) -> None:
    send(browser)
    text = services.rules.rules()[0].to_yaml().replace("brute-forced-login", "from-a-file")
    file = rule_folder / "one.yaml"
    file.write_text(text)
    page = browser.get("/rules/from-a-file").text
    assert str(file) in page
    assert 'class="form split-form" disabled' in page
    status, page = send(browser, "/rules/from-a-file", name="Changed")
    assert status == 409
    assert "This rule is kept in" in page


def test_a_broken_file_is_reported_and_stops_no_other(
    browser: TestClient, rule_folder: Path
) -> None:
    send(browser)
    (rule_folder / "broken.yaml").write_text("id: a\nnam: b\n")
    page = browser.get("/rules").text
    assert "broken.yaml:2" in page
    assert "Brute-forced login" in page


def test_a_rule_is_deleted(browser: TestClient, services: Services) -> None:
    send(browser)
    data = {"csrf": csrf_of(browser)}
    answer = browser.post("/rules/brute-forced-login/delete", data=data)
    assert answer.headers["location"] == "/rules?done=deleted"
    assert not services.rules.rules()
    assert browser.get("/rules/brute-forced-login").status_code == 404


def test_machines_list_and_test_rules(
    browser: TestClient, machine: TestClient, services: Services
) -> None:
    send(browser)
    listed = machine.get("/api/rules").json()
    assert [rule["id"] for rule in listed["rules"]] == ["brute-forced-login"]
    assert listed["problems"] == []
    found = machine.post("/api/rules/test", params={"rule": "brute-forced-login", "days": 1})
    assert found.json()["alerts"] == []
    text = services.rules.rules()[0].to_yaml()
    assert machine.post("/api/rules/test", content=text).json()["since"].endswith("Z")
    wrong = machine.post("/api/rules/test", content="id: a")
    assert wrong.status_code == 400
    assert wrong.json()["error"]["kind"] == "rule"
