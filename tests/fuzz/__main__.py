"""Fuzzing of every format: `python -m tests.fuzz [--runs N] [FORMAT ..]`, by `make fuzz`.

Mutates the lines of samples/ and every past finding a million times for each format.  A line
that raises, takes longer than 50 ms or loses its text is kept in tests/fuzz/findings/, where the
suite reads it from then on.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from parsers.formats import FORMATS
from tests.fuzz.line import seeds_of

RUNS = 1_000_000
GROWTH = 1.02
"""Python's memory at the end may be so many times that of half way."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=RUNS, help="lines of each format")
    options.add_argument("formats", nargs="*", choices=[[], *FORMATS], help="all, if none is named")
    given = options.parse_args()
    failed = False
    for name in given.formats or FORMATS:
        with tempfile.TemporaryDirectory() as folder:
            words, fine = _run(name, given.runs, Path(folder))
        print(f"{name:24} {words}", flush=True)  # noqa: T201 - it talks to the terminal
        failed = failed or not fine
    return int(failed)


def _run(name: str, runs: int, folder: Path) -> tuple[str, bool]:
    """What happened in a few words, and whether all was well."""
    seeds, report = folder / "seeds", folder / "report.json"
    seeds.mkdir()
    for number, text in enumerate(seeds_of(name)):
        (seeds / str(number)).write_text(text, encoding="utf-8", newline="")
    command = [sys.executable, "-m", "tests.fuzz.target", name, str(runs), str(seeds), str(report)]
    ended = subprocess.run(command, capture_output=True, check=False)
    found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {"lines": 0}
    if found["lines"] < runs:
        said = ended.stderr.decode("utf-8", "replace")[-2000:]
        return f"ended early, after {found['lines']:,} lines ({ended.returncode}): {said}", False
    return _words(found), not found["found"] and _growth(found) < GROWTH


def _growth(report: Mapping[str, int]) -> float:
    return report["blocks_at_the_end"] / max(report["blocks_half_way"], 1)


def _words(report: Mapping[str, object]) -> str:
    growth = _growth({key: value for key, value in report.items() if isinstance(value, int)})
    parts = [
        f"{report['lines']:,} lines",
        f"slowest {report['slowest_ms']} ms",
        f"memory x {growth:.3f}",
    ]
    found = report["found"]
    assert isinstance(found, dict)
    return "; ".join([*parts, *(f"{file}: {what}" for what, file in found.items())])


if __name__ == "__main__":
    sys.exit(main())
