"""Format `cloudstack.alert`: what management servers send to syslog by themselves."""

import re

from parsers.cloudstack import head
from parsers.cloudstack.families.table import read_family
from parsers.cloudstack.log4j import read_log
from parsers.cloudstack.objects import Fields, read_objects
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.generic import syslog
from parsers.grammar import composed
from parsers.mask import TAG, Mask

NAME = "cloudstack.alert"

_APPENDED = composed(__file__, "alert.lark", "APPENDED")
_BARE = re.compile(r"<\d{1,3}>[ \t]*(?:\d\d|\[|TRACE|DEBUG|INFO|WARN|ERROR|FATAL)")
"""A priority behind which a head of log4j may stand; daemons write a month or a version there."""
_NO_HOSTS = frozenset({"localhost", "unknown", "CRITICAL", "WARN"})
"""What stands for the host where its name is not known, or rsyslog took the level for it."""


def claims(text: str) -> bool:
    """A record of log4j behind a bare priority, or an alert of AlertsSyslogAppender."""
    if "<" in text[:9] and (text[:1] != "<" or _BARE.match(text) is not None):
        found = head.find_head(text)
        if found is not None:
            return found.prefix is not None and found.prefix["journal"] is None
    return "alertType:: " in text[:300] and _APPENDED.match(text) is not None


def expects(text: str) -> bool:
    """Where nothing else is sent, whatever has the head of a syslog daemon opens a record."""
    return claims(text) or syslog.claims(text)


def parse(record: Record, mask: Mask) -> Event:
    """Reads either.

    Raises: ParseError where the text is neither.
    """
    if head.find_head(record.text) is not None:
        return read_log(NAME, record, mask)
    text, hidden = mask.apply(record.text)
    found = _APPENDED.match(text)
    if found is None:
        raise ParseError(NAME, "neither an alert nor a record of a management server", 1, 1)
    fields = _read_appended(text, found)
    if hidden:
        fields["tags"] = [TAG]
    return Event(fields)


def _read_appended(text: str, found: re.Match[str]) -> Fields:
    message = found["message"]
    fields: Fields = {
        "event.original": text,
        "event.kind": "alert",
        "event.module": "cloudstack",
        "event.dataset": NAME,
        "message": message,
    }
    level = found["level"] or (found["host"] if found["host"] in ("CRITICAL", "WARN") else None)
    if level is not None:
        fields["log.level"] = level
    if found["host"] not in _NO_HOSTS:
        fields["host.name"] = found["host"]
    read_family(message, fields)
    read_objects(message, fields)
    return fields
