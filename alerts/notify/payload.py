"""What a notification says: the mapping that templates see, and the body without a template."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from alerts.alert import Alert, Occasion
from alerts.notify.template import FillError, fill


def payload(alert: Alert, occasion: Occasion, base_url: str) -> Mapping[str, Any]:
    """Plain JSON.  `base_url`: where people reach the pages; links begin with it."""
    return {
        "product": "nephoscope",
        "occasion": str(occasion),
        "alert": {
            "id": alert.id,
            "name": alert.rule_name,
            "severity": str(alert.severity),
            "state": str(alert.state),
            "sentence": alert.sentence,
            "key": dict(alert.key),
            "count": alert.count,
            "suppressed": alert.suppressed,
            "raised": _text(alert.raised),
            "first_seen": _text(alert.first_seen),
            "last_seen": _text(alert.last_seen),
            "query": alert.query,
            "link": base_url.rstrip("/") + alert.link,
        },
        "rule": {
            "id": alert.rule_id,
            "name": alert.rule_name,
            "description": str(alert.rule.get("description", "")),
            "tags": list(alert.tags),
        },
    }


def body(values: Mapping[str, Any], template: str | None) -> bytes:
    """The body of a request: JSON in UTF-8.  Raises: FillError where a template gives no JSON."""
    if template is None:
        return json.dumps(values, ensure_ascii=False).encode()
    text = fill(template, values)
    try:
        json.loads(text)
    except ValueError as error:
        raise FillError(f"The template does not give JSON: {error}") from None
    return text.encode()


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
