"""A site's own dialect, from a file in the data folder to the fields that are searched."""

import json
from pathlib import Path

import pytest

from nephoscope.dialects import own_dialects
from nephoscope.settings import SettingsError, load_settings
from tests.nephoscope.running import nephoscope

OURS = """
vendor = "Example"
product = "Wall"
[signatures]
firewall = ["W-*"]
[actions.firewall]
blocked = ["zapped"]
"""
LINE = "Sep 13 22:05:24 wall-1 CEF:0|Example|Wall|1|W-7|Zap|5|src=203.0.113.66 act=zapped\n"


def test_a_file_in_the_data_folder_is_read_by_everything_that_parses(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "dialects").mkdir(parents=True)
    (data / "dialects" / "wall.toml").write_text(OURS, encoding="utf-8")
    event = json.loads(nephoscope(data, "parse", "-", text=LINE).stdout)
    assert (event["esva.module"], event["esva.verdict"]) == ("firewall", "blocked")
    log = tmp_path / "wall.log"
    log.write_text(LINE, encoding="utf-8")
    assert nephoscope(data, "import", str(log)).returncode == 0
    query = "* | stats count by esva.module esva.verdict"
    asked = nephoscope(data, "search", query, "--earliest", "0", "--output", "csv")
    assert asked.stdout.splitlines()[1] == "firewall,blocked,1"


def test_a_wrong_file_ends_the_command_and_says_where(tmp_path: Path) -> None:
    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "wall.toml").write_text('vendor = "x"\nproduct = 1\n', "utf-8")
    for command in (("parse", "-"), ("serve",)):
        ended = nephoscope(tmp_path, *command, text=LINE)
        assert ended.returncode == 2
        assert "wall.toml: product: write a text in quotes" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_the_folder_is_a_setting(tmp_path: Path) -> None:
    data = {"data": str(tmp_path)}
    assert own_dialects(load_settings(data)) == ()
    with pytest.raises(SettingsError, match="its files cannot be read"):
        own_dialects(load_settings({**data, "dialects": str(tmp_path / "none")}))
    (tmp_path / "wall.toml").write_text(OURS, encoding="utf-8")
    (own,) = own_dialects(load_settings({**data, "dialects": str(tmp_path)}))
    assert own.name == "wall"
