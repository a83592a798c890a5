"""One holder at a time: taken, kept, lost when silent, let go at the end."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from nephoscope.cluster.lease import LAPSE, Lease, while_held

BEAT = timedelta(milliseconds=20)


class Stopwatch:
    """Seconds that tests let pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def lease(state: Engine, holder: str, stopwatch: Stopwatch) -> Lease:
    return Lease(state, "alerts", holder, stopwatch)


def test_the_first_has_it_and_keeps_it(state: Engine) -> None:
    time = Stopwatch()
    one, two = lease(state, "one", time), lease(state, "two", time)
    assert one.beat()
    assert not two.beat()
    for _ in range(5):
        time.now += LAPSE.total_seconds() - 1
        assert one.beat()
        assert not two.beat()


def test_who_is_silent_loses_it(state: Engine) -> None:
    time = Stopwatch()
    one, two = lease(state, "one", time), lease(state, "two", time)
    assert one.beat()
    assert not two.beat()
    time.now += LAPSE.total_seconds() - 1
    assert not two.beat()
    time.now += 1
    assert two.beat()
    assert not one.beat()


def test_only_one_of_two_who_look_takes_it(state: Engine) -> None:
    time = Stopwatch()
    assert lease(state, "dead", time).beat()
    others = [lease(state, name, time) for name in ("one", "two")]
    assert [other.beat() for other in others] == [False, False]
    time.now += LAPSE.total_seconds()
    assert [other.beat() for other in others] == [True, False]


def test_what_is_let_go_is_free_at_once(state: Engine) -> None:
    time = Stopwatch()
    one, two = lease(state, "one", time), lease(state, "two", time)
    assert one.beat()
    two.release()
    assert not two.beat()
    one.release()
    assert two.beat()


@pytest.mark.anyio
async def test_work_goes_on_at_the_next_when_its_holder_ends(state: Engine) -> None:
    begun: asyncio.Queue[str] = asyncio.Queue()

    async def hold(name: str) -> None:
        async def work() -> None:
            begun.put_nowait(name)
            await asyncio.Event().wait()

        await while_held(Lease(state, "alerts", name), work, BEAT)

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        one = group.create_task(hold("one"))
        assert await begun.get() == "one"
        two = group.create_task(hold("two"))
        one.cancel()
        assert await begun.get() == "two"
        assert begun.empty()
        two.cancel()


@pytest.mark.anyio
async def test_a_holder_that_cannot_say_so_stops_before_others_begin(state: Engine) -> None:
    time = Stopwatch()
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        held = group.create_task(while_held(lease(state, "one", time), work, BEAT, time))
        await begun.wait()
        with state.begin() as connection:
            connection.exec_driver_sql("alter table leases rename to away")
        time.now = LAPSE.total_seconds() - 0.01
        await ended.wait()
        held.cancel()
