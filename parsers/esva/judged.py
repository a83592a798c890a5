"""What a product judged: the header and the pairs of a CEF or LEEF record to an event's fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from parsers.esva.dialect import Dialect, Module, Verdict
from parsers.esva.event_times import cef_time, java_time
from parsers.esva.keys import TIMES
from parsers.esva.kinds import categories, sign_in_outcome
from parsers.esva.layout import Layout
from parsers.event import Record
from parsers.generic.syslog import Head
from parsers.values import to_ip, to_long

_SEVERITY_WORDS = frozenset(
    {
        *("low", "medium", "high", "very-high", "unknown"),
        *("info", "informational", "information", "notice", "warning", "error", "critical"),
        *("minor", "major", "moderate", "substantial", "severe", "alert", "emergency"),
    }
)
"""ArcSight CEF Implementation Standard: Low 0-3, Medium 4-6, High 7-8, Very-High 9-10; and words
that products write in their place."""
_NOBODY = frozenset(
    {
        *("", "-", '"-"', '""', "N/A", "n/a", "NA", "null", "NULL", "None", "none"),
        *("(no user)", "(none)"),
    }
)
"""How products write that there is no user, host or address."""
_CVE = re.compile(r"CVE-\d{4}-\d{4,7}", re.IGNORECASE)
_CLIENT = re.compile(r"\bfrom ([0-9A-Fa-f:.]{3,45})")
_VM = re.compile(r"i-\d+-\d+-VM|[svr]-\d+-VM")
_HASHES = {32: "file.hash.md5", 40: "file.hash.sha1", 64: "file.hash.sha256"}

Fields = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """What a header says, which many records share.

    `fields`, `labels`: of each of their events.  `wrong`: what is wrong with it.
    `usual`: layouts that its records often have.
    """

    dialect: Dialect
    signature: str
    fields: Mapping[str, object]
    labels: Mapping[str, str]
    wrong: str = ""
    usual: list[Layout] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """One record on its way.  `mismatch`: a value did not fit its field."""

    fields: Fields
    labels: dict[str, str]
    layout: Layout
    values: Sequence[str]
    mismatch: bool

    def asked(self, key: str) -> str:
        """The value of a key that is looked at beside what it fills, empty where absent."""
        index = self.layout.at.get(key)
        return "" if index is None else self.values[index]

    def misfit(self, name: str, value: str) -> None:
        self.labels[name] = value
        self.mismatch = True


def make_header(
    dialect: Dialect, signature: str, severity: str, fields: Mapping[str, object], wrong: str = ""
) -> Header:
    """`fields`: those that have a field of their own name, `severity` apart."""
    found, misfit = severity_fields(severity, dialect)
    labels = {"event.severity": misfit} if misfit else {}
    code = {"event.code": signature} if signature else {}
    return Header(dialect, signature, {**fields, **found, **code}, labels, wrong)


def severity_fields(text: str, dialect: Dialect) -> tuple[Mapping[str, object], str]:
    """A whole number of 0 to 10, or a word; anything else is returned as what fits no field."""
    number = to_long(text.removesuffix(".0"))
    if number is not None and 0 <= number <= 10:
        return {"event.severity": number}, ""
    word = text.strip().lower()
    if word in dialect.severities:
        return {"event.severity": dialect.severities[word], "log.level": text}, ""
    return ({"log.level": text}, "") if word in _SEVERITY_WORDS else ({}, text)


def judged_fields(
    header: Header, layout: Layout, values: Sequence[str], head: Head | None, record: Record
) -> Fields:
    """The fields of an event but for its original.  `head`: what stands before the header."""
    dialect = header.dialect
    texts = [values[index] if index >= 0 else "" for index in layout.judged]
    judged = _judged(header, *texts)
    fields = judged.copy()
    if head is not None:
        fields.update(head.fields)
    fields.update(zip(layout.texts, layout.take_texts(values)))  # noqa: B905 - equally long
    labels = dict(zip(layout.labels, layout.take_labels(values)))  # noqa: B905
    reading = _Reading(fields, labels, layout, values, False)
    _convert(reading)
    if header.labels:
        labels.update(header.labels)
        reading.mismatch = True
    if layout.severity is not None:
        _own_severity(reading, dialect)
    when = _times(reading, record) if layout.times else None
    if when is None and head is not None:
        when = head.time
    if when is not None:
        fields["@timestamp"] = when
    if not fields.get("message"):
        fields["message"] = reading.asked("desc") or fields.get("rule.name", "")
    if fields["esva.module"] == Module.WEBREPUTATION:
        fields["esva.reason"] = fields["message"]
    _machines(reading, dialect, head)
    _related(reading, dialect)
    if labels:
        fields["labels"] = labels
    if reading.mismatch:
        fields["tags"] = ["type-mismatch"]
    return fields


def _convert(reading: _Reading) -> None:
    fields, values = reading.fields, reading.values
    for name, index in reading.layout.numbers:
        value = values[index]
        if len(value) < 19 and value.isdigit() and value.isascii():
            fields[name] = int(value)
        elif value not in _NOBODY:
            number = to_long(value.strip('"'))
            if number is None:
                reading.misfit(name, value)
            else:
                fields[name] = number
    for name, index, convert in reading.layout.converted:
        value = values[index]
        if value and value not in _NOBODY:
            fitting = convert(value)
            if fitting is None:
                reading.misfit(name, value)
            else:
                fields[name] = fitting
    if "fileHash" in reading.layout.at:
        text = reading.asked("fileHash")
        name = _HASHES.get(len(text), "")
        if name in fields or not name:
            reading.labels["fileHash"] = text
        else:
            fields[name] = text


def _own_severity(reading: _Reading, dialect: Dialect) -> None:
    text = reading.values[reading.layout.severity or 0]
    found, misfit = severity_fields(text, dialect)
    reading.fields.update(found)
    if misfit:
        reading.misfit("event.severity", misfit)


def _times(reading: _Reading, record: Record) -> datetime | None:
    """Fills the fields of times; the last in the order of TIMES is the event's own."""
    zone = reading.asked("dtz") or reading.asked("deviceTimeZone") or record.source.zone
    pattern = reading.asked("devTimeFormat")
    own = None
    for key, index in reading.layout.times:
        text = reading.values[index]
        if not text:
            continue
        when = None
        if pattern and key == "devTime":
            when = java_time(text, pattern, zone, record.received)
        when = when or cef_time(text, zone, record.received)
        name = TIMES[key]
        if when is None:
            reading.misfit(name or key, text)
            continue
        own = when
        if name:
            reading.fields[name] = when
    return own


@lru_cache(maxsize=4096)
def _judged(
    header: Header, action: str, name: str, category: str, note: str, result: str
) -> Fields:
    """What was judged, and how ECS classifies it, over what the header says; to be copied.

    A rule and an action judge again and again.
    """
    dialect = header.dialect
    name = name or str(header.fields.get("rule.name", ""))
    module = dialect.module_of(header.signature, category)
    verdict = dialect.verdict_of(module, action, result)
    of_category, of_type = categories(module, verdict, action, name, category)
    fields: Fields = {
        **header.fields,
        "event.category": of_category,
        "event.type": of_type,
        "event.kind": "event" if module is Module.SYSTEM else "alert",
        "esva.module": module.value,
        "esva.verdict": verdict.value,
    }
    if module is not Module.SYSTEM:
        fields["event.action"] = verdict.value
    outcome = sign_in_outcome(name) if module is Module.SYSTEM else None
    if verdict is Verdict.FAILED:
        outcome = "failure"
    if outcome is not None:
        fields["event.outcome"] = outcome
    if module is Module.ANTIMALWARE:
        fields["threat.indicator.name"] = name
    cves = _CVE.findall(f"{name} {note}")
    if cves:
        fields["vulnerability.id"] = list(dict.fromkeys(cve.upper() for cve in cves))
    return fields


def _machines(reading: _Reading, dialect: Dialect, head: Head | None) -> None:
    """The protected machine is `host.*`; who relayed, or the manager, is `observer.*`."""
    fields, layout = reading.fields, reading.layout
    sender = head.host if head is not None else None
    named, written = fields.get("host.name"), fields.pop("host.ip", None)
    if named in _NOBODY and named:
        named = None
        del fields["host.name"]
    machine = _machine(sender, named, written, reading.asked("computerName"))
    fields.update(machine)
    if dialect.manager:
        _manager(fields)
    if layout.direction is not None and "source.bytes" in fields:
        fields["network.direction"] = layout.direction
    if layout.hosts:
        known = fields.get("related.hosts")
        hosts = [*known] if isinstance(known, list) else []
        hosts += [fields[domain] for domain in _told(fields, layout.hosts)]
        if hosts:
            fields["related.hosts"] = list(dict.fromkeys(hosts))


@lru_cache(maxsize=4096)
def _machine(
    sender: str | None, named: object, written: object, computer: str
) -> Mapping[str, object]:
    """Fields of the machine and of who relayed.  A machine is judged again and again.

    `named`, `written`: the values of `dvchost` and `dvc`, of which either may be an address.
    """
    fields: Fields = {}
    if sender is not None:
        fields["observer.name"] = sender
        address = to_ip(sender)
        if address is not None:
            fields["observer.ip"] = [address]
    found = (written and to_ip(str(written))) or (named and to_ip(str(named)))
    if found:
        fields["host.ip"] = [found]
    name = named or written or computer or sender
    if name:
        fields["host.name"] = name
        if str(name).endswith("-VM") and _VM.fullmatch(str(name)):
            fields["cloudstack.vm.name"] = name
    hosts = [host for host in (name, sender) if host]
    if hosts:
        fields["related.hosts"] = list(dict.fromkeys(hosts))
    return fields


def _manager(fields: Fields) -> None:
    """`src` of the manager's own events is the manager; the client stands only in the text."""
    own = fields.pop("source.ip", None)
    if own is not None:
        fields["observer.ip"] = [own]
    client = _CLIENT.search(str(fields.get("message", "")))
    address = to_ip(client[1].rstrip(".")) if client is not None else None
    if address is not None:
        fields["source.ip"] = address


def _related(reading: _Reading, dialect: Dialect) -> None:
    fields, layout = reading.fields, reading.layout
    addresses = [fields[name] for name in layout.addresses if name in fields]
    if dialect.manager and "source.ip" in fields:
        addresses.insert(0, fields["source.ip"])
    if addresses:
        fields["network.type"] = "ipv6" if ":" in str(addresses[0]) else "ipv4"
    for name in _ADDRESS_LISTS:
        more = fields.get(name)
        if isinstance(more, list):
            addresses += more
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
    if layout.users:
        users = [fields[name] for name in _told(fields, layout.users)]
        if users:
            fields["related.user"] = list(dict.fromkeys(users))
    if layout.hashes:
        hashes = [fields[name] for name in layout.hashes if fields.get(name)]
        if hashes:
            fields["related.hash"] = list(dict.fromkeys(hashes))


def _told(fields: Fields, names: Sequence[str]) -> list[str]:
    """Of these fields those that name somebody; the others go, unless they are empty."""
    told = []
    for name in names:
        text = str(fields[name])
        if text[:1] == '"' == text[-1:]:
            fields[name] = text = text.strip('"')
        if text not in _NOBODY:
            told.append(name)
        elif text:
            del fields[name]
    return told


_ADDRESS_LISTS = ("host.ip", "observer.ip")
