"""`nephoscope rules`: lists the rules, and runs one over the past."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from alerts.backtest import backtest
from alerts.files import read_file
from alerts.rule import Rule
from alerts.rulebook import RuleBook
from alerts.source import Arrived
from alerts.stored import StoredEvents
from nephoscope.clock import clock
from nephoscope.connection import ServiceError, checked, service_client
from nephoscope.folder import Folder
from nephoscope.local import limits_of, local_store
from nephoscope.options import STORE, settings_from, settings_options
from nephoscope.parts import open_state
from nephoscope.service import shipped_rules
from nephoscope.settings import Settings
from web.api.rules import backtest_json

LIST_WIDTH = 120
"""Characters of a row of the list, at least."""

EVERYTHING = {"0": Arrived(0, 2**62)}
"""All sequence numbers: no batch is under way where no service runs."""


@click.group()
def rules() -> None:
    """Alert rules."""


def _book(settings: Settings) -> RuleBook:
    folder = Folder(settings.data)
    folder.prepare()
    engine = open_state(settings, folder)
    return RuleBook(engine, (settings.rules or folder.rules, shipped_rules()))


@rules.command("list")
@settings_options(*STORE, "state", "rules")
def list_rules(**options: Any) -> None:
    """List every rule, and what is wrong with those that cannot be read."""
    kept, problems = _book(settings_from(options)).read()
    table = Table(box=None, header_style="bold")
    for name in ("id", "severity", "type", "on", "from", "name"):
        table.add_column(name, no_wrap=name != "name", overflow="fold")
    for each in kept:
        rule = each.rule
        table.add_row(
            rule.id,
            rule.severity,
            rule.condition.type,
            "yes" if rule.enabled else "no",
            "file" if each.file else "pages",
            rule.name,
        )
    console = Console(highlight=False)
    # A narrow terminal wraps a row by itself; columns of four letters read worse.
    console.width = max(console.width, LIST_WIDTH)
    console.print(table)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        raise ServiceError(f"{len(problems)} rules cannot be read")


@rules.command("test")
@click.argument("rule")
@click.option("--days", default=7.0, show_default=True, help="How far back.")
@click.option("--output", type=click.Choice(["table", "json"]), default="table", show_default=True)
@settings_options(*STORE, "state", "rules")
def test_rule(rule: str, days: float, output: str, **options: Any) -> None:
    """Show the alerts that RULE, an id or a YAML file, would have raised."""
    settings = settings_from(options)
    found = _tested(settings, _rule(settings, rule), days)
    if output == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table(box=None, header_style="bold")
    for name in ("first", "last", "events", "what"):
        table.add_column(name, overflow="fold")
    for alert in found["alerts"]:
        table.add_row(
            alert["first_seen"], alert["last_seen"], str(alert["count"]), alert["sentence"]
        )
    Console(highlight=False).print(table)
    click.echo(
        f"{len(found['alerts'])} alerts from {found['events']:,} events in {days:g} days, "
        f"{found['a_day']:.1f} a day",
        err=True,
    )


def _rule(settings: Settings, name: str) -> Rule:
    """Raises: ServiceError where there is no such rule, or the file has none that can be read."""
    if name.endswith((".yaml", ".yml")):
        read = read_file(Path(name))
        if read.rule is None:
            raise ServiceError("; ".join(str(problem) for problem in read.problems))
        return read.rule
    kept = _book(settings).get(name)
    if kept is None:
        raise ServiceError(f"there is no rule {name}; `nephoscope rules list` shows them")
    return kept.rule


def _tested(settings: Settings, rule: Rule, days: float) -> dict[str, Any]:
    """A backtest as the API tells it, made by the running service or here."""
    with service_client(settings.data) as client:
        if client is not None:
            answer = client.post("/api/rules/test", params={"days": days}, content=rule.to_yaml())
            found: dict[str, Any] = checked(answer).json()
            return found
    now = clock()
    with local_store(settings) as store:
        source = StoredEvents(store, lambda: EVERYTHING, clock, limits_of(settings))
        local = backtest_json(backtest(source, rule, now - timedelta(days=days), now, now))
        return json.loads(json.dumps(local))  # type: ignore[no-any-return]
