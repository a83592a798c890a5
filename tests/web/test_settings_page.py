"""Settings of who is signed in."""

from fastapi.testclient import TestClient

from tests.web.conftest import PASSWORD, csrf_of, sign_in

NEW = "another right password"


def change(browser: TestClient, current: str, new: str) -> tuple[int, str]:
    """Send the form of the password."""
    data = {"current": current, "new": new, "csrf": csrf_of(browser)}
    answer = browser.post("/settings/password", data=data)
    return answer.status_code, answer.text


def test_colours_are_kept(browser: TestClient) -> None:
    browser.post("/settings/theme", data={"theme": "dark", "csrf": csrf_of(browser)})
    page = browser.get("/settings?saved=theme").text
    assert "Colours saved." in page
    assert browser.get("/settings?output=json").json()["theme_now"] == "dark"


def test_a_colour_that_there_is_not(browser: TestClient) -> None:
    data = {"theme": "pink", "csrf": csrf_of(browser)}
    assert browser.post("/settings/theme", data=data).status_code == 400


def test_a_password_is_changed_and_other_browsers_are_signed_out(
    browser: TestClient, stranger: TestClient
) -> None:
    sign_in(stranger)
    assert stranger.get("/api/alerts", auth=("admin", PASSWORD)).status_code == 200
    assert change(browser, PASSWORD, NEW)[0] == 303
    assert browser.get("/settings").status_code == 200
    assert stranger.get("/settings").status_code == 303
    assert stranger.get("/api/alerts", auth=("admin", PASSWORD)).status_code == 401
    assert sign_in(stranger, NEW).status_code == 303


def test_a_wrong_current_password_changes_nothing(browser: TestClient) -> None:
    status, page = change(browser, "wrong", NEW)
    assert status == 400
    assert "The current password is wrong, so nothing was changed." in page


def test_a_short_password_is_refused(browser: TestClient) -> None:
    status, page = change(browser, PASSWORD, "short")
    assert status == 400
    assert "at least 8 signs" in page


def test_the_token_of_this_run_has_no_settings(machine: TestClient) -> None:
    assert machine.post("/settings/theme", data={"theme": "dark"}).status_code == 403
