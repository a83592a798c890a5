"""The extension's regex and Lark's LALR parse of the same grammar read every sample alike."""

from pathlib import Path

import pytest
from lark import Lark, Token

import parsers.esva.extension
from parsers.grammar import composed, lalr

ROOT = Path(__file__).parents[3]
MODULE = Path(parsers.esva.extension.__file__)
KEY = composed(str(MODULE), "cef.lark", "KEY")
EDGE_CASES = [
    r"moo=this =has = equals\=",
    "a=  b=c d= e=f",
    "x=test=foo y=",
    "error=Failed because id==old_id user=root angle=106.7<=180",
    "ad.field[0]=field0 ad.Error_,Code=1",
    "msg=tab\tsrc=1 shost=web\nmore",
]


@pytest.fixture(scope="module")
def parser() -> Lark:
    return lalr(MODULE.with_name("cef.lark"), "key_parts")


def read_by_regex(text: str) -> list[tuple[str, str]]:
    parts = KEY.split(f" {text}")
    return list(zip(parts[1::2], parts[2::2], strict=True))


def read_by_lalr(parser: Lark, text: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for token in parser.parse(f" {text}").scan_values(lambda value: isinstance(value, Token)):
        if token.type == "KEY":
            pairs.append((token.strip(" ").removesuffix("="), ""))
        else:
            pairs[-1] = (pairs[-1][0], str(token))
    return pairs


@pytest.mark.parametrize("text", EDGE_CASES)
def test_edge_cases_are_read_alike(parser: Lark, text: str) -> None:
    assert read_by_regex(text) == read_by_lalr(parser, text)


def test_the_extension_of_every_sample_is_read_alike(parser: Lark) -> None:
    sample = (ROOT / "samples" / "esva" / "cef.log").read_text(encoding="utf-8")
    for line in sample.splitlines():
        text = line.split("|", 7)[7]
        pairs = read_by_regex(text)
        assert len(pairs) > 3
        assert pairs == read_by_lalr(parser, text)
