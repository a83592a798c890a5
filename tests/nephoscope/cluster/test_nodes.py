"""Nodes have numbers of their own, and say how far they are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import Engine

from alerts.source import Arrived
from ingest.counters import Counters, SourceCount
from nephoscope.cluster.nodes import SEQUENCES, Nodes, first_sequence, shared_value
from nephoscope.database import open_database

NOW = datetime(2026, 9, 13, 22, tzinfo=UTC)


def count(host: str, events: int) -> SourceCount:
    return SourceCount("forward", "127.0.0.1", host, "/a.log", "plain", events, 1, NOW)


def test_a_spool_keeps_its_number(state: Engine) -> None:
    nodes = Nodes(state)
    assert [nodes.register(spool, "n", NOW) for spool in ("a", "b", "a")] == [1, 2, 1]


def test_nodes_that_come_together_get_numbers_of_their_own(state: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: Nodes(state).register(f"s{n % 8}", "n", NOW), range(16)))
    assert len(set(numbers)) == 8
    assert numbers[:8] == numbers[8:]


def test_the_horizon_has_every_node(state: Engine) -> None:
    nodes = Nodes(state)
    one, two = nodes.register("a", "n", NOW), nodes.register("b", "n", NOW)
    nodes.publish(two, first_sequence(two) + 7, Counters(), NOW)
    assert nodes.horizon() == {
        str(one): Arrived(SEQUENCES, SEQUENCES),
        str(two): Arrived(2 * SEQUENCES, 2 * SEQUENCES + 7),
    }


def test_counters_of_all_nodes_add_up(state: Engine) -> None:
    nodes = Nodes(state)
    assert nodes.counters() == Counters()
    for spool, events in (("a", 3), ("b", 4)):
        mine = Counters(
            received={"forward": events, "http": 1},
            refused={"spool_bytes": 1},
            stored=events,
            sources=(count("same", events), count(spool, 1)),
        )
        nodes.publish(nodes.register(spool, "n", NOW), 0, mine, NOW)
    assert nodes.counters() == Counters(
        received={"forward": 7, "http": 2},
        refused={"spool_bytes": 2},
        stored=7,
        sources=(
            count("a", 1),
            count("b", 1),
            SourceCount("forward", "127.0.0.1", "same", "/a.log", "plain", 7, 2, NOW),
        ),
    )


def test_the_first_node_gives_what_all_share(state: Engine) -> None:
    assert shared_value(state, "mask_key", "mine") == "mine"
    assert shared_value(state, "mask_key", "yours") == "mine"


def test_nodes_that_start_together_make_the_tables_once(state_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [state_url] * 4))
    for engine in engines:
        assert Nodes(engine).horizon() == {}
        engine.dispose()
