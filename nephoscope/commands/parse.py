"""`nephoscope parse`: files to events as lines of JSON, nothing stored."""

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import click

from nephoscope.clock import clock
from nephoscope.dialects import own_dialects
from nephoscope.explained import explained_lines
from nephoscope.settings import load_settings
from parsers.esva.dialect_book import use_dialects
from parsers.event import Event, Source
from parsers.explain import explain
from parsers.formats import FORMATS
from parsers.jsonl import event_line
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

READ_BYTES = 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"
STDIN = Path("-")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "name", type=click.Choice(list(FORMATS)), help="What the files are.")
@click.option("--tz", "zone", default="UTC", show_default=True, help="Zone of times without one.")
@click.option("--keep-secrets", is_flag=True, help="Hide nothing; for people who write parsers.")
@click.option("--explain", "explained", is_flag=True, help="Tell how each record was read instead.")
def parse(
    files: tuple[Path, ...], name: str | None, zone: str, keep_secrets: bool, explained: bool
) -> None:
    """Print each event of FILES (`-` is standard input) as a line of JSON."""
    settings = load_settings({"tz": zone})
    use_dialects(own_dialects(settings))
    mask = Mask(keep_secrets=keep_secrets)
    if explained:
        for path in files:
            _explain(path, Source(None, None if path == STDIN else str(path), name, zone), mask)
        return
    counts: Counter[str] = Counter()
    started = perf_counter()
    out = sys.stdout
    for path in files:
        source = Source(
            None, None if path == STDIN else str(path), name, zone, settings.answer_length
        )
        for event, lines in _events(path, source, mask):
            counts.update((_kind(event), "records"))
            counts["lines"] += lines
            out.write(f"{event_line(event)}\n")
    out.flush()
    _sum_up(counts, perf_counter() - started)


def _explain(path: Path, source: Source, mask: Mask) -> None:
    now = clock()
    line = 1
    for record in read_records(_chunks(path), source, now=now):
        last = line + record.text.count("\n")
        click.echo(f"{path}, line {line}" if line == last else f"{path}, lines {line} to {last}")
        line = last + 1
        for row in explained_lines(explain(record, mask, now)):
            click.echo(f"  {row}")
        click.echo()


def _events(path: Path, source: Source, mask: Mask) -> Iterator[tuple[Event, int]]:
    """Each event of a file and how many lines it has."""
    now = clock()
    for record in read_records(_chunks(path), source, now=now):
        yield read(record, mask, now), record.text.count("\n") + 1


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, gzip unpacked."""
    if path == STDIN:
        yield from iter(lambda: sys.stdin.buffer.read(READ_BYTES), b"")
        return
    with path.open("rb") as file:
        packed = file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        file.seek(0)
        with gzip.open(file) if packed else file as content:
            yield from iter(lambda: content.read(READ_BYTES), b"")


def _kind(event: Event) -> str:
    """What the summary counts the event as."""
    if event.fields.get("event.kind") == "pipeline_error":
        return "unparsed"
    tags = event.fields.get("tags")
    if isinstance(tags, list) and "orphan" in tags:
        return "orphan"
    return "plain" if event.fields.get("event.dataset") == "plain" else "parsed"


def _sum_up(counts: Counter[str], seconds: float) -> None:
    rate = counts["lines"] / max(seconds, 1e-9)
    parts = [f"{counts[kind]:,} {kind}" for kind in ("parsed", "plain", "orphan", "unparsed")]
    click.echo(
        f"{counts['records']:,} records: {', '.join(parts)}; "
        f"{counts['lines']:,} lines, {rate:,.0f} lines/s",
        err=True,
    )
