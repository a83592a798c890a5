"""Who is asking: tokens, names with passwords, and the administrator of the first start."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.web.conftest import HASHER, NOW, PASSWORD, TOKEN, Clock
from web.security.users import Users, ensure_administrator
from web.tables import METADATA


def test_a_name_and_password_open_the_api(stranger: TestClient) -> None:
    assert stranger.get("/api/alerts", auth=("admin", PASSWORD)).status_code == 200


def test_a_wrong_password_does_not(stranger: TestClient) -> None:
    answer = stranger.get("/api/alerts", auth=("admin", "wrong"))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer"), "no dialog of the browser"


def test_wrong_passwords_run_out(stranger: TestClient, clock: Clock) -> None:
    for _ in range(4):
        assert stranger.get("/api/alerts", auth=("admin", "wrong")).status_code == 401
    answer = stranger.get("/api/alerts", auth=("admin", "wrong"))
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "900"
    clock.forward(minutes=16)
    assert stranger.get("/api/alerts", auth=("admin", PASSWORD)).status_code == 200


def test_the_token_of_this_run_opens_the_api(stranger: TestClient) -> None:
    good = {"Authorization": f"Bearer {TOKEN}"}
    assert stranger.get("/api/alerts", headers=good).status_code == 200


@pytest.mark.parametrize(
    "credentials",
    ["Bearer wrong", "Bearer ", "Basic !!!", "Basic YWRtaW4=", "Digest x", f"bearer{TOKEN}"],
)
def test_other_credentials_open_nothing(stranger: TestClient, credentials: str) -> None:
    answer = stranger.get("/api/alerts", headers={"Authorization": credentials})
    assert answer.status_code == 401


def test_a_program_needs_no_form_word(machine: TestClient) -> None:
    assert machine.post("/api/alerts/none/close").status_code == 404


def test_the_first_start_makes_a_password_up_once(state: Engine) -> None:
    METADATA.drop_all(state)
    METADATA.create_all(state)
    made_up = ensure_administrator(state, None, NOW, HASHER)
    assert made_up is not None
    assert Users(state, HASHER).verify("admin", made_up)
    assert ensure_administrator(state, None, NOW, HASHER) is None


def test_a_password_that_is_set_replaces_a_forgotten_one(state: Engine) -> None:
    assert ensure_administrator(state, "another one", NOW, HASHER) is None
    assert Users(state, HASHER).verify("admin", "another one")
    assert not Users(state, HASHER).verify("admin", PASSWORD)


def test_a_password_of_megabytes_is_not_hashed(state: Engine) -> None:
    assert Users(state, HASHER).verify("admin", "x" * 1_000_000) is None
