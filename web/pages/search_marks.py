"""The words of a query, marked in a text, and the text made fit for two lines of a list."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from web.pages.search_asked import terms
from web.visible import visible

# What a letter is for the language: ASCII letters and everything above U+007F.
LETTER = "0-9A-Za-z\u0080-\U0010ffff"
BREAK_AFTER = re.compile(r"(?<=[,./:{}])(?=[^\s,./:{}])")
# A row shows about this much; a match further on is brought to the second line.
FIRST_LINE, LONGEST_ROW = 110, 600
COMPARISON = re.compile(r'^[^\s"()]+?(?:=|!=|<|>)')


def marked_words(query: str) -> re.Pattern[str] | None:
    """A pattern that finds the words and phrases a query asks for; None when it asks for none."""
    patterns = [_pattern(word) for word in _words(query)]
    found = [pattern for pattern in patterns if pattern]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _words(query: str) -> Iterator[str]:
    for term in terms(query):
        for part in re.findall(
            r'NOT\s+(?:"(?:[^"\\]|\\.)*"|\S+)|"(?:[^"\\]|\\.)*"|[^\s()"]+', term
        ):
            if part.startswith("NOT ") or part in {"OR", "AND", "NOT", "IN"}:
                continue
            if COMPARISON.match(part) or part.endswith("="):
                continue
            yield part
        if re.match(r"NOT\b|[^\s\"()]+\s*(?:=|!=|<|>|IN\b)", term):
            continue


def _pattern(word: str) -> str:
    """The word as the language matches it: borders at its ends, `*` for anything of a word."""
    bare = word.strip('"')
    core = bare.strip("*")
    if not core:
        return ""
    body = re.escape(core).replace(r"\*", f"[{LETTER}_-]*")
    before = f"(?<![{LETTER}])" if not bare.startswith("*") else f"[{LETTER}]*"
    after = f"(?![{LETTER}])" if not bare.endswith("*") else f"[{LETTER}]*"
    return before + body + after


def row_text(text: str, words: re.Pattern[str] | None) -> Markup:
    """The text for a closed row: one run of words; a match that lies far off is brought near."""
    flat = " ".join(text[: 50 * LONGEST_ROW].split())
    first = words.search(flat) if words else None
    if first and first.start() > 2 * FIRST_LINE:
        head = flat[:FIRST_LINE].rsplit(" ", 1)[0]
        tail = flat[first.start() - 8 : first.start() + LONGEST_ROW]
        return mark(f"{head} … {tail}", words)
    return mark(flat[:LONGEST_ROW] + ("…" if len(flat) > LONGEST_ROW else ""), words)


def mark(text: str, words: re.Pattern[str] | None) -> Markup:
    """The text as HTML with the words marked and places where a line may break."""
    found = Markup()
    place = 0
    for match in words.finditer(text) if words else ():
        if match.start() == match.end():
            continue
        found += _breakable(text[place : match.start()])
        found += Markup("<mark>{}</mark>").format(_breakable(match[0]))
        place = match.end()
    return found + _breakable(text[place:])


def _breakable(text: str) -> Markup:
    return Markup("<wbr>").join(visible(piece) for piece in BREAK_AFTER.split(text))
