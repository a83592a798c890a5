"""How fast records are read: heads by Lark and by its regex, and each format up to its columns.

Run as `python -m bench.parse`, with `--profile FORMAT` for where the time goes.  The records are
those of samples/; the mix is all of them among each other.  Each figure is the median of rounds
in which all ways take turns, in processor time of one core; ratios are to hand-written `re` in
the same round.  As in the processes that parse for the service, nobody looks for cycles among
the objects meanwhile.
"""

import argparse
import cProfile
import gc
import pstats
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lark import Lark

from bench.by_hand import HEAD, read_by_hand
from bench.formats import cef_by_hand, json_by_hand, syslog_by_hand
from bench.requests_by_hand import access_by_hand, api_by_hand, event_by_hand
from parsers.event import Event, Record, Source
from parsers.grammar import FOLDER, composed, lalr
from parsers.join import Joiner
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read
from search.stores.arrow import to_table

SAMPLES = Path(__file__).parent.parent / "samples"
GRAMMAR = FOLDER / "cloudstack" / "management.lark"
ROUNDS = 9
SEED = 8514
RECORDS = 3_000
"""Records of one round, or a few more: a sample as often as it takes."""

NOW = datetime(2026, 9, 14, tzinfo=UTC)
MASK = Mask()
Way = Callable[[Sequence[Record]], object]
ByHand = Callable[[str], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A format, its sample, and the function by hand, which may refuse what it does not read."""

    name: str
    sample: str
    by_hand: ByHand

    def records(self) -> list[Record]:
        data = (SAMPLES / self.sample).read_bytes()
        found = read_records([data], Source(), received=NOW)
        return [record for record in found if self._is_readable(record.text)]

    def _is_readable(self, text: str) -> bool:
        try:
            self.by_hand(text)
        except (AssertionError, ValueError):
            return False
        return True


def management_by_hand(text: str) -> Mapping[str, object]:
    return read_by_hand(text, MASK.key)


MANAGEMENT = Kind("cloudstack.management", "cloudstack/management.log", management_by_hand)
KINDS = (
    MANAGEMENT,
    Kind("cloudstack.api", "cloudstack/api.log", api_by_hand),
    Kind("cloudstack.access", "cloudstack/access.log", access_by_hand),
    Kind("cloudstack.event", "cloudstack/event.log", event_by_hand),
    Kind("esva.cef", "esva/cef.log", cef_by_hand),
    Kind("syslog", "generic/syslog.log", syslog_by_hand),
    Kind("json", "generic/json.log", json_by_hand),
)


def with_lark(parser: Lark) -> Way:
    def run(records: Sequence[Record]) -> None:
        for record in records:
            parser.parse(record.text)

    return run


def with_regex(records: Sequence[Record]) -> None:
    match = composed(str(GRAMMAR), GRAMMAR.name, "DATED").match
    for record in records:
        found = match(record.text)
        assert found is not None
        found.groupdict()


def with_hand_regex(records: Sequence[Record]) -> None:
    for record in records:
        found = HEAD.match(record.text)
        assert found is not None
        found.groups()


HEADS: Mapping[str, Way] = {
    "head: `re` by hand, one layout": with_hand_regex,
    "head: the composed regex": with_regex,
    "head: LALR over one composed terminal": with_lark(lalr(GRAMMAR, "dated")),
    "head: LALR over single terminals": with_lark(lalr(GRAMMAR, "dated_parts")),
}


def events(records: Sequence[Record]) -> list[Event]:
    return [read(record, MASK, NOW) for record in records]


def columns(records: Sequence[Record]) -> object:
    return to_table(events(records), 1, 0, NOW)


def ways_of(name: str, hand: ByHand) -> Mapping[str, Way]:
    """By hand first: what the others are beside."""

    def by_hand(records: Sequence[Record]) -> list[Event]:
        return [Event(hand(record.text)) for record in records]

    def columns_by_hand(records: Sequence[Record]) -> object:
        return to_table(by_hand(records), 1, 0, NOW)

    return {
        f"{name}: by hand": by_hand,
        f"{name}: parsed and masked": events,
        f"{name}: parsed, masked, in columns": columns,
        f"{name}: by hand, in columns": columns_by_hand,
    }


def figures(ways: Mapping[str, Way], records: Sequence[Record]) -> Iterator[str]:
    """A line for each way: its records a second, and its ratio to the first way."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.process_time()
            way(records)
            seconds[name].append(time.process_time() - start)
    first = next(iter(seconds.values()))
    for name, own in seconds.items():
        rate = len(records) / statistics.median(own)
        ratio = statistics.median(hand / ours for hand, ours in zip(first, own, strict=True))
        yield f"{name:48} {rate:10,.0f} records/s {ratio:6.2f} of `re`"


def mixed() -> tuple[ByHand, list[Record]]:
    """The records of all samples among each other, and how each is read by hand."""
    pairs = [(record, kind.by_hand) for kind in KINDS for record in kind.records()]
    random.Random(SEED).shuffle(pairs)
    hands = {record.text: hand for record, hand in pairs}
    return (lambda text: hands[text](text)), [record for record, _ in pairs]


def alike(name: str, hand: ByHand, records: Sequence[Record]) -> str:
    """How many fields both ways read, and read alike: what the ratio may claim."""
    named = same = every = 0
    for record in records:
        ours, theirs = read(record, MASK, NOW).fields, hand(record.text)
        every += len(ours.keys() | theirs.keys())
        named += len(ours.keys() & theirs.keys())
        same += sum(key in ours and ours[key] == value for key, value in theirs.items())
    return (
        f"{name}: {len(records)} records; by hand {named} of {every} fields, {same} with "
        "the same value"
    )


def joining() -> str:
    lines = [
        f"2026-09-13 22:11:{number % 60:02},204 DEBUG [c.c.a.ApiServlet] (qtp1-22:[ctx-{number:x}])"
        f" (logid:9f3c1e7a) ===START===  192.0.2.10 -- GET  command=listVirtualMachines&id={number}"
        for number in range(20_000)
    ]
    times = []
    for _ in range(ROUNDS):
        joiner = Joiner(Source())
        start = time.process_time()
        for line in lines:
            joiner.feed(line, NOW)
        times.append(time.process_time() - start)
    return f"{'joining':48} {len(lines) / statistics.median(times):10,.0f} lines/s"


def profile(kind: Kind) -> None:
    records = repeated(kind.records())
    columns(records)
    profiler = cProfile.Profile()
    profiler.runcall(columns, records)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def repeated(records: Sequence[Record]) -> list[Record]:
    return [*records] * -(-RECORDS // len(records))


def report() -> Iterator[str]:
    yield from figures(HEADS, repeated(MANAGEMENT.records()))
    hand, records = mixed()
    samples = [("mix", hand, records)]
    samples += [(kind.name, kind.by_hand, kind.records()) for kind in KINDS]
    for name, hand, records in samples:
        yield ""
        yield alike(name, hand, records)
        yield from figures(ways_of(name, hand), repeated(records))
    yield ""
    yield joining()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    names = [kind.name for kind in KINDS]
    options.add_argument("--profile", choices=names, help="show where the time goes")
    chosen = options.parse_args().profile
    gc.freeze()
    gc.disable()
    if chosen is not None:
        profile(KINDS[names.index(chosen)])
        return
    for line in report():
        print(line)  # noqa: T201 - a benchmark talks to the terminal


if __name__ == "__main__":
    main()
