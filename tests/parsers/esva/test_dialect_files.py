"""Dialect files: a site's own is a file and no code, and a wrong one says where it is wrong."""

import pickle
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.esva.dialect import Module, Verdict
from parsers.esva.dialect_book import SHIPPED, dialect_of, site_dialects, use_dialects
from parsers.esva.dialect_file import DialectError, read_dialects
from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)
OURS = """
vendor = "Example"
product = "Wall.*"
detect_only = ["Would"]
[signatures]
firewall = [7, "100-199", "F-*"]
ips = ["ATTACK"]
[categories]
"Bad Files" = "antimalware"
[actions.firewall]
allowed = ["let through"]
[actions.any]
blocked = ["zapped"]
[without_action]
ips = "detected"
[other_actions]
firewall = "blocked"
[severity]
Grave = 9
[keys]
attacker = "src"
zone = "observer.ingress.zone"
when = "rt"
"""


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Path]:
    """A file of a site's own in use, until the test ends."""
    path = tmp_path / "wall.toml"
    path.write_text(OURS, encoding="utf-8")
    use_dialects(site_dialects(tmp_path))
    yield path
    use_dialects(())


def fields_of(text: str) -> dict[str, Any]:
    return dict(read(Record(text, Source(), received=NOW), Mask(), NOW).fields)


def test_a_sites_own_dialect_is_a_file(ours: Path) -> None:
    found = fields_of(
        "CEF:0|Example|Wall 3|1.0|F-12|Out|Grave|attacker=192.0.2.1 act=Let-Through zone=dmz "
        "when=1789335607000"
    )
    assert (found["esva.module"], found["esva.verdict"]) == ("firewall", "allowed")
    assert (found["event.severity"], found["log.level"]) == (9, "Grave")
    assert (found["source.ip"], found["observer.ingress.zone"]) == ("192.0.2.1", "dmz")
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)


def test_and_leef_speaks_it_too(ours: Path) -> None:
    found = fields_of("LEEF:2.0|Example|Wall 3|1.0|X|cat=bad files\tact=zapped\tattacker=192.0.2.1")
    assert (found["esva.module"], found["esva.verdict"]) == ("antimalware", "blocked")
    assert found["source.ip"] == "192.0.2.1"


@pytest.mark.parametrize(
    ("signature", "action", "module", "verdict"),
    [
        ("7", "frobnicated", Module.FIREWALL, Verdict.BLOCKED),
        ("150", "Would zap", Module.FIREWALL, Verdict.DETECTED),
        ("attack", "", Module.IPS, Verdict.DETECTED),
        ("attack", "IDS:Reset", Module.IPS, Verdict.DETECTED),
        ("F-1", "deny", Module.FIREWALL, Verdict.BLOCKED),
        ("nothing", "", Module.OTHER, Verdict.NONE),
    ],
)
def test_what_its_tables_say(
    ours: Path, signature: str, action: str, module: Module, verdict: Verdict
) -> None:
    dialect = dialect_of("example", "WALL")
    assert dialect.module_of(signature) is module
    assert dialect.verdict_of(module, action) is verdict


def test_it_is_not_in_use_any_more_when_another_set_is() -> None:
    assert dialect_of("Example", "Wall").name == "any"


def test_a_sites_dialect_may_stand_before_a_shipped_one_and_be_like_it(tmp_path: Path) -> None:
    (tmp_path / "deep-security-agent.toml").write_text(
        'vendor = "Trend Micro"\nproduct = "Deep Security Agent"\nlike = "deep-security-agent"\n'
        "[signatures]\nwebreputation = [21]\n",
        encoding="utf-8",
    )
    (own,) = site_dialects(tmp_path)
    assert own.module_of("21") is Module.WEBREPUTATION
    assert own.module_of("20") is Module.FIREWALL
    assert own.keys["TrendMicroDsTenant"] == "esva.tenant.name"


def test_files_may_be_like_one_another(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('vendor = "A"\nproduct = ".*"\nlike = "b"\n', "utf-8")
    (tmp_path / "b.toml").write_text(
        'vendor = "B"\nproduct = ".*"\n[signatures]\nips = [1]\n', "utf-8"
    )
    (tmp_path / "notes.txt").write_text("not a dialect", "utf-8")
    first, second = site_dialects(tmp_path)
    assert (first.name, second.name) == ("a", "b")
    assert first.module_of("1") is second.module_of("1") is Module.IPS


def test_dialects_travel_to_other_processes() -> None:
    for dialect in pickle.loads(pickle.dumps(SHIPPED)):
        assert dialect.module_of("1") in Module


@pytest.mark.parametrize("name", ["ElasterShield", "ESVA 2.0", "ElasterShield Agent"])
def test_elastershield_speaks_as_deep_security_does(name: str) -> None:
    dialect = dialect_of("TCloud Computing", name)
    assert dialect.module_of("1000128") is Module.IPS
    assert not dialect.manager
    assert dialect_of("TCloud Computing", "ElasterShield Manager").manager


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("vendor = ", "this is no TOML"),
        ('product = "x"', "vendor: write a text in quotes"),
        ('vendor = "("\nproduct = "x"', "vendor: '(' is no regular expression"),
        ('vendor = "x"\nproduct = "x"\nverdor = "y"', "verdor: there is no such key"),
        ('vendor = "x"\nproduct = "x"\nlike = "z"', "like: there is no other dialect 'z'"),
        ('vendor = "x"\nproduct = "x"\nlike = "own"', "like: there is no other dialect 'own'"),
        ('vendor = "x"\nproduct = "x"\nmanager = 1', "manager: write true or false"),
        ('vendor = "x"\nproduct = "x"\nsignatures = 1', "signatures: write a table"),
        ('vendor = "x"\nproduct = "x"\ndetect_only = "IDS"', "detect_only: write a list of texts"),
        ('vendor = "x"\nproduct = "x"\n[signatures]\nwaf = [1]',
         "[signatures] waf: 'waf' is none of firewall, ips"),
        ('vendor = "x"\nproduct = "x"\n[signatures]\nips = 1', "[signatures] ips: write a list"),
        ('vendor = "x"\nproduct = "x"\n[signatures]\nips = ["9-1"]',
         "[signatures] ips: the range '9-1' ends before it begins"),
        ('vendor = "x"\nproduct = "x"\n[signatures]\nips = [-1]', "[signatures] ips: -1 is no num"),
        ('vendor = "x"\nproduct = "x"\n[actions.ips]\nstopped = ["a"]',
         "[actions.ips] stopped: 'stopped' is none of allowed, detected"),
        ('vendor = "x"\nproduct = "x"\n[actions.waf]\nblocked = ["a"]', "[actions]: 'waf' is none"),
        ('vendor = "x"\nproduct = "x"\n[actions.ips]\nblocked = "a"',
         "[actions.ips] blocked: write a list of texts"),
        ('vendor = "x"\nproduct = "x"\n[without_action]\nips = "x"',
         "[without_action] ips: 'x' is none of"),
        ('vendor = "x"\nproduct = "x"\n[severity]\nHigh = 11', "[severity] High: write a whole"),
        ('vendor = "x"\nproduct = "x"\n[keys]\na = "no.such"', "[keys] a: 'no.such' is neither"),
        ('vendor = "x"\nproduct = "x"\n[keys]\na = "event.id"', "[keys] a: 'event.id' is neither"),
        ('vendor = "x"\nproduct = "x"\n[labels]\n"A b" = "x"', "[labels] A b: 'x' is neither"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where_it_is_wrong(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DialectError) as caught:
        site_dialects(tmp_path)
    assert caught.value.path == path
    assert caught.value.wrong.startswith(wrong)
    assert str(path) in str(caught.value)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DialectError, match="No such file"):
        read_dialects([tmp_path / "none.toml"])
    (tmp_path / "latin.toml").write_bytes(b'vendor = "\xe9"')
    with pytest.raises(DialectError, match="no TOML"):
        site_dialects(tmp_path)


def test_two_files_that_are_like_each_other(tmp_path: Path) -> None:
    for name, like in (("a", "b"), ("b", "a")):
        text = f'vendor = "x"\nproduct = "x"\nlike = "{like}"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DialectError, match="no other dialect 'a'"):
        site_dialects(tmp_path)


def test_the_example_of_the_documentation_is_a_dialect(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "adding-a-dialect.md").read_text("utf-8")
    block = page.split("```toml\n")[1].split("```")[0]
    (tmp_path / "wall.toml").write_text(textwrap.dedent(block), encoding="utf-8")
    use_dialects(site_dialects(tmp_path))
    try:
        found = fields_of(page.split("   ```\n")[1].strip())
    finally:
        use_dialects(())
    assert (found["esva.module"], found["esva.verdict"]) == ("firewall", "blocked")
    assert (found["event.severity"], found["source.ip"]) == (9, "203.0.113.66")
    assert found["@timestamp"].year == 2026
