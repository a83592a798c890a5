"""Latency of searches over a million events through a running service, and its page and memory.

Run as `python -m bench.api [--events N] [--keep FOLDER] [LOG…]`, over the records that
`bench.search` makes.  Each latency is the median of nine rounds, in each of which all questions
are asked once; beside it stand a round trip to `/health` and the engine alone, in the same run.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.ingest import tree_bytes
from bench.search import QUERIES, SAMPLES, copies, disk, fill, one_id, records, relation, say
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.nephoscope.running import Running, running

ROUNDS = 9
PAINTS = 5
FLOOR = "/health"
EVERYTHING = {"earliest": "0", "latest": "+1000d"}

Question = tuple[str, Mapping[str, str]]
"""An address and its parameters."""


def questions(word: str) -> dict[str, Question]:
    """The figures' questions, by name.  `word`: an id that stands in few events."""
    searches = {
        "a word": word,
        "an id": f"trace.id={word}",
        "newest 100": "* | head 100",
        "newest 100 of a word": "INFO | head 100",
        "timechart by level": "* | timechart count by log.level",
        "top": "* | top limit=20 log.logger",
        "dc": "* | stats dc(trace.id)",
        "p95": "* | eval size=len(message) | stats p95(size) by log.level",
        "a regex": '* | where match(_raw, "job-[0-9]+7 ") | stats count',
        "dedup": "* | dedup log.logger | head 100",
    }
    asked: dict[str, Question] = {
        name: ("/api/search", {"q": text, **EVERYTHING}) for name, text in searches.items()
    }
    values = {"q": "*", "field": "event.action", **EVERYTHING}
    return {
        FLOOR: (FLOOR, {}),
        **asked,
        "values of a field": ("/api/field-values", values),
        "fields": ("/api/fields", {"q": "*", **EVERYTHING}),
        "fields of a word": ("/api/fields", {"q": "error", **EVERYTHING}),
        "the page": ("/search", {"q": "*", **EVERYTHING}),
        "the page of a word": ("/search", {"q": "error", **EVERYTHING}),
    }


def in_turn(asked: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Medians in milliseconds.  A first round that warms is left out."""
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS + 1):
        for name, ask in asked.items():
            begin = time.perf_counter()
            ask()
            taken[name].append((time.perf_counter() - begin) * 1000)
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def engine_alone(store: EmbeddedStore, word: str) -> dict[str, float]:
    """The questions that `bench.search` asks the engine in its own words."""
    values: dict[str, object] = {"id": word, "word": word}
    asked = {
        name: partial(store.query, relation(text, values), Limits())
        for name, text in QUERIES.items()
    }
    return in_turn(asked)


def ask(client: httpx.Client, question: Question) -> None:
    address, parameters = question
    client.get(address, params=parameters).raise_for_status()


def latencies(service: Running, word: str, alone: Mapping[str, float]) -> None:
    with service.client() as client:
        found = questions(word)
        taken = in_turn({name: partial(ask, client, asked) for name, asked in found.items()})
    for name, milliseconds in taken.items():
        floor = f"{milliseconds / taken[FLOOR]:>8.1f} × {FLOOR}"
        beside = f"{milliseconds / alone[name]:>6.1f} × engine" if name in alone else ""
        say(f"{name:<24} {milliseconds:>8.1f} ms {floor} {beside}")


def first_paint(service: Running) -> None:
    """Of the search page in a browser that has nothing of it yet."""
    if not CHROMIUM.exists():
        say(f"first paint: not measured, no Chromium at {CHROMIUM} (apt-get install chromium)")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        taken = []
        for _ in range(PAINTS):
            page = browser.new_page(extra_http_headers={"Authorization": f"Bearer {service.token}"})
            taken.append(paint_ms(page, f"{service.url}/search?q=*&earliest=0"))
            page.close()
        browser.close()
    say(f"first paint of the page  {statistics.median(taken):>8.1f} ms")


def paint_ms(page: Page, address: str) -> float:
    """From the begin of the navigation; the events stand in the page as it comes."""
    page.goto(address)
    assert page.locator("#list > li").count()
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    page.wait_for_function(script)
    return float(page.evaluate(script))


def prepare(data: Path, logs: list[Path], events: int) -> tuple[str, dict[str, float]]:
    """A store in the data folder, filled unless it was kept: a rare word, and the engine alone."""
    kept = (data / "events").exists()
    data.mkdir(parents=True, exist_ok=True)
    store = EmbeddedStore(data / "events")
    try:
        if not kept:
            found = records(logs or sorted(SAMPLES.glob("*/*.log")))
            disk(store, data / "events", fill(store, copies(found), events))
        word = one_id(store)
        return word, engine_alone(store, word)
    finally:
        store.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("logs", nargs="*", type=Path, metavar="LOG")
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--keep", type=Path, help="data folder to fill, or to use again")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = chosen.keep or Path(folder) / "data"
        word, alone = prepare(data, chosen.logs, chosen.events)
        with running(data) as service:
            before = tree_bytes(service.process.pid)
            latencies(service, word, alone)
            first_paint(service)
            after = tree_bytes(service.process.pid)
            say(f"memory of the process tree: {before >> 20} MB before, {after >> 20} MB after")


if __name__ == "__main__":
    main()
