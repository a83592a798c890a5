"""Events as rows of the list, and one of them opened: fields, original text, JSON, stack trace."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa
from markupsafe import Markup

from parsers.schema import FIELDS, FieldType
from web.api.rows import rows
from web.links import equals
from web.messages import gettext as _
from web.messages import ngettext
from web.numbers import day, duration, whole_time
from web.pages.event_words import origin
from web.pages.search_asked import EVERYTHING, Filter, SearchAsked
from web.pages.search_levels import level_class, short_level
from web.pages.search_marks import mark, marked_words, row_text
from web.pages.search_times import clock

# What the row itself shows, or what is a pane of its own.
NOT_LISTED = frozenset({"message", "event.original", "error.stack_trace", "@timestamp"})
# Of these a value leads to all that it did, in a search of its own.
LEADS = frozenset(
    {
        *("trace.id", "cloudstack.job.id", "cloudstack.vm.name", "cloudstack.account.name"),
        *("source.ip", "destination.ip", "user.name", "host.name", "cloudstack.host.name"),
    }
)
# Fields of an open event in this order of their first part, and at the end how it was kept.
HEADS = (
    *("error", "trace", "cloudstack", "esva", "rule", "source", "destination", "user", "host"),
    *("log", "process", "event"),
)
KEPT = frozenset(
    {
        *("event.id", "event.sequence", "event.ingested", "event.dataset", "event.module"),
        *("event.kind", "ecs.version", "log.file.path", "tags"),
    }
)
OWN_CODE = re.compile(r"^\s*at (?:com\.cloud\.|org\.apache\.cloudstack\.)")
FRAME = re.compile(r"^\s+at |^\s*\.\.\. \d+ ")
PACKAGE = re.compile(r"^\s*at ((?:[a-z][\w$]*\.){1,2}[a-z][\w$]*)")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field, and where its links go."""

    text: str
    include: str
    exclude: str
    only: str
    lead: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of an open event."""

    name: str
    values: tuple[Value, ...]
    meaning: str
    note: str


@dataclass(frozen=True, slots=True)
class TracePart:
    """Lines of a stack trace that are shown, or folded under `folded`, which says what they are."""

    lines: tuple[Markup, ...]
    folded: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """An open event."""

    id: str
    whole: Markup
    lines: tuple[FieldLine, ...]
    original: str
    json: str
    curl: str
    trace: tuple[TracePart, ...]
    around: str
    link: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the list.

    `begins`: whether it is the first of its day, below those of another.  `detail_link`: gives the
    detail alone.
    """

    id: str
    at: str
    clock: str
    title: str
    day: str
    begins: bool
    level: str
    level_short: str
    level_class: str
    host: str
    logger: str
    text: Markup
    link: str
    detail_link: str
    detail: Detail | None


def event_rows(table: pa.Table, asked: SearchAsked, above: str = "") -> tuple[EventRow, ...]:
    """The rows of a page of events.  `above`: day of the row above them."""
    words = marked_words(asked.query)
    found: list[EventRow] = []
    for event in rows(table):
        row = _row(event, asked, words)
        found.append(replace(row, begins=above not in ("", row.day)))
        above = row.day
    return tuple(found)


def moment_of(event: Mapping[str, object]) -> datetime:
    """The instant of an event as the API has it."""
    return datetime.fromisoformat(str(event["@timestamp"]))


def _row(
    event: Mapping[str, object], asked: SearchAsked, words: re.Pattern[str] | None
) -> EventRow:
    identity = str(event.get("event.id", ""))
    at = moment_of(event).astimezone(asked.zone)
    level = str(event.get("log.level", ""))
    opened = bool(identity) and identity == asked.opened
    closes = asked.link(offset=asked.offset)
    opens = asked.link(opened=identity, offset=asked.offset)
    return EventRow(
        id=identity,
        at=str(event["@timestamp"]),
        clock=clock(at),
        title=f"{whole_time(at)} · {whole_time(at.astimezone(UTC))}",
        day=day(at, asked.now),
        begins=False,
        level=level,
        level_short=short_level(level),
        level_class=level_class(level),
        host=str(event.get("host.name", "")),
        logger=origin(event),
        text=mark(message_of(event), words) if opened else row_text(message_of(event), words),
        link=f"{closes if opened else opens}#list",
        detail_link=f"{asked.link('/search/event', opened=identity)}&at={event['@timestamp']}",
        detail=event_detail(event, asked) if opened else None,
    )


def message_of(event: Mapping[str, object]) -> str:
    """What the row says: the message without the trace, which stands below it."""
    text = str(event.get("message") or event.get("event.original") or "")
    if event.get("error.stack_trace") and "\n" in text:
        return text.split("\n", 1)[0]
    return text


def event_detail(event: Mapping[str, object], asked: SearchAsked) -> Detail:
    """Everything about one event."""
    words = marked_words(asked.query)
    original = str(event.get("event.original", ""))
    identity = str(event.get("event.id", ""))
    return Detail(
        id=re.sub(r"[^\w-]", "-", identity),
        whole=mark(message_of(event), words),
        lines=_lines(event, asked),
        original=original,
        json=json.dumps(dict(event), indent=2, ensure_ascii=False, sort_keys=True),
        curl=_curl(event),
        trace=_trace(str(event.get("error.stack_trace", "")), words),
        around=_around(event, asked),
        link=_link(event, asked),
    )


def _within(event: Mapping[str, object], length: timedelta) -> dict[str, str]:
    """The range from so long before the event to so long after it."""
    at = moment_of(event)
    return {"earliest": (at - length).isoformat(), "latest": (at + length).isoformat()}


def _alone(event: Mapping[str, object]) -> dict[str, str]:
    """The search that finds this event and no other, in whatever order and however late."""
    query = equals("event.id", str(event.get("event.id", "")))
    return {"q": query, **_within(event, timedelta(seconds=1))}


def _curl(event: Mapping[str, object]) -> str:
    """A command that asks the API for the event; `$NEPHOSCOPE` is the address of the pages."""
    given = _alone(event).items()
    parts = " ".join(f"--data-urlencode {shlex.quote(f'{k}={v}')}" for k, v in given)
    return f'curl -u admin -G "$NEPHOSCOPE/api/search" {parts}'


def _link(event: Mapping[str, object], asked: SearchAsked) -> str:
    """The event alone, opened."""
    return asked.fresh().link(**_alone(event), opened=str(event.get("event.id", "")))


def _around(event: Mapping[str, object], asked: SearchAsked) -> str:
    """The minute before and after, on the same host."""
    host = event.get("host.name")
    query = equals("host.name", str(host)) if host else EVERYTHING
    return asked.fresh().link(q=query, **_within(event, timedelta(minutes=1)))


def _lines(event: Mapping[str, object], asked: SearchAsked) -> tuple[FieldLine, ...]:
    """Fields by what they tell of: what happened first, how the record was kept last."""
    rank = {name: place for place, name in enumerate(FIELDS)}
    found = [
        (path, value)
        for name in event
        if name not in NOT_LISTED
        for path, value in _flat(name, event[name])
    ]
    found.sort(key=lambda one: (_order(one[0]), rank.get(one[0], len(rank)), one[0]))
    return tuple(_line(path, value, asked) for path, value in found)


def _order(name: str) -> int:
    if name in KEPT:
        return len(HEADS) + 1
    head = name.split(".", 1)[0]
    return HEADS.index(head) if head in HEADS else len(HEADS)


def _flat(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((f"{name}.{key}", part) for key, part in value.items())
    else:
        yield name, value


def _line(name: str, value: object, asked: SearchAsked) -> FieldLine:
    texts = [_text(part) for part in value] if isinstance(value, list) else [_text(value)]
    row = FIELDS.get(name)
    return FieldLine(
        name=name,
        values=tuple(_value(name, text, asked) for text in texts),
        meaning=row.meaning if row else "",
        note=_note(name, value),
    )


def _note(name: str, value: object) -> str:
    """The value as people say it, where it is stored otherwise."""
    if name == "event.duration" and isinstance(value, int):
        return duration(timedelta(microseconds=value / 1000))
    return ""


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(name: str, text: str, asked: SearchAsked) -> Value:
    here = Filter(name, text)
    away = Filter(name, text, excludes=True)
    return Value(
        text=text,
        include=asked.link(filters=asked.with_filter(here)),
        exclude=asked.link(filters=asked.with_filter(away)),
        only=asked.link(q="", filters=asked.alone(here), view="", sort=""),
        lead=asked.link(q=equals(name, text), filters=(), view="") if name in LEADS else "",
    )


def _trace(text: str, words: re.Pattern[str] | None) -> tuple[TracePart, ...]:
    """A stack trace: own frames stay, runs of others fold, every `Caused by` shows."""
    if not text:
        return ()
    found: list[TracePart] = []
    folding: list[str] = []
    for line in text.split("\n"):
        if FRAME.match(line) and not OWN_CODE.match(line):
            folding.append(line)
            continue
        found += _folded(folding, words)
        folding = []
        head = not FRAME.match(line)
        found.append(TracePart((mark(line, words),), head=head))
    return (*found, *_folded(folding, words))


def _folded(lines: Sequence[str], words: re.Pattern[str] | None) -> list[TracePart]:
    if not lines:
        return []
    texts = tuple(mark(line, words) for line in lines)
    if len(lines) < 3:
        return [TracePart((text,)) for text in texts]
    packages = dict.fromkeys(m[1] for line in lines if (m := PACKAGE.match(line)))
    named = ", ".join(list(packages)[:2])
    label = ngettext("%(num)s frame", "%(num)s frames", len(lines))
    return [TracePart(texts, _("%(count)s of %(packages)s", count=label, packages=named))]


def is_number(kind: FieldType) -> bool:
    """Whether values of this type are amounts."""
    return kind in (FieldType.LONG, FieldType.DOUBLE)
