"""Every grammar is unambiguous, and Lark's LALR parse reads every sample as its regex does."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lark import Lark

from parsers.event import Source
from parsers.grammar import FOLDER, composed, groups_of_parts, lalr, text_rules
from parsers.lines import read_records

ROOT = Path(__file__).parents[2]
GRAMMARS = [path for path in sorted(FOLDER.rglob("*.lark")) if path.name != "terminals.lark"]
RULES = [
    pytest.param(grammar, rule, id=f"{grammar.relative_to(FOLDER)} {rule}")
    for grammar in GRAMMARS
    for rule in text_rules(grammar)
]
TEXTS = [
    pytest.param(grammar, rule, id=f"{grammar.relative_to(FOLDER)} {rule}")
    for grammar in GRAMMARS
    for rule in text_rules(grammar)
    if not rule.endswith("_parts")
]
SAMPLES = sorted((ROOT / "samples").rglob("*.log"))


@pytest.mark.parametrize(("grammar", "rule"), RULES)
def test_no_terminal_can_be_mistaken_for_another(grammar: Path, rule: str) -> None:
    lalr(grammar, rule, strict=True)


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda path: path.stem)
def test_every_text_has_its_parts(grammar: Path) -> None:
    rules = set(text_rules(grammar))
    whole = {rule for rule in rules if not rule.endswith("_parts")}
    assert rules == whole | {f"{rule}_parts" for rule in whole}


@pytest.mark.parametrize(
    "grammar", [FOLDER / "terminals.lark", *GRAMMARS], ids=lambda path: path.stem
)
def test_no_regex_has_a_choice_outside_of_brackets(grammar: Path) -> None:
    """Lark joins regexes as they are, so that such a choice would cut the composed one in two."""
    for name, regex in re.findall(r"^([A-Z_0-9.]+): */(.*)/$", grammar.read_text("utf-8"), re.M):
        rest = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", regex)
        while rest != (rest := re.sub(r"\([^()]*\)", "", rest)):
            pass
        assert "|" not in rest, name


@cache
def sample_texts() -> tuple[str, ...]:
    """Records of all samples, and for each the texts after the places where a text may begin."""
    texts: dict[str, None] = {}
    for sample in SAMPLES:
        for record in read_records([sample.read_bytes()], Source()):
            for start in starts(record.text):
                texts[record.text[start:]] = None
    return tuple(texts)


def starts(text: str) -> Iterator[int]:
    """Its begin, where its message begins, and where lines of it begin."""
    yield 0
    head = re.match(r".{1,200}?(?:\(logid:[^)]*\) |\]: )", text)
    if head is not None:
        yield head.end()
    yield from (match.start() for match in re.finditer(r"\n|(?:com\.cloud|via: )", text))


@pytest.mark.parametrize(("grammar", "rule"), TEXTS)
def test_lark_and_its_regex_read_every_sample_alike(grammar: Path, rule: str) -> None:
    """What the regex takes whole, LALR must take, with the same text in every named group."""
    pattern = composed(str(grammar), grammar.name, rule.upper())
    parser = lalr(grammar, f"{rule}_parts")
    for text in sample_texts():
        match = pattern.match(text)
        if match is not None and match.end():
            assert_alike(parser, match)


def assert_alike(parser: Lark, match: re.Match[str]) -> None:
    wanted = {name: value for name, value in match.groupdict().items() if value is not None}
    # A lookahead sees no farther than the text, so the parser gets all of it where it is whole.
    assert groups_of_parts(parser, match.group()) == wanted
