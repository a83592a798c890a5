"""A record to an event, whatever its text: the one way in which everything is parsed."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from parsers.detect import find_format, format_of_message
from parsers.event import Event, Record
from parsers.format import Format, ParseError
from parsers.formats import FORMATS
from parsers.generic.syslog import Head, bare_fields, read_head
from parsers.mask import TAG, Mask
from parsers.times import INFERRED

ECS_VERSION = "9.5.0"
"""Of the field names, categories and types."""

_PLAIN, _SYSLOG = FORMATS["plain"], FORMATS["syslog"]
_HEADLESS = frozenset({"orphan", "continued"})
_MODULES = {name: name.partition(".")[0] for name in FORMATS}
"""Format to `event.module`: one text in all events, which columns are made of in less time."""


def read(record: Record, mask: Mask, now: datetime | None) -> Event:
    """The event of a record.  It never raises.

    `now`: what dates without a year are measured by where the record was not received.
    """
    parsed = record
    if record.received is None and now is not None:
        parsed = parsed._replace(received=now)
    if record.text[:1] == "\ufeff":
        parsed = parsed._replace(text=record.text[1:])
    headless = bool(record.tags) and not _HEADLESS.isdisjoint(record.tags)
    format_ = _PLAIN if headless else find_format(parsed.text, record.source)
    try:
        fields, dataset = _parse(format_, parsed, mask)
    except ParseError as error:
        fields, dataset = _unread(parsed, mask, error), format_.name
    if len(parsed.text) != len(record.text):
        fields.pop("event.original", None)
    _finish(fields, dataset, record, mask)
    return Event(fields)


def _parse(format_: Format, record: Record, mask: Mask) -> tuple[dict[str, object], str]:
    """Fields, and the name of the format that the message is of."""
    if format_ is _SYSLOG:
        return _enveloped(record, mask, None)
    try:
        fields = _taken(format_.parse(record, mask))
    except ParseError:
        # The source says what the message is; that it travels in syslog is seen.
        if record.source.format is None or not _SYSLOG.claims(record.text):
            raise
        return _enveloped(record, mask, format_)
    if format_ is not _PLAIN and "log.syslog.hostname" not in fields:
        _add_head(fields, record)
    return fields, format_.name


def _taken(event: Event) -> dict[str, object]:
    """Its fields, which whoever made them gave away."""
    fields = event.fields
    return fields if isinstance(fields, dict) else dict(fields)


def _add_head(fields: dict[str, object], record: Record) -> None:
    """What a syslog head says that a format skipped which reads whole records."""
    if not _SYSLOG.claims(record.text):
        return
    head = read_head(record.text, record.source.zone, record.received)
    if head is not None:
        _underlay(fields, head)


def _underlay(fields: dict[str, object], head: Head) -> None:
    """The message knows better than the head before it."""
    for name, value in head.fields.items():
        fields.setdefault(name, value)
    if head.host is not None:
        fields.setdefault("host.name", head.host)
    if head.time is not None:
        fields.setdefault("@timestamp", head.time)


def _enveloped(record: Record, mask: Mask, named: Format | None) -> tuple[dict[str, object], str]:
    """A record in a syslog head: its message's fields over those of the head.

    `named`: the format of the message, where it need not be found by content.
    Raises: ParseError where there is no head.
    """
    head = read_head(record.text, record.source.zone, record.received)
    if head is None:
        raise ParseError(_SYSLOG.name, "no priority and no time at the start", 1, 1)
    program = head.fields.get("log.syslog.appname")
    inner = named or format_of_message(head.rest, program if isinstance(program, str) else None)
    if inner is _PLAIN or inner is _SYSLOG:
        return bare_fields(head, record, mask), _SYSLOG.name
    try:
        fields = _taken(inner.parse(record._replace(text=head.unwrapped()), mask))
    except ParseError as error:
        return {**bare_fields(head, record, mask), **_trouble(error)}, inner.name
    fields.pop("event.original", None)
    _underlay(fields, head)
    return fields, inner.name


def _unread(record: Record, mask: Mask, error: ParseError) -> dict[str, object]:
    """A record that a format claimed and could not read: its text whole, and where it stopped."""
    text, hidden = mask.apply(record.text)
    fields: dict[str, object] = {"message": text, "event.original": text, **_trouble(error)}
    if hidden:
        fields["tags"] = [TAG]
    return fields


def _trouble(error: ParseError) -> dict[str, object]:
    return {"event.kind": "pipeline_error", "error.message": str(error)}


def _finish(fields: dict[str, object], dataset: str, record: Record, mask: Mask) -> None:
    """What every event has, whatever its format."""
    tags = _list(fields["tags"]) if "tags" in fields else []
    if "event.original" not in fields:
        fields["event.original"], hidden = mask.apply(record.text)
        if hidden:
            tags.append(TAG)
    if "@timestamp" not in fields:
        when = record.transport_time or record.stream_time or record.received
        if when is not None:
            fields["@timestamp"] = when
        tags.append(INFERRED)
    fields["event.dataset"] = dataset
    fields["event.module"] = _MODULES[dataset]
    fields.setdefault("event.kind", "event")
    fields["ecs.version"] = ECS_VERSION
    source = record.source
    if source.host is not None:
        fields.setdefault("host.name", source.host)
    if source.path is not None:
        fields["log.file.path"] = source.path
    if record.labels:
        _add_labels(fields, record.labels, tags, mask)
    tags.extend(record.tags)
    if tags:
        fields["tags"] = list(dict.fromkeys(tags))


def _add_labels(
    fields: dict[str, object], labels: Mapping[str, str], tags: list[str], mask: Mask
) -> None:
    own = fields.get("labels")
    if own is None and len(labels) == 1 and not mask.keep_secrets:
        ((key, value),) = labels.items()
        fields["labels"], hidden = _masked_label(key, value)
        if hidden:
            tags.append(TAG)
        return
    merged: dict[str, str] = {}
    for key, value in labels.items():
        merged[key], hidden = (value, False) if mask.keep_secrets else _mask_label(key, value)
        if hidden:
            tags.append(TAG)
    if isinstance(own, dict):
        merged.update(own)
    fields["labels"] = merged


@lru_cache(maxsize=4096)
def _masked_label(key: str, value: str) -> tuple[dict[str, str], bool]:
    """The labels of a record with only one, as most are: the tag of Forward."""
    text, hidden = _mask_label(key, value)
    return {key: text}, hidden


@lru_cache(maxsize=4096)
def _mask_label(key: str, value: str) -> tuple[str, bool]:
    """Whether a value is a secret is told by its key as well.  Most streams repeat theirs."""
    text, hidden = Mask().apply(f"{key}={value}")
    return (text[len(key) + 1 :], True) if hidden else (value, False)


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []
