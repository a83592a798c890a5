"""What no line may do to a parser, whatever it holds: raise, take long, or lose its text."""

import time
from datetime import UTC, datetime
from pathlib import Path

from parsers.event import Record, Source
from parsers.formats import FORMATS
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LONGEST_S = 0.05
"""Of processor time for one line."""

TRIES = 3
"""A line is slow when it is so each time: the machine may have been busy with something else."""

FINDINGS = Path(__file__).with_name("findings")
SAMPLES = Path(__file__).parents[2] / "samples"
_MASKS = (Mask(), Mask(keep_secrets=True))


class FindingError(Exception):
    """A line did what it may not.  Its text is the same for findings that are the same."""


def check(name: str, text: str, longest_s: float = LONGEST_S) -> float:
    """Seconds that the line took as a record of that format, and of what it looks like.

    Raises: FindingError.
    """
    spent = _timed(name, text)
    if spent > longest_s:
        spent = min(spent, *(_timed(name, text) for _ in range(TRIES - 1)))
        if spent > longest_s:
            raise FindingError(f"{name}: a line took longer than {longest_s * 1000:.0f} ms")
    return spent


def _timed(name: str, text: str) -> float:
    """Every other line keeps its secrets, as only then its text can be compared."""
    mask = _MASKS[len(text) % 2]
    start = time.process_time()
    try:
        FORMATS[name].starts_record(text)
        event = read(Record(text, Source(format=name), received=NOW), mask, NOW)
        if not FORMATS[name].claims(text):  # else it would be the same once more
            read(Record(text, Source(), received=NOW), mask, NOW)
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = "" if trace is None else f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        raise FindingError(f"{name}: {type(error).__name__} in {where}: {error}"[:300]) from error
    spent = time.process_time() - start
    if mask.keep_secrets and event.fields["event.original"] != text:
        raise FindingError(f"{name}: the text is not kept")
    return spent


def sample_of(name: str) -> Path:
    vendor, dot, kind = name.partition(".")
    return SAMPLES / vendor / f"{kind}.log" if dot else SAMPLES / "generic" / f"{name}.log"


def seeds_of(name: str) -> list[str]:
    """Records of the format's sample, and every line that was found at any time."""
    records = read_records([sample_of(name).read_bytes()], Source(format=name))
    texts = [record.text for record in records]
    return [*texts, *(text for path, text in findings() if path.name.startswith(f"{name}-"))]


def findings() -> list[tuple[Path, str]]:
    """Files `<format>-<hash>.txt` and the lines in them."""
    paths = sorted(FINDINGS.glob("*.txt"))
    return [(path, path.read_bytes().decode("utf-8", "replace")) for path in paths]
