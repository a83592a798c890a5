"""One format under atheris: `python -m tests.fuzz.target FORMAT RUNS SEEDS REPORT`.

libFuzzer owns the process and ends it, so that what was seen is written to the file REPORT while
lines are read, and when the last one has been.
"""

import contextlib
import gc
import hashlib
import json
import sys
from functools import lru_cache
from pathlib import Path

import atheris

# What every format shares leads to no new ways through one; counting there takes half the time.
PACKAGE = sys.argv[1].rpartition(".")[0] or "generic"
with atheris.instrument_imports(include=[f"parsers.{PACKAGE}"]):
    from tests.fuzz.line import FINDINGS, FindingError, check, seeds_of

LONGEST_LINE = 4096
REPORT_EVERY = 10_000


class Watch:
    """What happened to the lines of a run.

    Memory is counted in blocks of Python's own allocator, half way and at the end: libFuzzer
    keeps lines of its own.
    """

    def __init__(self, name: str, runs: int, report: Path) -> None:
        self._name = name
        self._runs = runs
        self._report = report
        self._lines = 0
        self._slowest_s = 0.0
        self._blocks = 0
        self._found: dict[str, str] = {}

    def one_line(self, data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        try:
            self._slowest_s = max(self._slowest_s, check(self._name, text))
        except FindingError as finding:
            self._keep(str(finding), data)
        self._lines += 1
        if self._lines == self._runs // 2:
            self._blocks = _blocks()
        if self._lines % REPORT_EVERY == 0 or self._lines == self._runs:
            gc.collect()
            self._write()

    def _keep(self, what: str, data: bytes) -> None:
        if what not in self._found:
            path = FINDINGS / f"{self._name}-{hashlib.sha256(data).hexdigest()[:12]}.txt"
            path.write_bytes(data)
            self._found[what] = path.name

    def _write(self) -> None:
        report = {
            "lines": self._lines,
            "slowest_ms": round(self._slowest_s * 1000, 1),
            "blocks_half_way": self._blocks,
            "blocks_at_the_end": _blocks() if self._lines == self._runs else 0,
            "found": self._found,
        }
        self._report.write_text(json.dumps(report), encoding="utf-8")


def _blocks() -> int:
    """Blocks of memory without what caches keep, which is bounded but takes long to fill."""
    cache = type(lru_cache(len))
    for thing in gc.get_objects():
        if isinstance(thing, cache):
            thing.cache_clear()
    gc.collect()
    return sys.getallocatedblocks()


def main() -> None:
    name, runs, seeds, report = sys.argv[1:]
    for text in seeds_of(name):  # what is made when it is first needed is no line's fault either
        with contextlib.suppress(FindingError):
            check(name, text)
    watch = Watch(name, int(runs), Path(report))
    gc.disable()  # as where the service parses: a collection is no line's fault
    # A few more, because libFuzzer counts lines that it never hands over.
    options = [f"-runs={int(runs) + 10}", "-seed=20260913", f"-max_len={LONGEST_LINE}"]
    quiet = ["-verbosity=0", "-print_final_stats=0", "-rss_limit_mb=0", "-close_fd_mask=0"]
    atheris.Setup([sys.argv[0], *options, *quiet, seeds], watch.one_line)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
