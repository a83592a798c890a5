"""Latency of ten queries over a million events in the embedded store, and what they take on disk.

Run as `python -m bench.search [--events N] [LOG…]`.  The records are those of samples/, or of the
logs that are named (`.gz` too), over and over with other ids and times, from a fixed seed; a few
hundred different lines compress better than a real log, so name one to measure the disk.  Each
latency is the median of nine, in this process, without the HTTP API and the language before it.
"""

import argparse
import gzip
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path

from sqlglot import exp, parse_one

from parsers.event import Event, Record, Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read
from search.relation import Relation
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits

SAMPLES = Path(__file__).parent.parent / "samples"
SEED = 20260913
NOW = datetime(2026, 11, 23, tzinfo=UTC)
ROUNDS = 9
AT_A_TIME = 20_000
STEP = timedelta(minutes=7)
"""How much later each copy of the records is."""

FILES = {
    "original text": ("event%3Aoriginal.",),
    "message beside it": ("message.", "message%3A"),
    "word index": ("skp_idx_words",),
    "other indexes": ("skp_idx.", "skp_idx_id", "skp_idx_batches", "primary"),
}
"""What a file of a part keeps, by how its name begins."""

_HEX = re.compile(r"\b[0-9a-f]{8}\b")
_JOB = re.compile(r"\bjob-(\d+)\b")
_ISO = re.compile(r"\b(20\d\d-\d\d-\d\d)([ T])(\d\d:\d\d:\d\d)")

_FROM = 'FROM "nephoscope"."every event"'
_NEWEST = 'ORDER BY "@timestamp" DESC, "event.sequence" DESC LIMIT 100'
QUERIES = {
    "a word": f'SELECT * {_FROM} WHERE hasAllTokens("event.original", {{word:String}}) {_NEWEST}',
    "an id": f'SELECT * {_FROM} WHERE "trace.id" = {{id:String}} {_NEWEST}',
    "newest 100": f"SELECT * {_FROM} {_NEWEST}",
    "newest 100 of a word": (
        f"SELECT * {_FROM} WHERE hasAllTokens(\"event.original\", 'INFO') {_NEWEST}"
    ),
    "timechart by level": (
        'SELECT toStartOfInterval("@timestamp", INTERVAL 1 HOUR) AS "at", "log.level" AS "level", '
        f'count() AS "n" {_FROM} GROUP BY "at", "level" ORDER BY "at"'
    ),
    "top": (
        f'SELECT "log.logger" AS "l", count() AS "n" {_FROM} GROUP BY "l" '
        'ORDER BY "n" DESC LIMIT 20'
    ),
    "dc": f'SELECT uniqExact("trace.id") AS "n" {_FROM}',
    "p95": (
        'SELECT "log.level" AS "l", quantileExact(0.95)(length("message")) AS "n" '
        f'{_FROM} GROUP BY "l"'
    ),
    "values of a field": (
        f'SELECT "event.action" AS "v", count() AS "n" {_FROM} '
        'WHERE "event.action" IS NOT NULL GROUP BY "v" ORDER BY "n" DESC LIMIT 10'
    ),
    "a regex": f'SELECT count() AS "n" {_FROM} WHERE match("event.original", \'job-[0-9]+7 \')',
}


def records(paths: Sequence[Path]) -> list[Record]:
    found = []
    for path in paths:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        source = Source(host="mgmt-01", path=f"/var/log/{path.name}")
        found += list(read_records([content], source, received=NOW))
    return found


def copies(found: Sequence[Record]) -> Iterator[Event]:
    """The records for ever, each copy with ids of its own and a few minutes later."""
    chance = random.Random(SEED)
    mask = Mask()
    for number in count():
        salt = chance.getrandbits(32)
        for record in found:
            text = _moved(record.text, salt, number)
            yield read(Record(text, record.source, received=record.received), mask, NOW)


def _moved(text: str, salt: int, number: int) -> str:
    """Equal ids stay equal within a copy."""
    text = _HEX.sub(lambda found: f"{int(found[0], 16) ^ salt:08x}", text)
    text = _JOB.sub(lambda found: f"job-{int(found[1]) + 1000 * number}", text)
    return _ISO.sub(lambda found: _later(found, number), text)


def _later(found: re.Match[str], number: int) -> str:
    moment = datetime.fromisoformat(f"{found[1]} {found[3]}") + STEP * number
    return f"{moment:%Y-%m-%d}{found[2]}{moment:%H:%M:%S}"


def fill(store: EmbeddedStore, events: Iterator[Event], total: int) -> int:
    """How many bytes the records had, line ends included."""
    raw = 0
    stored = 0
    building, inserting = 0.0, 0.0
    for batch in range(1, -(-total // AT_A_TIME) + 1):
        some = list(islice(events, min(AT_A_TIME, total - stored)))
        raw += sum(len(str(event.fields["event.original"]).encode()) + 1 for event in some)
        begin = time.perf_counter()
        rows = to_table(some, batch, stored, NOW)
        middle = time.perf_counter()
        store.insert(batch, rows)
        building += middle - begin
        inserting += time.perf_counter() - middle
        stored += len(some)
        sys.stdout.write(f"\r{stored:>10,} events")
        sys.stdout.flush()
    say(f"\nto columns {total / building:>9,.0f} events/s")
    say(f"inserted   {total / inserting:>9,.0f} events/s, {sum(r.events for r in store.days()):,}")
    return raw


def median_ms(run: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)


def relation(text: str, parameters: dict[str, object]) -> Relation:
    query = parse_one(text, dialect="clickhouse")
    assert isinstance(query, exp.Query)
    return Relation(query, (), parameters)


def one_id(store: EmbeddedStore) -> str:
    text = f'SELECT any("trace.id") AS "id" {_FROM} WHERE "trace.id" != \'\''
    return str(store.query(relation(text, {}), Limits())["id"][0].as_py())


def disk(store: EmbeddedStore, folder: Path, raw: int) -> None:
    """What a raw byte takes, and what of it is whose, once all is merged.  `folder`: the store's.

    Told apart by the files of parts that have files for each column, which the store's parts are
    made into for that: those of fewer than half a million events have one file.
    """
    run, table = store._engine.run, store._table  # noqa: SLF001
    run(f"OPTIMIZE TABLE {table} FINAL")
    total = sum(day.size_bytes for day in store.days())
    say(f"disk: {total:,} bytes for {raw:,} raw, {total / raw:.3f}")
    made = run(
        "SELECT extract(engine_full, 'min_bytes_for_wide_part = (\\d+)') AS bytes "
        "FROM system.tables WHERE database = 'nephoscope' AND name = 'events'"
    )["bytes"][0].as_py()
    run(f"ALTER TABLE {table} MODIFY SETTING min_bytes_for_wide_part = 0")
    run(f"OPTIMIZE TABLE {table} FINAL")
    parts = run(
        "SELECT path, bytes_on_disk AS size FROM system.parts WHERE active AND part_type = 'Wide' "
        "AND database = 'nephoscope' AND table = 'events'"
    ).to_pylist()
    files = [file for part in parts for file in (folder / part["path"]).iterdir()]
    sizes = {file: file.stat().st_size for file in files}
    told = sum(sizes.values())
    say(f"  told apart by files: {told / (total or 1):.0%} of it")
    for name, prefixes in FILES.items():
        size = sum(size for file, size in sizes.items() if file.name.startswith(prefixes))
        say(f"  {name:<18} {size / (told or 1) * total / raw:.3f}")
    run(f"ALTER TABLE {table} MODIFY SETTING min_bytes_for_wide_part = {made}")
    run(f"OPTIMIZE TABLE {table} FINAL")


def memory_mb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("logs", nargs="*", type=Path, metavar="LOG")
    options.add_argument("--events", type=int, default=1_000_000)
    chosen = options.parse_args()
    found = records(chosen.logs or sorted(SAMPLES.glob("*/*.log")))
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "store")
        raw = fill(store, copies(found), chosen.events)
        parameters: dict[str, object] = {"id": one_id(store)}
        parameters["word"] = parameters["id"]
        for name, text in QUERIES.items():
            asked = relation(text, parameters)
            say(f"{name:<24} {median_ms(partial(store.query, asked, Limits())):>8.1f} ms")
        say(f"memory {memory_mb()} MB")
        disk(store, Path(folder) / "store", raw)
        store.close()


if __name__ == "__main__":
    main()
