"""CEF records of security products, ESVA's first, to events with module and verdict."""

import re
from collections.abc import Sequence

from parsers.esva.dialect_book import by_dialect, dialect_of
from parsers.esva.envelope import read_envelope
from parsers.esva.extension import pairs_of, trimmed
from parsers.esva.judged import Header, judged_fields, make_header
from parsers.esva.layout import Layout, layout_for, note_layout
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.grammar import composed
from parsers.mask import TAG, Mask

NAME = "esva.cef"

_CEF = composed(__file__, "cef.lark", "CEF")
_MARK = re.compile(r"CEF: {0,2}\d{1,3}\|")
_MARK_WITHIN = 512
"""Characters of a syslog head before `CEF:`; farther on it is a text that tells of CEF."""
_HEADER_ESCAPE = re.compile(r"\\([|\\])")
_FIELD_END = re.compile(r"(?<!\\)(?:\\\\)*\|")
_HEADER = ("observer.vendor", "observer.product", "observer.version", "rule.id", "rule.name")


def claims(text: str) -> bool:
    at = text.find("CEF:", 0, _MARK_WITHIN)
    return at >= 0 and _MARK.match(text, at) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where there is no `CEF:` and version.

    A record whose header or extension stops half way is an event of what could be read, with
    `event.kind: pipeline_error` and, in `error.message`, where it stopped.
    """
    original, hidden = mask.apply(record.text)
    at = original.find("CEF:")
    header, start = _read_header(original, at)
    text = original[start:].rstrip()
    if at and original[at - 1] == '"' and text.endswith('"'):
        text = text[:-1].rstrip()
    layout, values = _values(text, header)
    wrong = header.wrong
    if not values and not wrong and text:
        wrong = f"no key and = in the extension (line 1, column {start + 1})"
    head = read_envelope(original[:at], record) if at else None
    fields = judged_fields(header, layout, values, head, record)
    if wrong:
        fields["event.kind"] = "pipeline_error"
        fields["error.message"] = f"{NAME}: {wrong}"
    fields["event.original"] = original
    if hidden:
        tags = fields.get("tags")
        fields["tags"] = [*tags, TAG] if isinstance(tags, list) else [TAG]
    return Event(fields)


def _values(text: str, header: Header) -> tuple[Layout, Sequence[str]]:
    """The values of an extension, and where they go."""
    plain = "\\" not in text
    if plain:
        for layout in header.usual:
            found = layout.usual.fullmatch(text) if layout.usual is not None else None
            if found is not None:
                values: Sequence[str] = found.groups()
                return layout, trimmed(values) if "  " in text or "= " in text else values
    keys, values = pairs_of(text)
    layout = layout_for(header.dialect, keys, values)
    if plain:
        note_layout(layout, keys, header.usual)
    return layout, values


def _read_header(text: str, at: int) -> tuple[Header, int]:
    """The header and where the extension starts.

    `at`: where `CEF:` is, or -1.  Raises: ParseError where no version follows it.
    """
    found = _CEF.match(text, at) if at >= 0 else None
    if found is not None:
        return _header(found.group()), found.end()
    mark = _MARK.match(text, at) if at >= 0 else None
    if mark is None:
        raise ParseError(NAME, "no CEF: with a version", 1, max(at, 0) + 1)
    return _half_header(text, mark.end())


_GROUPS = ("vendor", "product", "release", "signature", "name", "severity")


@by_dialect
def _header(text: str) -> Header:
    """A whole header.  Those of one rule are all the same."""
    found = _CEF.match(text)
    assert found is not None
    *texts, severity = (_unescape(part) for part in found.group(*_GROUPS))
    return _made(dict(zip(_HEADER, texts, strict=True)), severity, "")


def _made(fields: dict[str, str], severity: str, wrong: str) -> Header:
    dialect = dialect_of(fields.get("observer.vendor", ""), fields.get("observer.product", ""))
    return make_header(dialect, fields.get("rule.id", ""), severity, fields, wrong)


def _unescape(text: str) -> str:
    return _HEADER_ESCAPE.sub(r"\1", text)


def _half_header(text: str, start: int) -> tuple[Header, int]:
    """A header of the fields that end with a pipe, and where the rest starts."""
    fields: dict[str, str] = {}
    for name in _HEADER:
        end = _FIELD_END.search(text, start)
        if end is None:
            break
        fields[name] = _unescape(text[start : end.end() - 1])
        start = end.end()
    wrong = f"{len(fields) + 1} of 7 header fields end with a pipe (line 1, column {start + 1})"
    return _made(fields, "", wrong), start
