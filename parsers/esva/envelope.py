"""What stands before a CEF or LEEF header: a syslog head, or nothing but the name of a host."""

from parsers.event import Record
from parsers.generic.syslog import Head, read_head

_SIGNS = " :-\ufeff"
"""What may stand between a head and the header besides blanks."""


def read_envelope(prefix: str, record: Record) -> Head | None:
    """None where nothing is there that names a time, a host or a priority."""
    text = prefix.removesuffix('"')
    if not text or text.isspace():
        return None
    if text[4:5] == "-" and text[10:11] == " ":
        text = f"{text[:10]}T{text[11:]}"
    head = read_head(text, record.source.zone, record.received)
    if head is not None and not head.rest.strip(_SIGNS):
        return head
    if head is not None:
        inner = read_head(head.rest, record.source.zone, record.received)
        if inner is not None and inner.time is not None and inner.host is not None:
            return Head(inner.time, inner.host, {**head.fields, **inner.fields}, "")  # a relay's
        name = f"{head.host or ''} {head.rest}".strip(_SIGNS)  # hosts with a blank were seen
        if name:
            head.fields["log.syslog.hostname"] = name
        return Head(head.time, name or None, head.fields, "")
    words = text.split()
    return Head(None, words[0], {"log.syslog.hostname": words[0]}, "") if len(words) == 1 else None
