"""Log text is never markup and hides nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.visible import UNSEEN, visible, worded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;", id="markup"),
        pytest.param("\x1b[31m", '<span class="unseen">␛</span>[31m', id="a terminal's colour"),
        pytest.param("a\0b", 'a<span class="unseen">␀</span>b', id="NUL"),
        pytest.param("a\u202eb", 'a<span class="unseen">U+202E</span>b', id="right to left"),
        pytest.param("a\u200bb", 'a<span class="unseen">U+200B</span>b', id="a space of no width"),
        pytest.param("a\r\n\tb", 'a<span class="unseen">␍</span>\n\tb', id="ends of lines"),
        pytest.param("\x7f", '<span class="unseen">␡</span>', id="DEL"),
        pytest.param("日本語 é", "日本語 é", id="letters of other scripts"),
    ],
)
def test_what_is_not_seen_stands_in_a_box(text: str, shown: str) -> None:
    assert str(visible(text)) == shown


@given(st.text())
def test_whatever_the_text_nothing_unseen_and_no_markup_is_left(text: str) -> None:
    shown = str(visible(text))
    assert not UNSEEN.search(shown)
    assert shown.count("<") == 2 * len(UNSEEN.findall(text))


def test_names_of_a_sentence_stand_as_code() -> None:
    assert str(worded("There is no `<b>` in `x")) == (
        "There is no <code>&lt;b&gt;</code> in <code>x</code>"
    )
