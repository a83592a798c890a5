"""Tokens: words and what stands between them, the same one by one and by the column."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.stores.elasticsearch.tokens import CUT, LONGEST, token_column, token_text, tokens

ALPHABET = "ab1 ZK-_.[]\t\n\r\x00\x01\x1f\x7fé\u3000\u212a"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("login failed", ["login", "failed"]),
        ("job-35", ["job", "-", "35"]),
        ("a  b", ["a", "\x0f\x0f", "b"]),
        ("(Größe)", ["(", "größe", ")"]),
        (" a ", ["a"]),
        ("", []),
        ("10.1.2.3", ["10", ".", "1", ".", "2", ".", "3"]),
    ],
)
def test_a_text_is_cut_into_words_and_what_is_between(text: str, found: list[str]) -> None:
    assert tokens(text) == found


def test_a_long_token_is_cut_and_says_so() -> None:
    text, cut = token_text("x" * (LONGEST + 1))
    assert cut
    assert text == "x" * LONGEST + CUT
    assert token_text("x" * LONGEST) == ("x" * LONGEST, False)


@settings(deadline=None)
@given(st.text(ALPHABET, max_size=6), st.text(ALPHABET, max_size=6))
def test_texts_between_words_have_tokens_of_their_own(left: str, right: str) -> None:
    """So that a phrase of tokens stands in the index only where the text does."""
    first, second = f"x{left}x", f"x{right}x"
    assert (tokens(first) == tokens(second)) == (first.lower() == second.lower())
    assert not any(letter.isspace() for token in tokens(first) for letter in token)


@settings(deadline=None)
@given(st.lists(st.text(ALPHABET, max_size=30) | st.sampled_from(["", " ", "-" * 300, "w" * 300])))
def test_a_column_is_written_as_its_texts_are(texts: list[str]) -> None:
    column = pa.array(["skipped", *texts], pa.string()).slice(1)
    written, cut = token_column(pa.chunked_array([column]))
    assert [text.split() for text in written.to_pylist()] == [tokens(text) for text in texts]
    assert cut.to_pylist() == [token_text(text)[1] for text in texts]


def test_nothing_is_the_empty_text() -> None:
    written, cut = token_column(pa.array([None, "a"]))
    assert (written.to_pylist(), cut.to_pylist()) == (["", "a"], [False, False])
