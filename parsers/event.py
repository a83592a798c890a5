"""Event, what a parser makes of a record, and Record, what it is made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

NO_LABELS: Mapping[str, str] = MappingProxyType({})
LONGEST_ANSWER = 4096
"""Characters of an answer of the API, where nobody says another number."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where records of one stream come from, as the transport or the person says.

    `format`: name in FORMATS, or None when the format is to be found by content.
    `zone`: IANA name of the zone of times that are written without one.
    `longest_answer`: characters of an answer of the API that fields keep; `event.original` keeps
    all of it.
    """

    host: str | None = None
    path: str | None = None
    format: str | None = None
    zone: str = "UTC"
    longest_answer: int = LONGEST_ANSWER


class Record(NamedTuple):
    """One record: the lines of one log entry joined by LF, without the last LF.

    A tuple, since two are made of each line that comes and a frozen dataclass takes four times
    as long to make.

    `text`: decoded from UTF-8, bytes that are not UTF-8 as U+FFFD.
    `transport_time`: what the transport says (Forward, syslog head).
    `stream_time`: last time that was written in the same stream before this record.
    `received`: when the record's last line arrived; `None` only where nothing was received
    (`nephoscope parse`).
    `tags`: what joining knows: `continued`, `orphan`, `utf8-replaced`.
    """

    text: str
    source: Source
    transport_time: datetime | None = None
    stream_time: datetime | None = None
    received: datetime | None = None
    labels: Mapping[str, str] = NO_LABELS
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Fields of one event by their stored names.

    Values have the types of FIELDS: text, int, float, bool, aware datetime in UTC, a list of
    text where `many`, a map of text to text for FLATTENED.  An absent field has no key.
    Whoever makes the mapping gives it away: nobody changes it afterwards.
    """

    fields: Mapping[str, object] = field(default_factory=dict)
