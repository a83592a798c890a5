"""The extension's regex and Lark's LALR parse of the same grammar read every sample alike."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Token

import parsers.esva.extension
from parsers.esva import cef
from parsers.esva.extension import pairs_of
from parsers.esva.layout import layout_for
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


VALUES = st.text(alphabet="ab =\\|\t\n\"'", max_size=8)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=40), st.sampled_from(["", " "]))
def test_a_usual_layout_reads_what_the_keys_would(rows: list[tuple[str, str]], gap: str) -> None:
    """The first 32 records of a layout are read by their keys, the others by one expression."""
    header = cef._header("CEF:0|v|p|1|2|n|3|")  # noqa: SLF001 - which of the ways is taken
    texts = [f"{gap}src={a} cs1={b} cs1Label=Note msg={a}" for a, b in rows * 33]
    for text in (text.rstrip() for text in texts):
        layout, values = cef._values(text, header)  # noqa: SLF001
        keys, wanted = pairs_of(text)
        by_keys = layout_for(header.dialect, keys, wanted)
        assert layout is by_keys
        assert list(values) == list(wanted)
