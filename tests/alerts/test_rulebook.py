"""Rules of files and of the interface together; a broken one stops no other."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from alerts.files import SHIPPED, line_of, read_folder
from alerts.rulebook import RuleBook
from tests.alerts.timeline import NOW, rule


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_rules_come_from_files_and_from_the_interface(state: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    write(folder, "team/a.yaml", rule(id="of-file", name="B").to_yaml())
    book = RuleBook(state, (folder, tmp_path / "absent"))
    book.save(rule(id="of-form", name="A"), "admin", NOW)
    found, wrong = book.read()
    assert [(kept.rule.id, kept.file is None) for kept in found] == [
        ("of-form", True),
        ("of-file", False),
    ]
    assert not wrong


BROKEN = {
    "not YAML": ("id: [", 1, "", "The file is not YAML"),
    "not a mapping": ("- a", 1, "", "There is no rule here; write one as YAML"),
    "empty": ("", 1, "", "There is no rule here; write one as YAML"),
    "a wrong number": (
        rule().to_yaml().replace("num_events: 3", "num_events: none"),
        6,
        "condition.num_events",
        "Must be a valid integer",
    ),
    "a field missing deep inside": (
        rule().to_yaml().replace("  timeframe: 5m\n", ""),
        4,
        "condition.timeframe",
        "This field is needed.",
    ),
    "a wrong item of a list": (
        rule().to_yaml() + "tags:\n- attack.t1110\n- x\n",
        12,
        "tags.1",
        "attack.t1110.001",
    ),
    "an alias bomb": ("a: &a [x]\nb: &b [*a, *a]\nid: x\n", 1, "name", "needed"),
}


@pytest.mark.parametrize(("text", "line", "field", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_reported_with_its_place(
    state: Engine, tmp_path: Path, text: str, line: int, field: str, words: str
) -> None:
    broken = write(tmp_path, "broken.yaml", text)
    write(tmp_path, "good.yml", rule(id="good").to_yaml())
    found, wrong = RuleBook(state, (tmp_path,)).read()
    assert [kept.rule.id for kept in found] == ["good"]
    assert (wrong[0].file, wrong[0].line, wrong[0].field) == (str(broken), line, field)
    assert words in str(wrong[0])


def test_the_first_of_two_rules_with_one_id_counts(state: Engine, tmp_path: Path) -> None:
    first = write(tmp_path, "1.yaml", rule(name="first").to_yaml())
    write(tmp_path, "2.yaml", rule(name="second").to_yaml())
    found, wrong = RuleBook(state, (tmp_path,)).read()
    assert [kept.rule.name for kept in found] == ["first"]
    assert str(first) in wrong[0].message


def test_a_rule_of_a_file_is_changed_in_its_file(state: Engine, tmp_path: Path) -> None:
    write(tmp_path, "1.yaml", rule().to_yaml())
    book = RuleBook(state, (tmp_path,))
    with pytest.raises(ValueError, match="change it there"):
        book.save(rule(), "admin", NOW)
    with pytest.raises(ValueError, match="change it there"):
        book.delete(rule().id)


def test_a_deleted_rule_is_gone(state: Engine) -> None:
    book = RuleBook(state)
    book.save(rule(), "admin", NOW)
    assert book.delete(rule().id)
    assert not book.delete(rule().id)
    assert book.get(rule().id) is None


def test_a_saved_rule_keeps_its_secrets(state: Engine) -> None:
    book = RuleBook(state)
    told = rule(notifications=[{"url": "http://127.0.0.1/", "secret": "s", "headers": {"a": "b"}}])
    book.save(told, "admin", NOW)
    assert book.rules() == [told]


def test_shipped_rules_are_in_order() -> None:
    files = read_folder(SHIPPED)
    assert len(files) >= 5
    for file in files:
        assert not file.problems
        assert file.rule is not None
        assert file.rule.id == file.path.stem
        assert file.rule.description


def test_a_place_that_is_not_in_the_file_is_its_first_line() -> None:
    assert line_of(None, ("a",)) == 1
