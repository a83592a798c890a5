"""Kinds of SRX events: how ECS classifies them, and what the action that was taken says.

Which types a category allows: ECS 9.5, `event.category`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from parsers.juniper.params import Target


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of event.

    `action`: of the event; with `{}` where it depends on what was done.
    `type`: besides allowed and denied.  `judges`: whether it says what was done.
    `outcome`: where it is always the same.  `params`: those that mean something else here, None
    where no field is meant.  `transport`: of the packets that it is about.
    """

    action: str
    category: tuple[str, ...]
    type: tuple[str, ...] = ()
    kind: str = "event"
    judges: bool = False
    outcome: str | None = None
    params: Mapping[str, Target | None] = field(default_factory=dict)
    transport: str | None = None

    def fields_of(self, done: str) -> Mapping[str, object]:
        """`done`: the action as written, empty where none is."""
        return _fields(self, done)


_ATTACK: Mapping[str, Target | None] = {
    "application-name": ("network.protocol", str.lower),
    "policy-name": ("rule.ruleset", None),
    "service-name": None,
}
_WHOLE_URL: Mapping[str, Target | None] = {"url": ("url.original", None)}


def _screen(transport: str | None = None) -> Kind:
    categories = ("intrusion_detection", "network")
    return Kind("attack-{}", categories, kind="alert", judges=True, transport=transport)


_DROPPED = Kind("file-blocked", ("malware", "network"), ("denied",), "alert")

_KINDS: Mapping[str, Kind] = {
    "RT_FLOW_SESSION_CREATE": Kind(
        "session-created", ("network",), ("connection", "start", "allowed"), outcome="success"
    ),
    "RT_FLOW_SESSION_CLOSE": Kind(
        "session-closed", ("network",), ("connection", "end"), outcome="success"
    ),
    "RT_FLOW_SESSION_DENY": Kind(
        "session-denied", ("network",), ("connection", "denied"), outcome="failure"
    ),
    "APPTRACK_SESSION_CREATE": Kind("session-created", ("network",), ("connection", "start")),
    "APPTRACK_SESSION_CLOSE": Kind("session-closed", ("network",), ("connection", "end")),
    "APPTRACK_SESSION_": Kind("session-updated", ("network",), ("connection", "info")),
    "IDP_": Kind(
        "attack-{}",
        ("intrusion_detection", "network"),
        kind="alert",
        judges=True,
        params=_ATTACK,
    ),
    "RT_SCREEN": _screen(),
    "RT_SCREEN_ICMP": _screen("icmp"),
    "RT_SCREEN_TCP": _screen("tcp"),
    "RT_SCREEN_UDP": _screen("udp"),
    "WEBFILTER_URL_BLOCKED": Kind("url-blocked", ("network",), ("access", "denied"), "alert"),
    "WEBFILTER_URL_PERMITTED": Kind("url-permitted", ("network",), ("access", "allowed")),
    "WEBFILTER_": Kind("url-{}", ("network",), ("access",), judges=True),
    "AV_VIRUS_DETECTED": Kind(
        "virus-detected", ("malware",), ("info",), "alert", params=_WHOLE_URL
    ),
    "AV_FILE_NOT_SCANNED_DROPPED": _DROPPED,
    "AV_FILE_NOT_SCANNED_PASSED": Kind("file-passed", ("malware", "network"), ("allowed",)),
    "AV_HUGE_FILE_DROPPED": _DROPPED,
    "AV_HUGE_FILE_NOT_SCANNED": Kind("file-passed", ("malware", "network"), ("allowed",)),
    "AV_MANY_MSGS_DROPPED": _DROPPED,
    "AV_SCANNER_DROP_FILE": _DROPPED,
    "AV_": Kind("virus-scanned", ("malware",), ("info",), params=_WHOLE_URL),
    "ANTISPAM_": Kind("spam-detected", ("email",), ("info",), "alert"),
    "CONTENT_FILTERING_BLOCKED": Kind("content-blocked", ("network",), ("denied",), "alert"),
    "AAMW_": Kind("malware-{}", ("malware", "network"), kind="alert", judges=True),
    "SRX_AAMW_": Kind("malware-{}", ("malware", "network"), kind="alert", judges=True),
    "SECINTEL_": Kind("threat-{}", ("network",), kind="alert", judges=True),
}
"""Begin of the event's name to kind; the longest that fits counts."""

_LONGEST_FIRST = sorted(_KINDS, key=len, reverse=True)
_STOPPED = ("drop", "close", "block", "den", "reject", "sinkhole")
_PASSED = ("permit", "allow", "accept", "log permit")


@lru_cache(maxsize=512)
def kind_of(name: str) -> Kind:
    """The kind of an event by its name; of others only the name is known."""
    for begin in _LONGEST_FIRST:
        if name.startswith(begin):
            return _KINDS[begin]
    return Kind(name.lower().replace("_", "-"), ("network",), ("info",))


@lru_cache(maxsize=512)
def _fields(kind: Kind, done: str) -> Mapping[str, object]:
    word = done.lower().removeprefix("url ")
    types = list(kind.type)
    what = "detected"
    if kind.judges:
        if word.startswith(_STOPPED):
            what = "blocked"
            types.append("denied")
        elif word.startswith(_PASSED) and "network" in kind.category:
            types.append("allowed")
        else:
            types.append("info")
    fields: dict[str, object] = {
        "event.action": kind.action.format(what),
        "event.category": list(kind.category),
        "event.type": types,
        "event.kind": kind.kind,
    }
    if kind.transport is not None:
        fields["network.transport"] = kind.transport
    if kind.outcome is not None:
        fields["event.outcome"] = kind.outcome
    return fields
