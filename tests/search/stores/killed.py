"""The child process of test_kill: `insert FOLDER` is killed in the middle, `replay FOLDER` mends.

`prepare` stores batch 1, `insert` batch 2, `replay` the days of batch 2 that are missing, as the
pipeline does after a crash, and prints what is stored then.
"""

import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from parsers.event import Event
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits

EVENTS = 72
"""One an hour: three days."""


def rows(batch: int) -> pa.Table:
    """A batch of events on three days."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    events = [
        Event({"@timestamp": start + timedelta(hours=at), "event.original": f"{batch} {at}"})
        for at in range(EVENTS)
    ]
    return to_table(events, batch, batch * 1000, start)


def insert_missing(store: EmbeddedStore, batch: int) -> int:
    """How many days of the batch were there before."""
    table = rows(batch)
    stored = store.stored_days(batch)
    days = pa.array(sorted(stored), pa.uint32())
    missing = table.filter(pc.invert(pc.is_in(table["day"], days)))
    if missing.num_rows:
        store.insert(batch, missing)
    return len(stored)


def main(task: str, folder: Path) -> None:
    store = EmbeddedStore(folder)
    if task == "insert":
        store.insert(2, rows(2))
        say("stored")
        sys.stdin.readline()
        return
    before = insert_missing(store, 1 if task == "prepare" else 2)
    found = store.query(store.events(), Limits())["event.original"].to_pylist()
    store.close()
    say(json.dumps({"days before": before, "events": Counter(map(str, found))}))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
