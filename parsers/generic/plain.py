"""Plain text: a record that no other format reads, as an event with its text and its time."""

from parsers.event import Event, Record
from parsers.mask import Mask
from parsers.times import written_time


def starts_record(line: str) -> bool:
    """Every line that does not look like the continuation of another (see `parsers.join`)."""
    return True


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
        fields["tags"] = ["redacted"]
    return Event(fields)
