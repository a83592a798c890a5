"""How fast CloudStack's records are read: Lark, its composed regex, and the whole way to columns.

Run as `python -m bench.parse`, with `--profile` for where the time goes.  The records are those of
the sample.  Each figure is the median of rounds in which all ways take turns, in processor time of
one core; ratios are to hand-written `re` in the same round.
"""

import argparse
import cProfile
import pstats
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lark import Lark

from bench.by_hand import HEAD, read_by_hand
from parsers.cloudstack.management import parse
from parsers.event import Event, Record, Source
from parsers.grammar import FOLDER, composed, lalr
from parsers.lines import read_records
from parsers.mask import Mask
from search.stores.arrow import to_table

SAMPLE = Path(__file__).parent.parent / "samples" / "cloudstack" / "management.log"
GRAMMAR = FOLDER / "cloudstack" / "management.lark"
ROUNDS = 9
REPEATS = 10
"""Times that the sample is read in one round: some 3,000 records."""

NOW = datetime(2026, 9, 14, tzinfo=UTC)
MASK = Mask()
Way = Callable[[Sequence[Record]], object]


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


def events(records: Sequence[Record]) -> list[Event]:
    return [parse(record, MASK) for record in records]


def events_by_hand(records: Sequence[Record]) -> list[Event]:
    return [Event(read_by_hand(record.text, MASK.key)) for record in records]


def columns(records: Sequence[Record]) -> object:
    return to_table(events(records), 1, 0, NOW)


def columns_by_hand(records: Sequence[Record]) -> object:
    return to_table(events_by_hand(records), 1, 0, NOW)


def figures(records: Sequence[Record]) -> list[tuple[str, float, float]]:
    """Name of each way, its records a second, and its ratio to the same by hand."""
    ways: dict[str, tuple[Way, str]] = {
        "head: LALR over single terminals": (with_lark(lalr(GRAMMAR, "dated_parts")), "head: `re`"),
        "head: LALR over one composed terminal": (with_lark(lalr(GRAMMAR, "dated")), "head: `re`"),
        "head: the composed regex": (with_regex, "head: `re`"),
        "head: `re`": (with_hand_regex, "head: `re`"),
        "event: parsed and masked": (events, "event: by hand"),
        "event: by hand": (events_by_hand, "event: by hand"),
        "columns: parsed, masked, in columns": (columns, "event: by hand"),
        "columns: by hand, in columns": (columns_by_hand, "event: by hand"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (way, _) in ways.items():
            start = time.process_time()
            way(records)
            seconds[name].append(time.process_time() - start)
    return [
        (
            name,
            len(records) / statistics.median(seconds[name]),
            statistics.median(
                hand / ours for ours, hand in zip(seconds[name], seconds[beside], strict=True)
            ),
        )
        for name, (_, beside) in ways.items()
    ]


def same_fields(records: Sequence[Record]) -> tuple[int, int]:
    """How many fields both ways read alike, of how many: what the ratio may claim."""
    alike = both = 0
    for record in records:
        ours, hand = parse(record, MASK).fields, read_by_hand(record.text, MASK.key)
        names = ours.keys() | hand.keys()
        both += len(names)
        alike += sum(ours.get(name) == hand.get(name) for name in names)
    return alike, both


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--profile", action="store_true", help="show where the time goes")
    records = list(read_records([SAMPLE.read_bytes()], Source()))
    if options.parse_args().profile:
        profile = cProfile.Profile()
        events(records)
        profile.runcall(events, records * REPEATS)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    alike, both = same_fields(records)
    print(f"{len(records)} records; {alike} of {both} fields alike by hand")  # noqa: T201
    for name, rate, ratio in figures(records * REPEATS):
        print(f"{name:40} {rate:10,.0f} records/s {ratio:6.2f} of `re`")  # noqa: T201


if __name__ == "__main__":
    main()
