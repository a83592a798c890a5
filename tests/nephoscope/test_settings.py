"""Settings come from three places, and a wrong one says what is allowed."""

from datetime import timedelta
from pathlib import Path

import pytest

from nephoscope.settings import Settings as Table
from nephoscope.settings import SettingsError, load_settings, shown_default


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Table.model_fields:
        monkeypatch.delenv(f"NEPHOSCOPE_{name.upper()}", raising=False)
    monkeypatch.delenv("NEPHOSCOPE_CONFIG", raising=False)


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "nephoscope.toml"
    file.write_text('query_time = "10s"\nspool_size = "1GB"\nbatch_rows = 7\n')
    monkeypatch.setenv("NEPHOSCOPE_CONFIG", str(file))
    monkeypatch.setenv("NEPHOSCOPE_QUERY_TIME", "20s")
    monkeypatch.setenv("NEPHOSCOPE_SPOOL_SIZE", "2GB")
    settings = load_settings({"query_time": "30s", "batch_rows": None})
    assert settings.query_time == timedelta(seconds=30)
    assert settings.spool_size == 2 * 2**30
    assert settings.batch_rows == 7


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("http", "localhost", "write an address and a port: 127.0.0.1:8514"),
        ("http", "localhost:99999", "write an address and a port: 127.0.0.1:8514"),
        ("join_wait", "soon", "write a number and a unit: 500ms, 30s, 5m, 2h or 7d"),
        ("spool_size", "much", "write a number and a unit: 512KB, 16MB or 4GB"),
        ("tz", "Mars/Olympus", "write the name of a time zone: UTC or Asia/Tokyo"),
        ("retention_days", "-1", "Input should be greater than or equal to 0"),
    ],
)
def test_a_wrong_value_says_what_is_allowed(name: str, value: str, allowed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value})
    assert (caught.value.name, caught.value.value, caught.value.allowed) == (name, value, allowed)


def test_an_unknown_setting_in_the_file_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "nephoscope.toml"
    file.write_text("qurey_time = 10\n")
    monkeypatch.setenv("NEPHOSCOPE_CONFIG", str(file))
    with pytest.raises(SettingsError, match="there is no setting of that name"):
        load_settings({})


def test_a_file_that_is_not_toml_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "nephoscope.toml"
    file.write_text("= nothing")
    monkeypatch.setenv("NEPHOSCOPE_CONFIG", str(file))
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings({})


def test_a_secret_is_not_shown() -> None:
    settings = load_settings({"admin_password": "hunter2"})
    assert "hunter2" not in repr(settings)


def test_a_shown_default_can_be_given_back() -> None:
    for name, field in Table.model_fields.items():
        if field.default is not None and name not in ("data", "url"):
            settings = load_settings({name: shown_default(field)})
            assert getattr(settings, name) == field.default, name


def test_a_store_is_embedded_or_addresses_without_passwords() -> None:
    assert load_settings({"store": "https://a:9200, https://[::1]:9200"}).store == (
        "https://a:9200,https://[::1]:9200"
    )
    with pytest.raises(SettingsError, match="settings of their own") as caught:
        load_settings({"store": "https://elastic:secret@a:9200"})
    assert "secret" not in str(caught.value)


def test_roles_are_several_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings({}).role == {"ingest", "web", "alerts"}
    monkeypatch.setenv("NEPHOSCOPE_ROLE", "ingest, alerts")
    assert load_settings({}).role == {"ingest", "alerts"}
    assert load_settings({"role": ("web", "alerts")}).role == {"web", "alerts"}
    with pytest.raises(SettingsError, match="one or more of ingest, web, alerts"):
        load_settings({"role": "kitchen"})


def test_the_address_of_the_state_is_a_secret() -> None:
    settings = load_settings({"state": "postgresql://a:secret@db/n"})
    assert "secret" not in repr(settings)
    with pytest.raises(SettingsError, match="write postgresql://") as caught:
        load_settings({"state": "mysql://a:secret@db/n"})
    assert "secret" not in str(caught.value)
