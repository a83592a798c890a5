"""The compose file is one by Compose's own schema, and sets what the product knows."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nephoscope.settings import PREFIX, Role, Settings, load_settings

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = Path(sys.executable).with_name("docker-compose")
PASSWORDS = {
    "ELASTIC_PASSWORD": "one",
    "POSTGRES_PASSWORD": "two",
    "NEPHOSCOPE_ADMIN_PASSWORD": "three",
}


def compose(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    if not COMPOSE.exists():
        pytest.skip("Compose is not there; `pip install -e '.[dev]'` brings it")
    return subprocess.run(
        [COMPOSE, "-f", DEPLOY / "compose.yaml", *arguments],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def services() -> dict[str, Any]:
    shown = compose("config", "--format", "json", **PASSWORDS)
    assert shown.returncode == 0, shown.stderr
    found: dict[str, Any] = json.loads(shown.stdout)["services"]
    return found


def test_it_is_a_compose_file() -> None:
    assert set(services()) == {"elasticsearch", "postgresql", "ingest-1", "ingest-2", "web"}


def test_it_asks_for_passwords() -> None:
    shown = compose("config", "--quiet")
    assert shown.returncode != 0
    assert "deploy/.env" in shown.stderr


def test_the_example_names_every_password() -> None:
    lines = (DEPLOY / "example.env").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        f"{name}=" for name in PASSWORDS
    ]


@pytest.mark.parametrize("name", ["ingest-1", "ingest-2", "web"])
def test_nodes_are_set_as_the_product_allows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    service = services()[name]
    for setting in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{setting.upper()}", raising=False)
    for variable, value in service["environment"].items():
        assert variable.removeprefix(PREFIX).lower() in Settings.model_fields
        monkeypatch.setenv(variable, value)
    command, *options = service["command"]
    assert command == "serve"
    roles = [
        role for option, role in zip(options[::2], options[1::2], strict=True) if option == "--role"
    ]
    settings = load_settings({"role": tuple(roles)})
    assert settings.store == "http://elasticsearch:9200"
    wanted = {Role.WEB, Role.ALERTS} if name == "web" else {Role.INGEST}
    assert settings.role == wanted
    assert Path(service["build"]["context"]) == ROOT
    assert (Path(service["build"]["context"]) / service["build"]["dockerfile"]).is_file()
