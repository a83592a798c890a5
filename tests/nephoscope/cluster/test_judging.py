"""Rules over several nodes: every event is judged once, whichever node it came to, by one judge."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine

from alerts.book import AlertBook
from alerts.judge import Judge
from alerts.rule import Rule
from alerts.source import Arrived, Horizon, Span
from alerts.types.step import Row
from nephoscope.cluster.nodes import first_sequence
from tests.alerts.timeline import NOW, at, rule


@dataclass
class TwoNodes:
    """An EventSource over events of two nodes, of which each says how far it is."""

    horizons: dict[int, int] = field(default_factory=dict)
    events: list[Row] = field(default_factory=list)
    asked: list[Span] = field(default_factory=list)

    def arrive(self, node: int, minute: int) -> None:
        place = self.horizons.get(node, 0)
        time = at(f"21:{minute:02d}")
        self.events.append(Row(time, first_sequence(node) + place, time, {"user.name": "alice"}))
        self.horizons[node] = place + 1

    def horizon(self) -> Horizon:
        return {
            str(node): Arrived(first_sequence(node), first_sequence(node) + end)
            for node, end in self.horizons.items()
        }

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        self.asked.append(span)
        found = [
            row
            for row in self.events
            if any(part.first <= row.sequence < part.end for part in span.arrived)
        ]
        return sorted(found, key=lambda row: row.sequence)[:limit]


def test_events_of_both_nodes_raise_one_alert(state: Engine) -> None:
    source = TwoNodes()
    judge = Judge(state, source)
    judge.begin([rule()])
    source.arrive(2, 40)
    source.arrive(2, 41)
    assert judge.run(rule(), NOW) == 2
    source.arrive(1, 42)
    assert judge.run(rule(), NOW) == 1
    assert judge.run(rule(), NOW) == 0
    (alert,) = AlertBook(state).list()
    assert alert.count == 3


def test_pages_go_through_one_node_after_the_other(state: Engine) -> None:
    source = TwoNodes()
    judge = Judge(state, source, page_rows=2)
    judge.begin([rule()])
    for minute in range(3):
        source.arrive(2, minute)
        source.arrive(1, minute)
    assert judge.run(rule(), NOW) == 6
    starts = [[part.first for part in span.arrived] for span in source.asked]
    one, two = first_sequence(1), first_sequence(2)
    assert starts == [[one, two], [one + 2, two], [two + 1]]


def test_a_judge_that_was_overtaken_writes_nothing(state: Engine) -> None:
    source = TwoNodes()
    judge = Judge(state, source)
    judge.begin([rule()])
    for minute in (40, 41, 42):
        source.arrive(1, minute)

    class Overtaken(TwoNodes):
        """While it looks for events, another node judges them."""

        def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
            found = super().rows(rule, span, limit)
            assert Judge(state, source).run(rule, NOW) == 3
            return found

    slow = Judge(state, Overtaken(source.horizons, source.events))
    assert slow.run(rule(), NOW) == 0
    (alert,) = AlertBook(state).list()
    assert alert.count == 3
