"""Outbox, which sends the notifications that the state database holds and logs every attempt."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from alerts.alert import Alert, Occasion, Result
from alerts.book import alert_of
from alerts.notify.payload import body, payload
from alerts.notify.template import FillError
from alerts.notify.webhook import Attempt, post
from alerts.rule import Webhook
from alerts.tables import AlertRow, DeliveryRow, NotificationRow

LOG = logging.getLogger(__name__)

WAITS = tuple(timedelta(seconds=s) for s in (2, 10, 60, 300, 1800))
"""Before each further attempt; after the last one a notification has failed."""

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class _Due:
    id: int
    target: str
    occasion: Occasion
    webhook: Webhook
    attempts: int
    alert: Alert


class Outbox:
    """Sends what is due, several at a time.

    Notifications are rows that were committed with their alert, so a stop or a kill loses none;
    one that was sent in the moment of a kill is sent again, with the same delivery id.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        base_url: str = "",
        *,
        poll_s: float = 1.0,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._base_url = base_url
        self._poll_s = poll_s

    async def run(self) -> None:
        """Send until cancelled."""
        async with httpx.AsyncClient() as client:
            while True:
                try:
                    await self.send_due(client)
                except Exception:
                    LOG.exception("Notifications wait; looking again in %s s", self._poll_s)
                await asyncio.sleep(self._poll_s)

    async def send_due(self, client: httpx.AsyncClient) -> int:
        """Send what is due now, each once; returns how many were tried."""
        due = await asyncio.to_thread(self._due)
        async with asyncio.TaskGroup() as group:
            for notification in due:
                group.create_task(self._send(client, notification))
        return len(due)

    def _due(self) -> Sequence[_Due]:
        query = (
            select(NotificationRow, AlertRow)
            .join(AlertRow, AlertRow.id == NotificationRow.alert_id)
            .where(NotificationRow.due <= self._clock())
            .order_by(NotificationRow.due)
            .limit(_AT_ONCE)
        )
        with Session(self._engine) as session:
            return [
                _Due(
                    row.id,
                    row.target,
                    Occasion(row.occasion),
                    Webhook.model_validate(row.definition),
                    row.attempts,
                    alert_of(alert),
                )
                for row, alert in session.execute(query)
            ]

    async def _send(self, client: httpx.AsyncClient, due: _Due) -> None:
        started = self._clock()
        try:
            values = payload(due.alert, due.occasion, self._base_url)
            content = body(values, due.webhook.template)
        except FillError as error:
            await asyncio.to_thread(self._log, due, started, Attempt(False, None, str(error)))
            return
        delivery = f"{due.alert.id}-{due.id}"
        attempt = await post(client, due.webhook, content, delivery, started)
        await asyncio.to_thread(self._log, due, started, attempt)

    def _log(self, due: _Due, started: datetime, attempt: Attempt) -> None:
        now = self._clock()
        again = attempt.again and due.attempts < len(WAITS)
        with Session(self._engine) as session, session.begin():
            row = session.get(NotificationRow, due.id)
            if row is None:
                return
            row.attempts = due.attempts + 1
            row.due = now + max(WAITS[due.attempts], attempt.wait) if again else None
            if not again:
                row.definition = {}
            session.add(
                DeliveryRow(
                    alert_id=due.alert.id,
                    at=started,
                    target=due.target,
                    result=_result(attempt, again),
                    status=attempt.status,
                    why=_why(attempt, due, again),
                    took_s=(now - started).total_seconds(),
                )
            )


def _result(attempt: Attempt, again: bool) -> Result:
    if attempt.sent:
        return Result.SENT
    return Result.RETRY if again else Result.FAILED


def _why(attempt: Attempt, due: _Due, again: bool) -> str:
    if attempt.sent:
        if due.attempts:
            return f"sent on attempt {due.attempts + 1}"
        return "raised" if due.occasion is Occasion.RAISED else "recovered"
    if again:
        return attempt.why
    return f"{attempt.why}; given up" if attempt.again else attempt.why
