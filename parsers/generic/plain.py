"""Plain text: a record that no other format reads, as an event with its text and its time."""

import re

from parsers.event import Event, Record
from parsers.mask import TAG, Mask
from parsers.times import written_time

_CONTINUES = re.compile(
    r"[ \t}\])]|at [\w.$/<>]+\(|\.\.\. \d+ |(?:Caused by|Suppressed): |Traceback \(most recent"
    r"|[\w.$]*(?:Exception|Error)(?:: |$)"
)


def continues(line: str) -> bool:
    """Whether a line looks like a part of the one before, in a log of which no more is known."""
    return _CONTINUES.match(line) is not None


def starts_record(line: str) -> bool:
    return bool(line) and not line.isspace() and not continues(line)


def claims(text: str) -> bool:
    return True


def parse(record: Record, mask: Mask) -> Event:
    """The time is the one in the head of the first line, where there is one."""
    text, hidden = mask.apply(record.text)
    fields: dict[str, object] = {"message": text, "event.original": text}
    when = written_time(text, record.source.zone, record.received)
    if when is not None:
        fields["@timestamp"] = when
    if hidden:
        fields["tags"] = [TAG]
    return Event(fields)
