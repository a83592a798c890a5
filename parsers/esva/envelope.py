"""What stands before a CEF or LEEF header: a syslog head, or nothing but the name of a host."""

from parsers.event import Record
from parsers.generic.syslog import Head, read_head


def read_envelope(prefix: str, record: Record) -> Head | None:
    """None where nothing is there that names a time, a host or a priority."""
    text = prefix.removesuffix('"')
    if not text or text.isspace():
        return None
    head = read_head(text, record.source.zone, record.received)
    if head is not None and not head.rest:
        return head
    if head is not None:
        name = f"{head.host or ''} {head.rest}".strip()  # hosts with a blank were seen
        if name:
            head.fields["log.syslog.hostname"] = name
        return Head(head.time, name or None, head.fields, "")
    words = text.split()
    return Head(None, words[0], {"log.syslog.hostname": words[0]}, "") if len(words) == 1 else None
