"""Alert, what a rule raised, and the search that shows its events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from alerts.events import events_query
from alerts.rule import Severity

SEARCH_PATH = "/search"
"""Where the search page stands."""


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RECOVERED = "recovered"
    CLOSED = "closed"


class Occasion(StrEnum):
    """Why a notification is sent."""

    RAISED = "raised"
    RECOVERED = "recovered"


class Result(StrEnum):
    """What came of a notification."""

    SENT = "sent"
    RETRY = "retry"  #: this attempt failed, another follows
    FAILED = "failed"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert as pages and notifications show it.

    `key`: pairs of field and value, in the rule's order; None where events have no value.
    `sentence`: what happened, with numbers.  `count`: all its events, of which `suppressed`
    came in the quiet time and were told to nobody.  `raised`: when the rule found it;
    `first_seen` and `last_seen` are times of events.  `rule`: the rule as it was when the alert
    was raised, plain JSON, secrets hidden.
    """

    id: str
    rule_id: str
    rule_name: str
    severity: Severity
    state: AlertState
    key: tuple[tuple[str, str | None], ...]
    raised: datetime
    changed: datetime
    first_seen: datetime
    last_seen: datetime
    count: int
    suppressed: int
    last_sequence: int
    sentence: str
    rule: Mapping[str, Any]

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.rule.get("tags", ()))

    @property
    def query(self) -> str:
        """The search that finds exactly the events of this alert, in `earliest` to `latest`."""
        return events_query(str(self.rule["query"]), self.key, self.last_sequence)

    @property
    def earliest(self) -> datetime:
        return self.first_seen

    @property
    def latest(self) -> datetime:
        """The instant after the last event: ranges are `[earliest, latest)`."""
        return self.last_seen + timedelta(microseconds=1)

    @property
    def link(self) -> str:
        """Path and query string of the page that shows the events of this alert."""
        values = {
            "q": self.query,
            "earliest": _instant(self.earliest),
            "latest": _instant(self.latest),
        }
        return f"{SEARCH_PATH}?{urlencode(values)}"


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class AlertChange:
    """A step in the life of an alert.  `who`: a user's name, or `rule`."""

    at: datetime
    state: AlertState
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send a notification, or why one was not sent.

    `target`: `webhook · soc-bridge`.  `status`: of the answer, where there was one.
    `took_s`: None when nothing was sent.
    """

    at: datetime
    target: str
    result: Result
    status: int | None
    why: str
    took_s: float | None
