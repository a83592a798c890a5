"""What an event of CloudStack's event bus is of: its category, and what its type means in ECS."""

import re
from collections.abc import Mapping
from functools import lru_cache

Fields = dict[str, object]

ACTION, ALERT, USAGE = "ActionEvent", "AlertEvent", "UsageEvent"
STATE, JOB = "ResourceStateEvent", "AsyncJobEvent"

_FAMILIES: Mapping[str, str] = {
    ACTION: "event.action",
    ALERT: "event.alert",
    USAGE: "event.usage",
    STATE: "event.state",
    JOB: "event.job",
}
OTHER = "event.other"
"""Family of what no category is known of: deliveries by which people try a webhook."""

_MARKS = (
    ("old-state", STATE),
    ("commandEventType", JOB),
    ("cmdInfo", JOB),
    ("jobResult", JOB),
    ("dataCenterId", ALERT),
    ("subject", ALERT),
    ("resource", USAGE),
    ("event", ACTION),
)
"""A key and the category whose events have it, the surest first: bodies do not name theirs."""

_IAM = frozenset({"USER", "ACCOUNT", "ROLE", "DOMAIN", "PROJECT", "REGISTER", "LDAP"})
_MACHINES = frozenset({"VM", "ROUTER", "SSVM", "PROXY", "HOST", "SYSTEMVM"})
_CREATIONS = re.compile(r"CREATE|ADD|OPEN|REGISTER|ASSIGN|AUTH\.|UPLOAD|IMPORT|ISSUE|COPY")
_DELETIONS = re.compile(r"DELETE|DESTROY|REMOVE|CLOSE|REVOKE|RELEASE|EXPUNGE|DISASSOC|UNREGISTER")
_STATES = {"START": "start", "STOP": "end", "CREATE": "start", "DESTROY": "end"}

_BAD = ("error ", "failed ", "failure ", "unable ", "unsuccessful")
"""Begins of descriptions of what went wrong: the event itself is `Completed` all the same."""


def category_of(loaded: Mapping[str, object]) -> str | None:
    """The category that the keys of an event tell."""
    named = loaded.get("category")
    if isinstance(named, str) and named in _FAMILIES:
        return named
    for key, category in _MARKS:
        if key in loaded:
            return category
    return None


def classify(category: str | None, fields: Fields) -> None:
    """Adds family, ECS category and type, action and outcome, as other fields tell."""
    kind, status = fields.get("cloudstack.event.type"), fields.get("cloudstack.event.status")
    message = fields.get("message")
    bad = isinstance(message, str) and message[:12].lower().startswith(_BAD)
    fields.update(
        _kind(
            category,
            kind if isinstance(kind, str) else "",
            status if isinstance(status, str) else "",
            bad,
        )
    )


@lru_cache(maxsize=4096)
def _kind(category: str | None, kind: str, status: str, bad: bool) -> Mapping[str, object]:
    rows: dict[str, object] = {"cloudstack.family": _FAMILIES.get(category or "", OTHER)}
    if category == ALERT:
        rows["event.kind"] = "alert"
        rows["event.action"] = "alert-raised"
        return rows
    if category == STATE:
        rows["event.action"] = "state-changed"
        categories, types = ["host"], ["change"]
    else:
        rows["event.action"] = kind.lower().replace(".", "-") or "webhook-tried"
        categories, types = _meaning(kind)
    rows["event.category"], rows["event.type"] = categories, types
    outcome = _outcome(category, status.upper(), bad)
    if outcome is not None:
        rows["event.outcome"] = outcome
    return rows


def _outcome(category: str | None, status: str, bad: bool) -> str | None:
    match status:
        case "SUCCEEDED" | "FAILED":
            return "success" if status == "SUCCEEDED" else "failure"
        case "COMPLETED" | "CREATED":
            return "failure" if bad else "success"
        case "SCHEDULED" | "STARTED" | "IN_PROGRESS":
            return "unknown"
        case "CANCELLED":
            return "failure"
        case _:
            return "success" if category == USAGE else None


def _meaning(kind: str) -> tuple[list[str], list[str]]:
    """ECS categories and types of an event type such as `VM.START`."""
    first, _, rest = kind.partition(".")
    if kind in ("USER.LOGIN", "USER.LOGOUT"):
        return ["authentication", "session"], ["start" if rest == "LOGIN" else "end"]
    if _DELETIONS.search(kind):
        change = "deletion"
    elif _CREATIONS.search(kind):
        change = "creation"
    else:
        change = "change" if kind else "info"
    if first == "TEST":
        return ["configuration"], ["info"]
    if first in _IAM:
        return ["iam"], [change]
    if first in _MACHINES:
        return ["host"], [_STATES.get(rest, "change")]
    return ["configuration"], [change]
