"""Mutated lines of every format, and every line that was found at any time, give events."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.formats import FORMATS
from tests.fuzz.line import check, findings, seeds_of

EXAMPLES = 2_000
PIECES = (
    *("", "\0", "\n", "\r\n", "\t", "|", "\\", "=", '"', "[", "]", "{", "}", "(", ": ", "  "),
    *("\ufffd", "\ufeff", "İ", "٣", "²", "\x1b[31m", "CEF:0|", "LEEF:2.0|", "<13>", "RT_FLOW"),
    *("99999999999999999999", "-1", "Feb 30 25:61:61", "9999-99-99T99:99:99Z", "password=x"),
)
Change = tuple[int, int, str]


@cache
def samples(name: str) -> list[str]:
    return seeds_of(name)


def changed(text: str, changes: list[Change]) -> str:
    """Each change puts a text in the place of some characters."""
    for at, length, piece in changes:
        start = at % (len(text) + 1)
        text = text[:start] + piece + text[start + length :]
    return text


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 4000),
        st.sampled_from([0, 0, 1, 2, 7, 40, 4000]),
        st.sampled_from(PIECES) | st.text(max_size=6),
    ),
    max_size=5,
)


@pytest.mark.parametrize("name", FORMATS)
def test_a_line_that_is_mutated_gives_an_event(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(samples(name)), CHANGES)
    def mutated(text: str, changes: list[Change]) -> None:
        check(name, changed(text, changes))

    mutated()


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_found_once_is_not_found_again(name: str) -> None:
    for path, text in findings():
        assert path.stem.rpartition("-")[0] in FORMATS
        check(name, text)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "piece", [" ", "a", "=", "|", "[", "\\", '"', "a=b ", "\t", "1", "(", "\n"]
)
def test_a_long_line_of_one_piece_takes_no_longer_than_it_is(name: str, piece: str) -> None:
    text = samples(name)[0]
    for long in (piece * 20_000, text + piece * 20_000, text[: len(text) // 2] + piece * 20_000):
        check(name, long, longest_s=1.0)
