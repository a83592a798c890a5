"""Events as lines of JSON, as `nephoscope parse` prints them and golden files hold them."""

import json
from datetime import UTC, datetime

from parsers.event import Event


def event_line(event: Event) -> str:
    """One JSON object without a line end; keys sorted, times RFC 3339 in UTC.

    An event that has no time says so: `"@timestamp": null`.
    """
    fields = {"@timestamp": None, **event.fields}
    return json.dumps(
        fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_json
    )


def _json(value: object) -> object:
    match value:
        case datetime():
            return rfc3339(value)
        case tuple() | set() | frozenset():
            return list(value)
        case _:
            return dict(value)  # type: ignore[call-overload]


def rfc3339(moment: datetime) -> str:
    """`2026-09-13T22:12:41.921Z`; microseconds only where there are any."""
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=precision) + "Z"
