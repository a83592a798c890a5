"""Each text of each family, in the words of the versions that write it."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from parsers.cloudstack.families.table import FAMILIES
from parsers.cloudstack.family import Family
from parsers.cloudstack.management import parse
from parsers.event import Record, Source
from parsers.grammar import composed, groups_of_parts, lalr
from parsers.mask import Mask
from tests.parsers.cloudstack import cases
from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    case
    for module in iter_modules(cases.__path__)
    for case in import_module(f"{cases.__name__}.{module.name}").CASES
]


def fields_of(case: Case) -> dict[str, object]:
    logger = case[2] if len(case) > 2 else "c.c.X"
    text = f"2026-09-13 12:34:56,789 DEBUG [{logger}] (a:[]) (logid:) {case[0]}"
    return dict(parse(Record(text, Source()), Mask()).fields)


@cache
def messages() -> Sequence[str]:
    return [str(fields_of(case)["message"]).lstrip() for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=[case[0][:60] for case in CASES])
def test_a_message_is_read(case: Case) -> None:
    fields = fields_of(case)
    wanted: Mapping[str, object] = case[1]
    assert {name: fields.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: Path(family.grammar).stem)
def test_each_text_of_a_family_has_a_case_that_lark_reads_alike(family: Family) -> None:
    grammar = Path(family.module).parent / family.grammar
    for text in family.texts:
        pattern = composed(family.module, family.grammar, text.terminal)
        parser = lalr(grammar, f"{text.terminal.lower()}_parts")
        matches = [match for message in messages() if (match := pattern.match(message))]
        assert matches, f"{text.terminal} has no case"
        for match in matches:
            groups = match.groupdict()
            wanted = {name: value for name, value in groups.items() if value is not None}
            assert groups_of_parts(parser, match.group()) == wanted


def test_each_family_is_documented() -> None:
    page = Path(__file__).parents[3] / "docs" / "formats" / "cloudstack.management.md"
    named = set(re.findall(r"`([a-z0-9.]+)`", page.read_text("utf-8")))
    found = {text.constants["cloudstack.family"] for family in FAMILIES for text in family.texts}
    assert found <= named
