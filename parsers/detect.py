"""Which format a record is of, when its source did not say, and whether a line opens a record."""

from parsers.event import Source
from parsers.format import Format
from parsers.formats import FORMATS

_CEF = FORMATS["esva.cef"]
"""Reads the syslog head before it by itself."""
_PLAIN, _SYSLOG, _JSON = FORMATS["plain"], FORMATS["syslog"], FORMATS["json"]
_SPECIAL = tuple(row for row in FORMATS.values() if row not in (_PLAIN, _SYSLOG, _JSON))
_BY_CONTENT = (*_SPECIAL, _SYSLOG, _JSON)
"""Special before general: many formats travel inside of syslog, and all are plain text."""


def find_format(text: str, source: Source) -> Format:
    """The format that the source names, else the one whose first characters these are."""
    named = FORMATS.get(source.format) if source.format is not None else None
    return named if named is not None else format_of(text)


def format_of(text: str) -> Format:
    """The format by content; `plain` where none claims the text."""
    if (text[:1] == "<" or text[3:4] == " ") and _SYSLOG.claims(text):
        return _CEF if _CEF.claims(text) else _SYSLOG
    if text[:1] == "{":  # nothing else begins so, but a list of heads is long to go through
        candidates: tuple[Format, ...] = (_CEF, _JSON)
    else:
        candidates = _BY_CONTENT
    for format_ in candidates:
        if format_.claims(text):
            return format_
    return _PLAIN


def starting(line: str) -> Format | None:
    """The format of which this line opens a record, by content; None where it opens none."""
    for format_ in _BY_CONTENT:
        if format_.starts_record(line):
            return format_
    return None
