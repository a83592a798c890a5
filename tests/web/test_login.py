"""Signing in and out."""

import logging

import pytest
from fastapi.testclient import TestClient

from tests.web.conftest import PASSWORD, Clock, csrf_of, sign_in
from web.security.csrf import csrf_token
from web.security.visitor import safe_next
from web.services import Services


def test_who_knows_the_password_gets_where_they_were_going(stranger: TestClient) -> None:
    answer = sign_in(stranger, after="/search?q=error")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=error"
    assert stranger.get("/settings").status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(
    stranger: TestClient,
) -> None:
    cookie = sign_in(stranger).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_wrong_password_leaves_four_attempts(stranger: TestClient) -> None:
    answer = sign_in(stranger, "wrong")
    assert answer.status_code == 401
    assert "Name or password is wrong. 4 attempts left." in answer.text
    assert 'value="admin"' in answer.text
    assert "wrong<" not in answer.text


def test_after_five_failures_even_the_right_password_waits(
    stranger: TestClient, clock: Clock
) -> None:
    for _ in range(5):
        sign_in(stranger, "wrong")
    assert "Too many attempts. Try again in 15 m." in sign_in(stranger, PASSWORD).text
    clock.forward(minutes=16)
    assert sign_in(stranger, PASSWORD).status_code == 303


def test_a_form_without_its_word_is_refused(stranger: TestClient) -> None:
    stranger.get("/login")
    answer = stranger.post("/login", data={"name": "admin", "password": PASSWORD})
    assert answer.status_code == 403
    assert "too old" in answer.text


def test_a_word_of_another_browser_is_refused(stranger: TestClient) -> None:
    stranger.get("/login")
    data = {"name": "admin", "password": PASSWORD, "csrf": csrf_token("another")}
    assert stranger.post("/login", data=data).status_code == 403


def test_a_page_sends_strangers_to_sign_in_and_back(stranger: TestClient) -> None:
    answer = stranger.get("/alerts?state=open")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Falerts%3Fstate%3Dopen"


def test_a_lost_session_says_that_the_search_is_still_there(
    browser: TestClient, clock: Clock
) -> None:
    clock.forward(days=1)
    answer = browser.get("/search?q=error")
    assert answer.headers["location"] == "/login?next=%2Fsearch%3Fq%3Derror&lost=1"
    page = browser.get(answer.headers["location"])
    assert "You were signed out. Sign in, and this search is still here." in page.text


def test_a_session_lasts_as_long_as_it_is_used(browser: TestClient, clock: Clock) -> None:
    for _ in range(5):
        clock.forward(hours=11)
        assert browser.get("/settings").status_code == 200
    clock.forward(days=40)
    assert browser.get("/settings").status_code == 303


def test_a_part_for_htmx_sends_the_whole_page_to_sign_in(stranger: TestClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search?q=x"}
    answer = stranger.get("/alerts", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=%2Fsearch%3Fq%3Dx"


def test_a_search_that_was_typed_is_there_after_signing_in(stranger: TestClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search?q=x"}
    answer = stranger.get("/search", params={"q": "y z"}, headers=headers)
    assert answer.headers["HX-Redirect"] == "/login?next=%2Fsearch%3Fq%3Dy%2Bz"


def test_signing_out_ends_the_session(browser: TestClient) -> None:
    token = browser.cookies["nephoscope_session"]
    assert browser.post("/logout").status_code == 403
    assert browser.post("/logout", data={"csrf": csrf_of(browser)}).status_code == 303
    browser.cookies.set("nephoscope_session", token)
    assert browser.get("/settings").status_code == 303


def test_who_is_signed_in_need_not_do_it_again(browser: TestClient) -> None:
    assert browser.get("/login?next=/alerts").headers["location"] == "/alerts"


def test_signing_in_is_written_into_the_audit_log(
    stranger: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "nephoscope.audit"):
        sign_in(stranger, "wrong")
        sign_in(stranger)
    said = [record.getMessage() for record in caplog.records]
    assert said == [
        "sign-in failed: user='admin' address=testclient",
        "signed in: user='admin' address=testclient",
    ]


def test_only_a_hash_of_the_cookie_is_kept(browser: TestClient, services: Services) -> None:
    token = browser.cookies["nephoscope_session"]
    kept = services.alerts.engine.connect().exec_driver_sql("select * from sessions").all()
    assert token not in str(kept)


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        pytest.param("/search?q=a", "/search?q=a", id="a path of ours"),
        pytest.param("https://evil.example/", "/search", id="another site"),
        pytest.param("//evil.example/", "/search", id="another site without its scheme"),
        pytest.param("/\\evil.example/", "/search", id="a backslash that browsers turn"),
        pytest.param("/\t/evil.example/", "/search", id="a tab that browsers drop"),
        pytest.param("javascript:alert(1)", "/search", id="a script"),
        pytest.param("", "/search", id="nothing"),
        pytest.param(None, "/search", id="no next at all"),
    ],
)
def test_after_signing_in_one_stays_here(wanted: str | None, given: str) -> None:
    assert safe_next(wanted) == given
