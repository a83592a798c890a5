"""Webhook: one POST of one notification, signed where the rule has a secret.

The signature is HMAC-SHA256 over `<timestamp>.<body>`, so that neither can be replaced alone.  A
receiver computes it with the shared secret and compares in constant time, and refuses timestamps
that are minutes old.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx

from alerts.rule import Webhook

SIGNATURE = "X-Nephoscope-Signature"
TIMESTAMP = "X-Nephoscope-Timestamp"
DELIVERY = "X-Nephoscope-Delivery"
"""Names the notification, the same over all attempts, so that a receiver can tell repeats."""

TIMEOUT = httpx.Timeout(10.0)
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one request.  `again`: whether another may succeed, `wait`: not before this."""

    sent: bool
    status: int | None
    why: str
    again: bool = False
    wait: timedelta = timedelta(0)


def signature(secret: str, timestamp: int, content: bytes) -> str:
    """`sha256=` and the hexadecimal HMAC over `<timestamp>.<body>`."""
    signed = b"%d.%s" % (timestamp, content)
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers(webhook: Webhook, content: bytes, delivery: str, now: datetime) -> Mapping[str, str]:
    """The rule's own headers win over ours, the signature's over them."""
    found = {"content-type": "application/json", "user-agent": "nephoscope"}
    found |= {name.lower(): value.get_secret_value() for name, value in webhook.headers.items()}
    timestamp = int(now.timestamp())
    found |= {TIMESTAMP: str(timestamp), DELIVERY: delivery}
    if webhook.secret is not None:
        found[SIGNATURE] = signature(webhook.secret.get_secret_value(), timestamp, content)
    return found


async def post(
    client: httpx.AsyncClient, webhook: Webhook, content: bytes, delivery: str, now: datetime
) -> Attempt:
    """Send once.  Redirects are not followed, since the address is what the rule's author chose."""
    request = client.build_request(
        "POST",
        webhook.url,
        content=content,
        headers=dict(headers(webhook, content, delivery, now)),
        timeout=TIMEOUT,
    )
    try:
        answer = await client.send(request, stream=True, follow_redirects=False)
        await answer.aclose()
    except httpx.HTTPError as error:
        return Attempt(False, None, _words(error), again=True)
    if answer.is_success:
        return Attempt(True, answer.status_code, _phrase(answer.status_code))
    return Attempt(
        False,
        answer.status_code,
        f"answered {_phrase(answer.status_code)}",
        answer.status_code in _WORTH_ANOTHER_TRY,
        _wait(answer.headers.get("retry-after", "")),
    )


def _words(error: httpx.HTTPError) -> str:
    match error:
        case httpx.TimeoutException():
            return "no answer in 10 s"
        case httpx.ConnectError():
            return f"cannot connect: {error}"
        case _:
            return str(error) or type(error).__name__


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _wait(text: str) -> timedelta:
    """`Retry-After` in seconds; its other form, a date, is taken as nothing."""
    if not (text.isascii() and text.isdigit()):
        return timedelta(0)
    return min(timedelta(seconds=int(text[:6])), _LONGEST_WAIT)
