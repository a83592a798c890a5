"""Lines of one stream to records: where a record starts, what joins it, and when it is closed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from parsers.detect import expected_format, opens, stands_alone, starting
from parsers.event import NO_LABELS, Record, Source
from parsers.format import Format
from parsers.formats import FORMATS
from parsers.generic.plain import continues
from parsers.times import iso_time, written_time

_TIMED = re.compile(
    r"(?:\d{1,7} )?(?:<\d{1,3}>)?(?:\d{1,2} )?\*?(?:(?:19|20)\d\d-[01]\d-[0-3]\d[ T]\d\d:\d\d"
    r"|(?:[^\W\d_]{3,5}\.?|\d{1,2}[月월]) +\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d)"
)
_PREFIX = re.compile(
    r"(?P<container>[\w.-]+ *\| )|(?P<file>[\w.@/+-]+?(?:\.[a-z\d]\w*|@)):"
    r"|(?:<\d{1,3}>)?(?:\S+ +\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (?P<process>\S+ [^\s:]+): "
    r"|(?P<priority><\d{1,3}>)"
)
"""docker compose, `grep -H`, journald with its time left out, and datagrams of log4j."""

_SYSLOG, _JSON = FORMATS["syslog"], FORMATS["json"]
_HEAD = 96
"""Characters of a line that `parsers.times` looks at."""

_FAR = timedelta(hours=1)
_TIMELESS = 20
"""After so many records without a time in a row, the stream is taken to write none."""


@dataclass(frozen=True, slots=True)
class JoinLimits:
    """Beyond these a record is closed and what follows is a record of its own, `continued`.

    A single line is never cut, whatever its size.  `wait`: since its last line.
    """

    lines: int = 1_000
    size_bytes: int = 1_048_576
    wait: timedelta = timedelta(milliseconds=500)


@dataclass(slots=True)
class _Open:
    """The record to which lines may still be added.

    `format`: of which its first line is, None where it is of none.  `timed`: its first line
    begins with a time.  `joins`: the format's, which says of lines that they belong to the record
    whatever they look like.  `size_bytes`: counted when a second line comes, 0 until then.
    """

    lines: list[str]
    received: datetime | None
    transport_time: datetime | None
    labels: Mapping[str, str]
    tags: tuple[str, ...]
    format: Format | None
    timed: bool
    joins: Callable[[Sequence[str], str], bool] | None
    size_bytes: int = 0


class Joiner:
    """Joins the lines of one stream, in order.  It reads no clock.

    Where the format of the source is known, a record starts where that format says; elsewhere
    where any format says.  In a log of multi-line records every other line belongs to the
    record before; in others only a line that looks like a continuation does.  Lines of one
    container, file or process (docker, `grep -H`, journald) join only their own kind.
    """

    __slots__ = (
        *(
            "_expected",
            "_last",
            "_named",
            "_now",
            "_open",
            "_received",
            "_seen",
            "_steady",
            "_stream_time",
        ),
        *("_timed", "_untimed", "limits", "source"),
    )

    def __init__(
        self, source: Source, limits: JoinLimits | None = None, now: datetime | None = None
    ) -> None:
        """`now`: what dates without a year are measured by where nothing was received."""
        self._now = now
        self.source = source
        self.limits = limits or JoinLimits()
        named = FORMATS.get(source.format) if source.format is not None else None
        self._named = None if named is _SYSLOG else named
        """Format of every record; None where the content of a line says it."""
        self._expected = expected_format(source.path) if source.path is not None else None
        """Format of which the name of the file says that its records should be."""
        self._open: _Open | None = None
        self._last = self._named
        """Format of the last record that had a head."""
        self._received: datetime | None = None
        self._seen = False
        """Whether there was a record before."""
        self._timed: str | None = None
        """Head of the last record with a time, of which `stream_time` is still to be made."""
        self._stream_time: datetime | None = None
        self._steady: str | None = None
        """Head of the last record whose time is not suspect."""
        self._untimed = 0
        """Records without a time since the last one with a time that is not suspect."""

    def feed(
        self,
        line: str,
        received: datetime | None,
        transport_time: datetime | None = None,
        labels: Mapping[str, str] = NO_LABELS,
    ) -> list[Record]:
        """Add a line without its LF; get the records that it closes."""
        opened, format_ = self._open, self._last
        if opened is not None and opened.joins is not None and opened.joins(opened.lines, line):
            return self._add(opened, line, received, transport_time, labels)
        tags: tuple[str, ...] = ()
        if format_ is None or format_ is _SYSLOG or not format_.starts_record(line):
            starts, format_, tags = self._decide(line)
            if not starts and opened is not None:
                return self._add(opened, line, received, transport_time, labels)
        closed = [] if opened is None else [self._close(opened, line)]
        self._start(line, received, transport_time, labels, tags, format_)
        return closed

    def close_due(self, now: datetime) -> list[Record]:
        """The open record, when no line has come to it for the waiting time."""
        opened = self._open
        if opened is None or opened.received is None:
            return []
        return self.flush() if now - opened.received >= self.limits.wait else []

    def flush(self) -> list[Record]:
        """The open record: the stream has ended, or rests."""
        opened, self._open = self._open, None
        return [] if opened is None else [self._close(opened, "")]

    @property
    def stream_time(self) -> datetime | None:
        """The last time that was written at the start of a record of this stream."""
        if self._timed is not None:
            reference = self._received or self._now
            written = written_time(self._timed, self.source.zone, reference)
            self._stream_time, self._timed = written or self._stream_time, None
        return self._stream_time

    def _start(
        self,
        line: str,
        received: datetime | None,
        transport_time: datetime | None,
        labels: Mapping[str, str],
        tags: tuple[str, ...],
        format_: Format | None,
    ) -> None:
        timed = _is_timed(line)
        joins = None if format_ is None else format_.joins
        self._open = _Open([line], received, transport_time, labels, tags, format_, timed, joins)
        self._received = received
        self._seen = True
        if not tags:
            self._last = format_ or self._named

    def _add(
        self,
        opened: _Open,
        line: str,
        received: datetime | None,
        transport_time: datetime | None,
        labels: Mapping[str, str],
    ) -> list[Record]:
        size = (opened.size_bytes or _size(opened.lines[0])) + 1 + _size(line)
        if len(opened.lines) >= self.limits.lines or size > self.limits.size_bytes:
            closed = self._close(opened, "")
            self._start(line, received, transport_time, labels, ("continued",), opened.format)
            return [closed]
        opened.lines.append(line)
        opened.size_bytes = size
        opened.received = received
        return []

    def _close(self, opened: _Open, following: str) -> Record:
        """`following`: the line that starts the next record, or nothing."""
        lines = opened.lines
        text = lines[0] if len(lines) == 1 else "\n".join(lines)
        tags = opened.tags
        if "\ufffd" in text:
            tags = (*tags, "utf8-replaced")
        stream_time = None
        if not opened.timed:
            stream_time = self.stream_time
            self._untimed += 1
        elif (steady := self._steady) is not None and steady[:13] == lines[0][:13]:
            self._steady = self._timed = lines[0]  # in the same hour, as most are
            self._untimed = 0
        elif self._is_suspect(lines[0], following):
            tags = (*tags, "suspect")
        else:
            self._steady = self._timed = lines[0]
            self._untimed = 0
        return Record(
            text,
            self.source,
            opened.transport_time,
            stream_time,
            opened.received,
            opened.labels,
            tags,
        )

    def _is_suspect(self, line: str, following: str) -> bool:
        """Whether its time lies far from those of both neighbours, which lie near each other.

        In a stream that writes no times, any time is.  User names are logged as they were sent:
        a line feed in one forges a record with any time.  A single forged record is seen;
        several of the same time in a row are not.
        """
        if self._untimed >= _TIMELESS and following and not _is_timed(following):
            return True
        before = self._steady
        if before is None or following[:13] in ("", line[:13]):
            return False
        zone = self.source.zone
        match [iso_time(text[:19], zone) for text in (before, line, following)]:
            case [datetime() as first, datetime() as own, datetime() as last]:
                far = abs(own - first) > _FAR and abs(own - last) > _FAR
                return far and abs(last - first) <= _FAR
            case _:
                return False

    def _decide(self, line: str) -> tuple[bool, Format | None, tuple[str, ...]]:
        """Whether the line starts a record, of which format, and the tags of one without head."""
        opened, last = self._open, self._last
        headless = ("continued",) if self._seen else ("orphan",)
        if not line or line.isspace():
            return opened is None, None, headless
        multiline = last is not None and last.multiline
        text = line.removeprefix("\ufeff")
        format_ = self._opening(text, multiline and opened is not None)
        if format_ is not None:
            return True, format_, ()
        if multiline:
            strange = (
                opened is not None
                and opened.format is not None
                and _is_strange(opened.lines[0], text)
            )
            if strange or stands_alone(text):
                return True, None, ()
            return opened is None, None, headless
        if not continues(text):
            return True, None, ()
        return opened is None, None, headless

    def _opening(self, line: str, joining: bool) -> Format | None:
        """The format of which the line opens a record.  `joining`: a multi-line one is open."""
        if self._named is not None:
            return self._named if opens(self._named, line) else None
        format_ = starting(line, self._expected)
        if not joining or format_ is None:
            return format_
        if format_ is _JSON:
            return None
        opened = self._open
        if format_ is _SYSLOG and opened is not None and opened.format is not None:
            identity = _identity(line)
            return (
                None if identity is not None and identity == _identity(opened.lines[0]) else format_
            )
        return format_

    def state(self) -> dict[str, object]:
        """What `restore` needs, as JSON has it: an open record survives a restart."""
        opened = self._open
        time = self.stream_time
        return {
            "last": self._last.name if self._last is not None else None,
            "seen": self._seen,
            "stream_time": _iso(time),
            "steady": self._steady[:_HEAD] if self._steady is not None else None,
            "untimed": self._untimed,
            "open": None if opened is None else _open_state(opened),
        }

    @classmethod
    def restore(
        cls, source: Source, state: Mapping[str, object], limits: JoinLimits | None = None
    ) -> Self:
        """A joiner that goes on where the one of the state was."""
        joiner = cls(source, limits)
        last, time, steady = state["last"], state["stream_time"], state["steady"]
        joiner._last = FORMATS.get(str(last)) or joiner._named
        joiner._seen = bool(state["seen"])
        joiner._stream_time = _time(time)
        joiner._steady = steady if isinstance(steady, str) else None
        untimed = state["untimed"]
        joiner._untimed = untimed if isinstance(untimed, int) else 0
        opened = state["open"]
        joiner._open = _restore_open(opened) if isinstance(opened, dict) else None
        return joiner


def _is_timed(line: str) -> bool:
    """Whether the line begins with a time."""
    return (line[4:5] == "-" and line[13:14] == ":") or _TIMED.match(line) is not None


def _size(line: str) -> int:
    """Bytes of a line in UTF-8, counted in full only where it is not ASCII."""
    return len(line) if line.isascii() else len(line.encode("utf-8", "surrogatepass"))


def _identity(line: str) -> str | None:
    """The container, file or process that a prefix names."""
    found = _PREFIX.match(line)
    return None if found is None else next(filter(None, found.groups()), None)


def _is_strange(first: str, line: str) -> bool:
    """Whether the line is of another container, file or process than the record's first."""
    own = _identity(first)
    if own is None:
        return False
    other = _identity(line)
    return other is not None and other != own


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time is not None else None


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _open_state(opened: _Open) -> dict[str, object]:
    return {
        "lines": list(opened.lines),
        "received": _iso(opened.received),
        "transport_time": _iso(opened.transport_time),
        "labels": dict(opened.labels),
        "tags": list(opened.tags),
        "format": opened.format.name if opened.format is not None else None,
        "timed": opened.timed,
    }


def _restore_open(state: Mapping[str, object]) -> _Open:
    lines, labels, tags = state["lines"], state["labels"], state["tags"]
    texts = [str(line) for line in lines] if isinstance(lines, list) else []
    format_ = FORMATS.get(str(state["format"]))
    return _Open(
        lines=texts,
        size_bytes=sum(_size(line) + 1 for line in texts) - 1,
        received=_time(state["received"]),
        transport_time=_time(state["transport_time"]),
        labels=dict(labels) if isinstance(labels, dict) else NO_LABELS,
        tags=tuple(tags) if isinstance(tags, list) else (),
        format=format_,
        timed=bool(state["timed"]),
        joins=None if format_ is None else format_.joins,
    )
