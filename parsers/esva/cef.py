"""CEF records of security products, ESVA's first, to events with module and verdict."""

import re
from collections.abc import Mapping
from functools import lru_cache

from parsers.esva.dialect import Dialect, Module, Verdict, dialect_of, module_of, verdict_of
from parsers.esva.extension import Extension, pairs_of, read_extension
from parsers.esva.kinds import categories, sign_in_outcome
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.generic.syslog import Head, read_head
from parsers.grammar import composed
from parsers.mask import TAG, Mask
from parsers.values import to_ip, to_long

NAME = "esva.cef"

_CEF = composed(__file__, "cef.lark", "CEF")
_MARK = re.compile(r"CEF: {0,2}\d{1,3}\|")
_MARK_WITHIN = 512
"""Characters of a syslog head before `CEF:`; farther on it is a text that tells of CEF."""
_HEADER_ESCAPE = re.compile(r"\\([|\\])")
_FIELD_END = re.compile(r"(?<!\\)(?:\\\\)*\|")
_HEADER = ("observer.vendor", "observer.product", "observer.version", "rule.id", "rule.name")
_SEVERITY_WORDS = frozenset({"low", "medium", "high", "very-high", "unknown"})
"""ArcSight CEF Implementation Standard: Low 0-3, Medium 4-6, High 7-8, Very-High 9-10."""
_CVE = re.compile(r"CVE-\d{4}-\d{4,7}", re.IGNORECASE)
_CLIENT = re.compile(r"\bfrom ([0-9A-Fa-f:.]{3,45})")
_VM = re.compile(r"i-\d+-\d+-VM|[svr]-\d+-VM")


def claims(text: str) -> bool:
    at = text.find("CEF:", 0, _MARK_WITHIN)
    return at >= 0 and _MARK.match(text, at) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where there is no `CEF:` and version.

    A record whose header or extension stops half way is an event of what could be read, with
    `event.kind: pipeline_error` and, in `error.message`, where it stopped.
    """
    original, hidden = mask.apply(record.text)
    at = original.find("CEF:")
    header, severity, start, wrong = _read_header(original, at)
    text = original[start:]
    if original[:at].endswith('"') and text.rstrip().endswith('"'):
        text = text.rstrip()[:-1]
    pairs = pairs_of(text)
    if not pairs and not wrong and text.strip():
        wrong = f"no key and = in the extension (line 1, column {start + 1})"
    fields = _fields(header, severity, pairs, record, _envelope(original[:at], record))
    if wrong:
        fields["event.kind"] = "pipeline_error"
        fields["error.message"] = f"{NAME}: {wrong}"
    fields["event.original"] = original
    if hidden:
        fields["tags"] = [*_tags(fields), TAG]
    return Event(fields)


_GROUPS = ("vendor", "product", "release", "signature", "name", "severity")


def _read_header(text: str, at: int) -> tuple[dict[str, str], str, int, str]:
    """Header fields, severity, start of the extension, and what is wrong with the header.

    `at`: where `CEF:` is, or -1.  Raises: ParseError where no version follows it.
    """
    found = _CEF.match(text, at) if at >= 0 else None
    if found is not None:
        *texts, severity = found.group(*_GROUPS)
        end = found.end("severity") + 1
        if text.find("\\", at, end) >= 0:
            *texts, severity = (_unescape(field) for field in (*texts, severity))
        return dict(zip(_HEADER, texts, strict=True)), severity, end, ""
    mark = _MARK.match(text, at) if at >= 0 else None
    if mark is None:
        raise ParseError(NAME, "no CEF: with a version", 1, max(at, 0) + 1)
    return _half_header(text, mark.end())


def _tags(fields: Mapping[str, object]) -> list[str]:
    tags = fields.get("tags")
    return tags if isinstance(tags, list) else []


def _unescape(text: str) -> str:
    return _HEADER_ESCAPE.sub(r"\1", text)


def _half_header(text: str, start: int) -> tuple[dict[str, str], str, int, str]:
    """Header fields that end with a pipe, severity, start of the rest, and what is wrong."""
    header: dict[str, str] = {}
    for name in _HEADER:
        end = _FIELD_END.search(text, start)
        if end is None:
            break
        header[name] = _unescape(text[start : end.end() - 1])
        start = end.end()
    wrong = f"{len(header) + 1} of 7 header fields end with a pipe (line 1, column {start + 1})"
    return header, "", start, wrong


def _envelope(prefix: str, record: Record) -> Head | None:
    """What stands before `CEF:`: a syslog head, or nothing but the name of a host."""
    text = prefix.removesuffix('"')
    if not text.strip():
        return None
    head = read_head(text, record.source.zone, record.received)
    if head is not None and not head.rest:
        return head
    if head is not None:
        name = f"{head.host or ''} {head.rest}".strip()  # hosts with a blank were seen
        return Head(head.time, name or None, {**head.fields, "log.syslog.hostname": name}
                    if name else head.fields, "")  # fmt: skip
    words = text.split()
    return Head(None, words[0], {"log.syslog.hostname": words[0]}, "") if len(words) == 1 else None


def _fields(
    header: dict[str, str],
    severity: str,
    pairs: dict[str, str],
    record: Record,
    head: Head | None,
) -> dict[str, object]:
    vendor, product = header.get("observer.vendor", ""), header.get("observer.product", "")
    name = header.get("rule.name", "")
    dialect = dialect_of(vendor, product)
    extension = read_extension(pairs, dialect, record.source.zone, record.received)
    fields = extension.fields
    _severity(severity, extension)
    fields.update(header)
    signature = header.get("rule.id", "")
    if signature:
        fields["event.code"] = signature
    fields.setdefault("message", name)
    module = module_of(vendor, product, signature)
    action = str(fields.get("esva.action", ""))
    fields.update(_verdict(vendor, product, module, action, pairs.get("result", ""), name))
    _machines(fields, dialect, head, pairs)
    if dialect.bytes_direct:
        _direction(fields, pairs)
    _findings(fields, module, name)
    _related(fields)
    when = extension.own_time or (head.time if head is not None else None)
    if when is not None:
        fields["@timestamp"] = when
    if extension.labels:
        fields["labels"] = extension.labels
    if extension.mismatch:
        fields["tags"] = ["type-mismatch"]
    return fields


def _severity(text: str, extension: Extension) -> None:
    """A whole number of 0 to 10, or a word; anything else stays text."""
    number = to_long(text.removesuffix(".0"))
    if number is not None and 0 <= number <= 10:
        extension.fields["event.severity"] = number
    elif text.lower() in _SEVERITY_WORDS:
        extension.fields["log.level"] = text
    elif text:
        extension.misfit("event.severity", text)


@lru_cache(maxsize=4096)
def _verdict(
    vendor: str, product: str, module: Module, action: str, result: str, name: str
) -> Mapping[str, object]:
    """What was judged, and how ECS classifies it.  A rule and an action judge again and again."""
    verdict = verdict_of(vendor, product, module, action, result)
    category, types = categories(module, verdict, action, name)
    fields: dict[str, object] = {
        "event.category": category,
        "event.type": types,
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
    return fields


def _machines(
    fields: dict[str, object], dialect: Dialect, head: Head | None, pairs: Mapping[str, str]
) -> None:
    """The protected machine is `host.*`; who relayed, or the manager, is `observer.*`."""
    if head is not None:
        fields.update(head.fields)
        if head.host is not None:
            fields["observer.name"] = head.host
            address = to_ip(head.host)
            if address is not None:
                fields["observer.ip"] = [address]
    if dialect.manager:
        _manager(fields)
    named, address = fields.get("host.name"), str(fields.pop("host.ip", ""))
    found = to_ip(address) or to_ip(str(named or ""))
    if found is not None:
        fields["host.ip"] = [found]
    name = named or address or pairs.get("computerName") or (head.host if head else None)
    if name:
        fields["host.name"] = name
        if isinstance(name, str) and _VM.fullmatch(name):
            fields["cloudstack.vm.name"] = name


def _manager(fields: dict[str, object]) -> None:
    """`src` of the manager's own events is the manager; the client stands only in the text."""
    own = fields.pop("source.ip", None)
    if own is not None:
        fields["observer.ip"] = [own]
    client = _CLIENT.search(str(fields.get("message", "")))
    address = to_ip(client[1].rstrip(".")) if client is not None else None
    if address is not None:
        fields["source.ip"] = address


def _direction(fields: dict[str, object], pairs: Mapping[str, str]) -> None:
    if pairs.get("in"):
        fields["network.direction"] = "inbound"
    elif pairs.get("out"):
        fields["network.direction"] = "outbound"


def _findings(fields: dict[str, object], module: Module, name: str) -> None:
    if module is Module.ANTIMALWARE:
        fields["threat.indicator.name"] = name
    elif module is Module.WEBREPUTATION and "message" in fields:
        fields["esva.reason"] = fields["message"]
    note = str(fields.get("rule.description", ""))
    if "CVE" in name or "CVE" in note:
        found = _CVE.findall(f"{name} {note}")
        fields["vulnerability.id"] = list(dict.fromkeys(cve.upper() for cve in found))
    source = fields.get("source.ip") or fields.get("destination.ip")
    if source is not None:
        fields["network.type"] = "ipv6" if ":" in str(source) else "ipv4"


_RELATED = (
    ("related.user", ("user.name", "user.target.name")),
    ("related.hosts", ("host.name", "observer.name", "source.domain", "destination.domain")),
    ("related.hash", ("file.hash.md5", "file.hash.sha1", "file.hash.sha256")),
)
_ADDRESSES = ("source.ip", "destination.ip", "source.nat.ip", "destination.nat.ip", "client.ip")
_ADDRESS_LISTS = ("host.ip", "observer.ip")


def _related(fields: dict[str, object]) -> None:
    addresses = [fields[name] for name in _ADDRESSES if name in fields]
    for name in _ADDRESS_LISTS:
        more = fields.get(name)
        if isinstance(more, list):
            addresses += more
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
    for name, sources in _RELATED:
        values = [fields[source] for source in sources if fields.get(source)]
        if values:
            fields[name] = list(dict.fromkeys(values)) if len(values) > 1 else values
