"""`nephoscope explain`: how a query is read and run, without running it."""

from typing import Any

import click

from nephoscope.connection import checked, service_client
from nephoscope.local import local_request, local_store
from nephoscope.options import STORE, settings_from, settings_options
from nephoscope.settings import Settings
from search.service import explain as explain_search
from web.render import jsonable


@click.command()
@click.argument("query")
@click.option("--earliest", metavar="TIME", help="Begin: -24h@h, @d, 0, 2026-11-23T08:00.")
@click.option("--latest", metavar="TIME", help="End, not included: now, -1h.")
@settings_options(*STORE)
def explain(query: str, earliest: str | None, latest: str | None, **options: Any) -> None:
    """Show how QUERY is read, the SQL that it becomes, and what the indexes do."""
    found = _explanation(settings_from(options), query, earliest, latest)
    for head, lines in _sections(found):
        click.echo(f"{head}\n" + "\n".join(f"  {line}" for line in lines) + "\n")


def _explanation(
    settings: Settings, query: str, earliest: str | None, latest: str | None
) -> dict[str, Any]:
    """An Explanation as JSON values, wherever it comes from."""
    asked = {"q": query, "earliest": earliest or "", "latest": latest or ""}
    with service_client(settings.data) as client:
        if client is not None:
            answer: dict[str, Any] = checked(client.get("/api/explain", params=asked)).json()
            return answer
    with local_store(settings) as store:
        request = local_request(settings, query, earliest, latest, "UTC")
        local = jsonable(explain_search(store, request))
        assert isinstance(local, dict)
        return local


def _sections(found: dict[str, Any]) -> list[tuple[str, list[str]]]:
    time = found["time_range"]
    sections = [
        ("query", [found["parsed"]]),
        ("stages", found["stages"]),
        ("time", [f"[{time.get('start') or 'the beginning'}, {time.get('end') or 'the end'})"]),
        ("the store answers", found["pushed"] or ["nothing"]),
        ("the embedded engine runs the rest", found["rest"] or ["nothing is left"]),
        ("SQL", found["sql"].splitlines()),
        ("parameters", [f"{name} = {value!r}" for name, value in found["parameters"].items()]),
        ("columns", [f"{column['name']} {column['type']}" for column in found["columns"]]),
        ("indexes", found["index"].splitlines()),
        ("warnings", found["warnings"]),
    ]
    return [(head, lines) for head, lines in sections if lines]
