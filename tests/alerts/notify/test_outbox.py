"""Every notification is sent, tried again or given up, and each of these is a row."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from alerts.alert import Result
from alerts.book import AlertBook
from alerts.notify.outbox import WAITS, Outbox
from alerts.tables import NotificationRow
from tests.alerts.notify.hook import hook
from tests.alerts.timeline import NOW, Listed, judge_of, rule, timeline
from tests.alerts.waiting import until

pytestmark = pytest.mark.anyio


class Watch:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> Any:
        return self.now


def raise_alert(state: Engine, webhook: dict[str, Any]) -> str:
    """One alert that tells one webhook; its id."""
    told = rule(notifications=[webhook])
    source = Listed(timeline("21:40 a\n21:41 a\n21:42 a"))
    judge_of(state, source).run(told, NOW)
    return AlertBook(state).list()[0].id


async def send(state: Engine, watch: Watch, times: int = 1) -> None:
    outbox = Outbox(state, watch, "https://logs.example.net/")
    async with httpx.AsyncClient() as client:
        for _ in range(times):
            await outbox.send_due(client)


def log(state: Engine, alert_id: str) -> Sequence[tuple[Result, int | None, str]]:
    return [(d.result, d.status, d.why) for d in AlertBook(state).deliveries(alert_id)]


async def test_an_alert_is_told_once_with_its_numbers_and_link(state: Engine) -> None:
    with hook() as server:
        alert_id = raise_alert(state, {"url": server.url})
        await send(state, Watch(), times=3)
    ((headers, body),) = server.got
    said = json.loads(body)
    assert headers["content-type"] == "application/json"
    assert said["occasion"] == "raised"
    assert said["alert"]["count"] == 3
    assert said["alert"]["key"] == {"user.name": "a"}
    assert said["alert"]["link"].startswith("https://logs.example.net/search?q=")
    assert log(state, alert_id) == [(Result.SENT, 200, "raised")]


async def test_a_signature_is_over_timestamp_and_body(state: Engine) -> None:
    with hook() as server:
        raise_alert(state, {"url": server.url, "secret": "s3cret"})
        await send(state, Watch())
    ((headers, body),) = server.got
    stamp = headers["x-nephoscope-timestamp"]
    expected = hmac.new(b"s3cret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-nephoscope-signature"] == f"sha256={expected}"
    assert stamp == str(int(NOW.timestamp()))


async def test_a_template_makes_the_body_and_headers_are_sent(state: Engine) -> None:
    webhook = {
        "headers": {"Authorization": "Bearer x", "Content-Type": "application/vnd.a+json"},
        "template": '{"text": {{ (alert.severity ~ ": " ~ alert.sentence) | tojson }}}',
    }
    with hook() as server:
        raise_alert(state, {"url": server.url, **webhook})
        await send(state, Watch())
    ((headers, body),) = server.got
    assert json.loads(body)["text"].startswith("medium: 3 events of user.name a")
    assert headers["authorization"] == "Bearer x"
    assert headers["content-type"] == "application/vnd.a+json"


TEMPLATES = {
    "an unknown name": ('{"a": {{ nothing }} }', "'nothing' is undefined"),
    "no JSON": ("{{ alert.sentence }}", "does not give JSON"),
    "a way out of the sandbox": ("{{ alert.__class__.__mro__ }}", "cannot be filled"),
    "an error of arithmetic": ("{{ 1 / 0 }}", "division by zero"),
    "a range without end": ("{% for a in range(10**9) %}x{% endfor %}", "Range too big"),
}


@pytest.mark.parametrize(("template", "words"), TEMPLATES.values(), ids=TEMPLATES)
async def test_a_template_that_cannot_be_filled_is_a_failed_delivery(
    state: Engine, template: str, words: str
) -> None:
    with hook() as server:
        alert_id = raise_alert(state, {"url": server.url, "template": template})
        await send(state, Watch(), times=2)
    assert server.got == []
    ((result, status, why),) = log(state, alert_id)
    assert (result, status) == (Result.FAILED, None)
    assert words in why


async def test_a_busy_server_is_tried_again_and_has_the_same_delivery_id(state: Engine) -> None:
    watch = Watch()
    with hook() as server:
        server.answers = [(503, {}), (429, {"retry-after": "60"})]
        alert_id = raise_alert(state, {"url": server.url})
        await send(state, watch)
        await send(state, watch)
        assert len(server.got) == 1
        watch.now += WAITS[0]
        await send(state, watch)
        watch.now += timedelta(seconds=59)
        await send(state, watch)
        assert len(server.got) == 2
        watch.now += timedelta(seconds=1)
        await send(state, watch)
    assert log(state, alert_id) == [
        (Result.RETRY, 503, "answered 503 Service Unavailable"),
        (Result.RETRY, 429, "answered 429 Too Many Requests"),
        (Result.SENT, 200, "sent on attempt 3"),
    ]
    assert len({headers["x-nephoscope-delivery"] for headers, _ in server.got}) == 1


@pytest.mark.parametrize("status", [302, 400, 404])
async def test_an_answer_that_will_not_change_is_not_tried_again(
    state: Engine, status: int
) -> None:
    watch = Watch()
    with hook() as server:
        server.answers = [(status, {"location": server.url})]
        alert_id = raise_alert(state, {"url": server.url})
        await send(state, watch)
        watch.now += timedelta(days=1)
        await send(state, watch)
    assert len(server.got) == 1
    ((result, found, _),) = log(state, alert_id)
    assert (result, found) == (Result.FAILED, status)


async def test_a_server_that_is_away_is_given_up_in_the_end(state: Engine) -> None:
    with hook() as server:
        url = server.url
    watch = Watch()
    alert_id = raise_alert(state, {"url": url, "secret": "s"})
    for _ in range(len(WAITS) + 3):
        await send(state, watch)
        watch.now += WAITS[-1]
    found = log(state, alert_id)
    assert [result for result, _, _ in found] == [Result.RETRY] * len(WAITS) + [Result.FAILED]
    assert found[-1][2].startswith("cannot connect")
    assert found[-1][2].endswith("given up")
    with Session(state) as session:
        (row,) = session.query(NotificationRow)
        assert (row.due, row.definition) == (None, {})


async def test_the_outbox_runs_by_itself(state: Engine) -> None:
    with hook() as server:
        alert_id = raise_alert(state, {"url": server.url})
        async with asyncio.TaskGroup() as group:
            task = group.create_task(Outbox(state, Watch(), poll_s=0.01).run())
            await until(lambda: bool(log(state, alert_id)))
            task.cancel()
    assert log(state, alert_id) == [(Result.SENT, 200, "raised")]
