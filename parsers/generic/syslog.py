"""Syslog: the head that daemons and relays write before a message, and the bare format `syslog`.

RFC 5424 and RFC 3164 as found in the wild; the grammar beside this file says what is read.
What stands inside the message is found by its content in `parsers.read`.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.generic.syslog_daemons import daemon_fields
from parsers.grammar import composed
from parsers.mask import TAG, Mask
from parsers.times import MONTHS, epoch_time, iso_time, month_time

_RFC5424 = composed(__file__, "syslog.lark", "RFC5424")
_RFC3164 = composed(__file__, "syslog.lark", "RFC3164")
_PRIORITY = composed(__file__, "syslog.lark", "PRIORITY")

_CLAIM = re.compile(
    r"(?:\d{1,7} )?<\d{1,3}>"
    r"|\*?(?P<month>[^\W\d_]{3,5}\.?|\d{1,2}[月월]) {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)"
    r" \S+ [^\s:\[\]]+(?:\[\d+\])?: "
)
"""A priority; or a month, day and clock; or an ISO time with zone, host and tag (rsyslog's own)."""

_INNER = re.compile(
    r"[1-9] \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* \S+ \S+ \S+ \S+ [-\[]"
    r"|(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*)"
    r" \S+ [\w./-]+\[\d+\]: "
)
"""What a message begins with that is itself a head: RFC 5424's, or one with host and process."""

_SD_ELEMENT = re.compile(r'\[([^\s=\]"]+)((?:[^\]"\\]|"(?:[^"\\]|\\[\s\S])*")*)\]')
_SD_PARAM = re.compile(r'([^\s=\]"]+)="((?:[^"\\]|\\[\s\S])*)"')
_SD_ESCAPE = re.compile(r'\\(["\\\]])')

_FACILITIES = (
    *("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron"),
    *("authpriv", "ftp", "ntp", "security", "console", "solaris-cron"),
    *(f"local{number}" for number in range(8)),
)
"""By number: RFC 5424 table 1, with the names that syslog.conf uses."""

_SEVERITIES = (
    *("emergency", "alert", "critical", "error"),
    *("warning", "notice", "informational", "debug"),
)
"""By number: RFC 5424 table 2."""

_LONGEST_PRIORITY = 16
"""Characters of an octet count, a priority and the version of RFC 5424."""

_LEVELS = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
"""By number: the keywords of syslog.conf and syslog(3), by which people search."""


class Head(NamedTuple):
    """What a syslog head says.  `fields`: of the event.  `rest`: the message, not masked.

    A tuple, as making a frozen dataclass of four takes three times as long.
    """

    time: datetime | None
    host: str | None
    fields: dict[str, object]
    rest: str

    def unwrapped(self) -> str:
        """The message, of whose further lines journald wrote the same head before each."""
        first, lf, further = self.rest.partition("\n")
        if not lf:
            return first
        return "\n".join([first, *(self._unwrap(line) for line in further.split("\n"))])

    def _unwrap(self, line: str) -> str:
        if self.host is None and line[:1] == "<":
            bare = _PRIORITY.match(line)
            return line if bare is None else bare["rest"] or ""
        found = _RFC3164.match(line)
        if found is None or found["node"] != self.host:
            return line
        same = found["tag"] == self.fields.get("log.syslog.appname")
        return found["rest"] or "" if same else line


def claims(text: str) -> bool:
    first = text[:1]
    if first == "{" or (text[4:5] == "-" and text[10:11] == " " and first != "<"):
        return False  # JSON, or 2026-09-13 21:40:00 as most logs have it: spares them the search
    found = _CLAIM.match(text)
    if found is None:
        return False
    month = found["month"]
    return month is None or month.rstrip(".").lower() in MONTHS


def read_head(text: str, zone: str, reference: datetime | None) -> Head | None:
    """The head of a text, or None where it has none.

    `zone`: of times without one.  `reference`: now, for dates without a year.
    """
    if ">1 " in text[:_LONGEST_PRIORITY]:
        found = _RFC5424.match(text)
        if found is not None:
            return _rfc5424(found, zone)
    found = _RFC3164.match(text)
    if found is not None:
        return _rfc3164(found, zone, reference)
    found = _RFC5424.match(text)
    if found is not None:
        return _rfc5424(found, zone)
    found = _PRIORITY.match(text)
    if found is None:
        return None
    fields = dict(_fields(found["pri"], found["tag"], found["pid"]))
    return Head(None, None, fields, found["rest"] or "")


def _rfc5424(found: re.Match[str], zone: str) -> Head:
    # In the order of the grammar: asking for each by its name takes three times as long.
    pri, version, stamp, node, app, procid, msgid, sd, rest = found.groups()
    host = None if node == "-" else node or None
    tag, pid = None if app == "-" else app, None if procid == "-" else procid
    fields = dict(_fields(pri, tag, pid))
    if host is not None:
        fields["log.syslog.hostname"] = host
    fields["log.syslog.version"] = version
    if msgid != "-":
        fields["log.syslog.msgid"] = msgid
    if sd is not None and sd != "-":
        read = _known_data if len(sd) <= _LONGEST_REPEATED else _structured_data
        fields["log.syslog.structured_data"] = read(sd)
    time = None if stamp == "-" else iso_time(stamp, zone)
    return Head(time, host, fields, (rest or "").removeprefix("\ufeff"))


def _rfc3164(found: re.Match[str], zone: str, reference: datetime | None) -> Head:
    # fmt: off
    (pri, origin, first, month, day, year, clock, offset, later,
     iso, epoch, node, tag, pid, rest) = found.groups()
    # fmt: on
    host = node or origin
    fields = dict(_fields(pri, tag, pid))
    if host is not None:
        fields["log.syslog.hostname"] = host
    if iso is not None:
        time = iso_time(iso, zone)
    elif epoch is not None:
        time = epoch_time(float(epoch))
    elif first or year or later or offset:
        time = _dated(month, int(day), first or year or later, clock, offset, zone, reference)
    else:
        time = month_time(month, int(day), None, clock, zone, reference)
    if tag is None and rest and _INNER.match(rest):
        return _relayed(Head(time, host, fields, rest), zone, reference)
    return Head(time, host, fields, rest or "")


def _dated(
    month: str,
    day: int,
    year: str | None,
    clock: str,
    offset: str | None,
    zone: str,
    reference: datetime | None,
) -> datetime | None:
    """`offset`: `+0200`, `UTC`, or the short name of a zone, which does not say which it is."""
    if not offset or offset[0] not in "+-":
        own = "UTC" if offset in ("UTC", "GMT") else zone
        return month_time(month, day, int(year) if year else None, clock, own, reference)
    when = month_time(month, day, int(year) if year else None, clock, "UTC", reference)
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    try:
        return when and (when - ahead if offset[0] == "+" else when + ahead)
    except OverflowError:
        return None


def _relayed(outer: Head, zone: str, reference: datetime | None) -> Head:
    """A head behind that of a relay which did not know the first: who wrote it is the inner one."""
    inner = read_head(outer.rest, zone, reference)
    if inner is None or inner.host is None:
        return outer
    fields = {**outer.fields, **inner.fields}
    return Head(inner.time or outer.time, inner.host, fields, inner.rest)


@lru_cache(maxsize=4096)
def _fields(pri: str | None, app: str | None, procid: str | None) -> Mapping[str, object]:
    """Of a head, to be copied.  Daemons write many records each, hence the cache."""
    fields = {} if pri is None else _priority_fields(int(pri))
    if app is not None:
        fields["log.syslog.appname"] = fields["process.name"] = app
    if procid is not None:
        fields["log.syslog.procid"] = procid
        if procid.isascii() and procid.isdigit() and len(procid) < 12:
            fields["process.pid"] = int(procid)
    return fields


def _priority_fields(priority: int) -> dict[str, object]:
    facility, severity = divmod(priority, 8)
    fields: dict[str, object] = {
        "log.syslog.priority": priority,
        "log.syslog.facility.code": facility,
        "log.syslog.severity.code": severity,
        "log.syslog.severity.name": _SEVERITIES[severity],
    }
    if facility < len(_FACILITIES):
        fields["log.syslog.facility.name"] = _FACILITIES[facility]
    return fields


def _structured_data(text: str) -> dict[str, str]:
    """`[id name="value"]` to `{"id.name": "value"}`; an element without parameters is empty."""
    data: dict[str, str] = {}
    for element, params in _SD_ELEMENT.findall(text):
        pairs = _SD_PARAM.findall(params)
        if not pairs:
            data[element] = ""
        for name, value in pairs:
            data[f"{element}.{name}"] = _SD_ESCAPE.sub(r"\1", value)
    return data


_known_data = lru_cache(maxsize=4096)(_structured_data)
"""Many programs write the same into each of their records."""
_LONGEST_REPEATED = 200
"""Characters of structured data that may well be written again as they are."""


def parse(record: Record, mask: Mask) -> Event:
    """The head and the message as text; `parsers.read` looks into the message.

    Raises: ParseError where there is no head.
    """
    head = read_head(record.text, record.source.zone, record.received)
    if head is None:
        raise ParseError("syslog", "no priority and no time at the start", 1, 1)
    return Event(bare_fields(head, record, mask))


def bare_fields(head: Head, record: Record, mask: Mask) -> dict[str, object]:
    """Fields of a record whose message no other format reads: those of its head, and more."""
    text, hidden = mask.apply(record.text)
    if hidden:
        # Secrets may stand in the structured data as well.
        head = read_head(text, record.source.zone, record.received) or head
    fields = head.fields
    fields["event.original"], fields["message"] = text, head.rest
    if hidden:
        fields["message"], _ = mask.apply(head.rest)
        fields["tags"] = [TAG]
    told = daemon_fields(fields.get("log.syslog.appname"), str(fields["message"]))
    if told is not None:
        fields.update(told)
    severity = fields.get("log.syslog.severity.code")
    if isinstance(severity, int):
        fields["log.level"] = _LEVELS[severity]
    if head.time is not None:
        fields["@timestamp"] = head.time
    if head.host is not None:
        fields["host.name"] = head.host
    return fields
