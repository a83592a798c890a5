"""`nephoscope search`: a query's rows, from the running service or from the data folder."""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TextIO

import click
import httpx
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nephoscope.connection import checked, service_client
from nephoscope.local import local_request, local_store
from nephoscope.options import STORE, settings_from, settings_options
from nephoscope.settings import Settings, load_settings
from search.service import search as run_search
from web.api.rows import csv_lines
from web.api.search import json_answer, shown_rows

TABLE_FIELDS = ("@timestamp", "log.level", "host.name", "message")
"""Columns of the table of events; `fields` or `table` in the query chooses others."""


@click.command()
@click.argument("query")
@click.option("--earliest", metavar="TIME", help="Begin: -24h@h, @d, 0, 2026-11-23T08:00.")
@click.option("--latest", metavar="TIME", help="End, not included: now, -1h.")
@click.option("--tz", "zone", default="UTC", show_default=True, help="Time zone of the days.")
@click.option(
    "--output",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@settings_options(*STORE, "query_time", "query_memory", "query_threads")
def search(
    query: str,
    earliest: str | None,
    latest: str | None,
    zone: str,
    output: str,
    **options: Any,
) -> None:
    """Run QUERY, written in SPL, and print every row of its result."""
    settings = settings_from(options)
    load_settings({"tz": zone})
    wanted = "csv" if output == "csv" else "json"
    asked = {"q": query, "earliest": earliest, "latest": latest, "tz": zone, "output": wanted}
    pieces = _pieces(settings, {name: value for name, value in asked.items() if value is not None})
    out = sys.stdout
    if output == "table":
        show_table(json.loads("".join(pieces)), out)
        return
    for piece in pieces:
        out.write(piece)


def _pieces(settings: Settings, asked: dict[str, str]) -> Iterator[str]:
    """The answer as JSON or CSV text, wherever it comes from."""
    with service_client(settings.data) as client:
        if client is not None:
            yield from _from_service(client, asked)
            return
    with local_store(settings) as store:
        request = local_request(
            settings, asked["q"], asked.get("earliest"), asked.get("latest"), asked["tz"]
        )
        answer = run_search(store, request)
        rows = shown_rows(answer)
        yield from csv_lines(rows) if asked["output"] == "csv" else json_answer(answer, rows)


def _from_service(client: httpx.Client, asked: dict[str, str]) -> Iterator[str]:
    with client.stream("POST", "/api/search", data=asked) as response:
        yield from checked(response).iter_text()


def show_table(answer: dict[str, Any], out: TextIO) -> None:
    """The answer for people: of events the few fields that tell most, each on lines of its own."""
    names = [field["name"] for field in answer["fields"]]
    if "event.original" in names:
        names = [name for name in TABLE_FIELDS if name in names]
    numeric = {f["name"] for f in answer["fields"] if f["type"] in ("long", "double")}
    rows = [[_cell(row.get(name)) for name in names] for row in answer["rows"]]
    # A pipe has no width: nothing is cut or wrapped for it.
    width = None if out.isatty() else _width(names, rows)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in names:
        side: Literal["right", "left"] = "right" if name in numeric else "left"
        table.add_column(name, justify=side, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=out, highlight=False, width=width).print(table)
    for warning in answer["warnings"]:
        click.echo(f"warning: {warning}", err=True)
    stats = answer["stats"]
    click.echo(
        f"{len(answer['rows']):,} rows from {stats['matched']:,} of {stats['scanned']:,} events "
        f"in {stats['seconds']:.2f} s",
        err=True,
    )


def _width(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Columns of a terminal that would hold every row."""
    widest = [
        max(cell_len(line) for row in [names, *rows] for line in [*row[place].split("\n"), ""])
        for place in range(len(names))
    ]
    return sum(widest) + 2 * len(names) + 1


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return "\n".join(str(part) for part in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return _printable(str(value))


def _printable(text: str) -> str:
    """Log text must not steer the terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"\\x{ord(c):02x}" for c in text)
