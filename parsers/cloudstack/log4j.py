"""A record of CloudStack's own logs to an event, whichever of its programs wrote it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from parsers.cloudstack.families.capacity import read_shortage
from parsers.cloudstack.families.components import component
from parsers.cloudstack.families.table import read_family
from parsers.cloudstack.families.told import LOUD, SUCCESS, judge, read_told
from parsers.cloudstack.head import (
    Head,
    call_fields,
    find_head,
    logger_fields,
    parts_of,
    without_prefixes,
)
from parsers.cloudstack.objects import Fields, read_objects
from parsers.cloudstack.trace import find_trace
from parsers.event import Event, Record, Source
from parsers.format import ParseError
from parsers.mask import TAG, Mask, find_api_key
from parsers.times import (
    INFERRED,
    bare_iso_time,
    clock_time,
    half_day_clock,
    month_time,
    written_time,
)
from parsers.values import to_ip

Zone = Callable[[str, Source], str]
"""From the text of a record and its source to the zone of the times in its head."""
Layouts = tuple[re.Pattern[str], ...]

_HALF_DAY = timedelta(hours=12)
_CLOCKS_DIFFER = timedelta(hours=1)

_OCTETS = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\w)")
"""An IPv4 address without its first number: a regex that begins with a dot finds it five times as
fast as one that begins with any digit."""
_FIRST_OCTET = re.compile(r"(?<![\w.-])\d{1,3}\Z")
_GROUPS = re.compile(
    r"(?<![\w:.])[0-9a-fA-F]{1,4}:(?:[0-9a-fA-F]{0,4}:){1,6}[0-9a-fA-F]{0,4}(?![\w:]|\.\w)"
)
_VERSION, _BEFORE_VERSION = "ersion", 12
"""`version 4.18.1.0` is no address."""
_ESCAPED_FRAME = "#011at "
"""rsyslog writes tabs as `#011`, and line feeds within a message as `#012`."""
_EXCEPTION = {"cloudstack.family": "exception", "event.action": "exception-logged"}


def source_zone(_: str, source: Source) -> str:
    """Most programs write the time of their machine, and no zone."""
    return source.zone


def gmt(_: str, __: Source) -> str:
    """Layouts with `%d{ISO8601}{GMT}`: whatever the zone of the machine."""
    return "UTC"


def read_log(
    name: str, record: Record, mask: Mask, zone: Zone = source_zone, layouts: Layouts = ()
) -> Event:
    """Reads a record of any layout as one of the format of that name.

    `layouts`: which the format has besides; their groups are those of `Head`.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    text, hidden = mask.apply(record.text)
    fields, message = read_head(name, record, text, zone, layouts)
    if hidden:
        fields["tags"] = [TAG] if "tags" not in fields else [INFERRED, TAG]
    message = _read_message(message, fields)
    if hidden or mask.keep_secrets:
        _read_key(record.text, mask, fields)
    _relate(message, fields)
    return Event(fields)


def read_head(
    name: str, record: Record, text: str, zone: Zone = source_zone, layouts: Layouts = ()
) -> tuple[Fields, str]:
    """The fields that the head gives, and the message behind it.

    `text`: of the record, masked.
    Raises: ParseError where it has no head, or a time that is none.
    """
    head = find_head(text) or _own_head(text, layouts)
    if head is None:
        raise ParseError(name, "no head of a CloudStack log", 1, 1)
    fields: Fields = {
        "event.original": text,
        "event.kind": "event",
        "event.module": "cloudstack",
        "event.dataset": name,
    }
    if head.prefix is not None:
        _read_prefix(head.prefix, fields)
        text = without_prefixes(text, head.prefix)
        head = head._replace(match=(find_head(text) or head).match)
    time, logger, level, thread, logid, ndc, message = parts_of(head.match)
    if time is not None:
        when = bare_iso_time(time, zone(text, record.source), record.received)
        if when is None:
            raise ParseError(name, "not a time", 1, head.match.start("time") + 1)
        fields["@timestamp"] = when
    else:
        _infer_time(head, record, zone(text, record.source), fields)
    if logger:
        fields.update(logger_fields(logger))
    if time is None or logger is None:
        _read_origin(head.match, record.source, fields)
    if level:
        fields["log.level"] = level
    if thread:
        fields["process.thread.name"] = thread
    if logid:
        fields["trace.id"] = logid
    if ndc is not None and ndc != "null" and ndc != "[]":
        fields.update(call_fields(ndc))
    return fields, message or ""


def _own_head(text: str, layouts: Layouts) -> Head | None:
    found = (layout.match(text) for layout in layouts)
    return next((Head(match) for match in found if match is not None), None)


def _infer_time(head: Head, record: Record, zone: str, fields: Fields) -> None:
    """The time of a head that has none as log4j writes it, or no date with it."""
    found = head.match.groupdict()
    reference = record.received or record.transport_time or record.stream_time
    when = None
    if head.prefix is not None and head.prefix["journal"] is not None:
        when = written_time(head.prefix["journal"], record.source.zone, reference)
    elif found.get("month"):
        half, clock = found.get("half"), found["clock"]
        clock = clock if half is None else half_day_clock(clock, half)
        day, year = int(found["day"]), int(found["year"])
        when = month_time(found["month"], day, year, clock, zone, None)
    elif "clock" in found:
        when = _dated(found["clock"], record, zone)
        fields["tags"] = [INFERRED]
    if when is not None:
        fields["@timestamp"] = when


def _dated(clock: str, record: Record, zone: str) -> datetime | None:
    """A time without a date: near the last one of the stream, else before it was received."""
    if record.stream_time is not None:
        return clock_time(clock, zone, record.stream_time, _HALF_DAY)
    reference = record.transport_time or record.received
    return None if reference is None else clock_time(clock, zone, reference, _CLOCKS_DIFFER)


def _read_origin(match: re.Match[str], source: Source, fields: Fields) -> None:
    """Where in its source a program wrote it; of scripts, which have no logger, their name."""
    found = match.groupdict()
    if found.get("line"):
        fields["log.origin.file.line"] = int(found["line"])
    if found.get("file"):
        fields["log.origin.file.name"] = found["file"]
    named = found.get("file") or source.path
    if named is not None and "log.logger" not in fields:
        fields["event.provider"] = named.rpartition("/")[2].partition(".")[0]


def _read_prefix(prefix: re.Match[str], fields: Fields) -> None:
    if prefix["journal"] is not None:
        fields["host.name"] = prefix["host"]
        fields["process.name"] = prefix["process"]
        if prefix["journal_pid"] is not None:
            fields["process.pid"] = int(prefix["journal_pid"][:9])
    elif prefix["file"] is not None:
        fields["log.file.path"] = prefix["file"]
    elif prefix["container"] is not None:
        fields["labels"] = {"container": prefix["container"]}


def _read_message(message: str, fields: Fields) -> str:
    """The message without the stack trace that may stand below it."""
    if _ESCAPED_FRAME in message:
        message = message.replace("#012", "\n").replace("#011", "\t")
    trace = find_trace(message)
    if trace is not None:
        fields["error.stack_trace"] = message[trace.start :]
        fields["cloudstack.error.fingerprint"] = trace.fingerprint
        fields.update(
            (name, value)
            for name, value in (
                ("error.type", trace.type),
                ("error.message", trace.message),
                ("cloudstack.error.root_type", trace.root),
                ("cloudstack.error.frame", trace.frame),
            )
            if value
        )
        message = message[: trace.start - 1]
    fields["message"] = message
    if not read_family(message, fields):
        _read_component(message, fields)
        if trace is not None:
            _read_failure(trace.type, trace.message, fields)
    elif trace is not None and "Insufficient" in trace.type:
        read_shortage(f"{trace.type}: {trace.message or ''}", fields)
    if fields.get("log.level") in LOUD or message.startswith(SUCCESS):
        judge(message, fields)
    read_objects(message, fields)
    return message


def _read_component(message: str, fields: Fields) -> None:
    """A message that no text reads: by the class that wrote it, and its words."""
    found = component(str(fields.get("log.logger") or fields["event.dataset"]))
    if found is not None:
        fields.update(found)
        read_told(message, fields)


def _read_failure(kind: str, reason: str | None, fields: Fields) -> None:
    """A trace under a message of no family: of what was thrown."""
    thrown = f"{kind}: {reason}" if reason else kind
    if "Insufficient" in kind and read_family(thrown, fields):
        pass
    elif "cloudstack.family" not in fields:
        fields.update(_EXCEPTION)
    else:
        family = str(fields["cloudstack.family"]).partition(".")[0]
        failed = {"cloudstack.family": f"{family}.failed", "event.action": f"{family}-failed"}
        fields.update(failed | {"event.outcome": "failure"})
    if reason:
        read_objects(reason, fields)


def _read_key(original: str, mask: Mask, fields: Fields) -> None:
    """The keyed hash of the API key is kept: it joins the requests of one key."""
    key = find_api_key(original)
    if key is not None:
        fields["cloudstack.api_key.hash"] = mask.hash(key)


def _relate(message: str, fields: Fields) -> None:
    """ECS's `related.*`: everything of one kind that the event names, once."""
    addresses = [fields["source.ip"]] if "source.ip" in fields else []
    if message.count(".") >= 3:
        addresses += _addresses(message)
    if "::" in message or "ff:fe" in message:
        addresses += _long_addresses(message)
    if addresses:
        fields["related.ip"] = _once(addresses)
    if "user.name" in fields or "user.target.name" in fields:
        users = [fields[name] for name in ("user.name", "user.target.name") if name in fields]
        fields["related.user"] = _once(users)
    host = fields.get("cloudstack.host.name")
    if host is not None:
        named = fields.get("related.hosts")
        fields["related.hosts"] = _once([*named, host]) if isinstance(named, list) else [host]


def _once(values: list[object]) -> list[object]:
    return list(dict.fromkeys(values)) if len(values) > 1 else values


def _addresses(message: str) -> list[str]:
    """IPv4 addresses; what stands inside of longer words and numbers is none."""
    found = []
    for rest in _OCTETS.finditer(message):
        dot = rest.start()
        first = _FIRST_OCTET.search(message, max(dot - 3, 0), dot)
        if first is not None:
            address = first.group() + rest.group()
            version = _VERSION in message[max(first.start() - _BEFORE_VERSION, 0) : dot]
            if not version and to_ip(address) is not None:
                found.append(address)
    return found


def _long_addresses(message: str) -> list[str]:
    """IPv6 addresses in which zeros are left out, or which are made of a MAC address."""
    found = [text if text.endswith("::") else text.rstrip(":") for text in _GROUPS.findall(message)]
    return [address for text in found if (address := to_ip(text)) is not None]
