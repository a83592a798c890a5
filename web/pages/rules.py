"""Rules: the list, and one rule as a form; rules of files are shown and not changed."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.alert import AlertState
from alerts.book import AlertBook
from alerts.problem import problems
from alerts.rule import Rule, Severity
from alerts.rulebook import Gap, KeptRule, RuleBook, RuleStatus
from search.errors import QueryError
from search.plan import plan
from search.service import SearchRequest
from search.spl.parse import parse
from web.api.alerts import who
from web.errors import ApiError
from web.messages import gettext as _
from web.pages.alert_words import severity_bars, severity_words
from web.pages.rule_backtest import CHOICES, BacktestView, days_of, try_rule
from web.pages.rule_form import (
    RuleForm,
    by_field,
    definition,
    form_of,
    make_id,
    read_form,
)
from web.queries import run_query
from web.render import render
from web.services import services_of

router = APIRouter()
LONGEST_FORM = 100_000


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One row of the list.  `file`: empty for a rule made here.  `error`: of its last run."""

    id: str
    name: str
    severity: Severity
    severity_words: str
    bars: int
    condition: str
    enabled: bool
    file: str
    last_run: datetime | None
    error: str
    open_alerts: int


@dataclass(frozen=True, slots=True)
class RulesPage:
    """Variables of rules.html.  `problems`: of files that could not be read."""

    rules: tuple[RuleLine, ...]
    problems: tuple[str, ...]
    done: str
    now: datetime


@dataclass(frozen=True, slots=True)
class RulePage:
    """Variables of rule.html.

    `id`: empty for a new rule.  `file`: where a rule is kept that cannot be changed here.
    `problems`: by field, the empty name for the whole.  `caret`: where the search is wrong.
    `yaml`: the rule as a file, where that was asked for.  `backtest`: what it would have done in
    the last `days`.
    """

    id: str
    form: RuleForm
    severities: tuple[tuple[Severity, str], ...]
    file: str
    enabled: bool
    problems: dict[str, str]
    caret: str
    yaml: str
    days: int
    choices: tuple[int, ...]
    backtest: BacktestView | None
    status: RuleStatus | None
    gaps: tuple[Gap, ...]
    now: datetime


@router.get("/rules")
async def rules(request: Request, done: str = "") -> Response:
    """The list."""
    services = services_of(request)
    lines, wrong = await to_thread.run_sync(_lines, services.rules, services.alerts)
    words = {"deleted": _("Rule deleted."), "saved": _("Rule saved.")}
    page = RulesPage(lines, wrong, words.get(done, ""), services.clock())
    return render(request, "rules.html", page)


@router.get("/rules/new")
async def new_rule(
    request: Request, query: Annotated[str, Query(max_length=20_000)] = ""
) -> Response:
    """An empty form, or one with a search in it."""
    return _page(request, _Shown(RuleForm(query=query)))


@router.post("/rules/new")
async def add_rule(request: Request) -> Response:
    """Save a rule made in the form."""
    book = services_of(request).rules
    form = await _sent(request)
    taken = {kept.rule.id for kept in (await to_thread.run_sync(book.read))[0]}
    return await _save(request, form, make_id(form.name, taken), None)


@router.get("/rules/{rule_id}")
async def rule(request: Request, rule_id: str) -> Response:
    """One rule in its form."""
    book = services_of(request).rules
    kept = await to_thread.run_sync(_kept, book, rule_id)
    shown = _Shown(
        form_of(kept.rule),
        rule_id,
        kept,
        yaml=kept.rule.to_yaml(),
        status=await to_thread.run_sync(book.status, rule_id),
        gaps=tuple(await to_thread.run_sync(book.gaps, rule_id, 10)),
    )
    return _page(request, shown)


@router.post("/rules/{rule_id}")
async def change_rule(request: Request, rule_id: str) -> Response:
    """Save what was changed in the form."""
    kept = await to_thread.run_sync(_kept, services_of(request).rules, rule_id)
    if kept.file is not None:
        raise ApiError(
            409,
            "kept-in-file",
            _("This rule is kept in %(file)s.", file=str(kept.file)),
            _("Change it there; it is read again at once."),
        )
    return await _save(request, await _sent(request), rule_id, kept)


@router.post("/rules/{rule_id}/delete")
async def delete_rule(request: Request, rule_id: str) -> Response:
    """Forget a rule; its alerts stay."""
    book = services_of(request).rules
    try:
        there = await to_thread.run_sync(book.delete, rule_id)
    except ValueError as error:
        raise ApiError(409, "kept-in-file", str(error)) from None
    if not there:
        raise _no_rule()
    return RedirectResponse("/rules?done=deleted", 303)


def _lines(book: RuleBook, alerts: AlertBook) -> tuple[tuple[RuleLine, ...], tuple[str, ...]]:
    kept, wrong = book.read()
    open_alerts = Counter(alert.rule_id for alert in alerts.list(AlertState.OPEN, limit=1000))
    lines = tuple(_line(one, book.status(one.rule.id), open_alerts[one.rule.id]) for one in kept)
    return lines, tuple(str(problem) for problem in wrong)


def _line(kept: KeptRule, status: RuleStatus | None, open_alerts: int) -> RuleLine:
    rule = kept.rule
    return RuleLine(
        id=rule.id,
        name=rule.name,
        severity=rule.severity,
        severity_words=severity_words(rule.severity),
        bars=severity_bars(rule.severity),
        condition=rule.type.limit(rule.condition),
        enabled=rule.enabled,
        file=str(kept.file) if kept.file else "",
        last_run=status.last_run if status else None,
        error=status.error if status else "",
        open_alerts=open_alerts,
    )


async def _sent(request: Request) -> RuleForm:
    return read_form(await request.form(max_fields=50, max_part_size=LONGEST_FORM))


async def _save(request: Request, form: RuleForm, rule_id: str, kept: KeptRule | None) -> Response:
    """Save the form's rule, try it or show it as YAML; or say under its fields what is wrong."""
    sent = await request.form()
    action = str(sent.get("do", "on"))
    before = kept.rule if kept else None
    enabled = action != "off"
    shown = _Shown(form, rule_id if kept else "", kept, days=days_of(sent.get("days")))
    try:
        made = Rule.model_validate(definition(form, rule_id, enabled, before))
        await _check_query(request, made.query)
    except ValidationError as error:
        return _page(request, replace(shown, problems=by_field(problems(error))), 400)
    except QueryError as error:
        said = {"query": f"{error.message} {error.hint}".strip()}
        return _page(request, replace(shown, problems=said, caret=error.caret()), 400)
    match action:
        case "yaml":
            return _page(request, replace(shown, yaml=made.to_yaml()))
        case "test":
            return _page(
                request, replace(shown, backtest=await try_rule(request, made, shown.days))
            )
        case _:
            services = services_of(request)
            await to_thread.run_sync(services.rules.save, made, who(request), services.clock())
            return RedirectResponse("/rules?done=saved", 303)


async def _check_query(request: Request, query: str) -> None:
    """Raises QueryError."""
    services = services_of(request)
    asked = SearchRequest(query, services.clock(), limits=services.limits)
    await run_query(request, lambda _query_id: plan(parse(query), services.store, asked))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What of a rule's page differs from one answer to the next."""

    form: RuleForm
    id: str = ""
    kept: KeptRule | None = None
    problems: dict[str, str] = field(default_factory=dict)
    caret: str = ""
    yaml: str = ""
    days: int = 7
    backtest: BacktestView | None = None
    status: RuleStatus | None = None
    gaps: tuple[Gap, ...] = ()


def _page(request: Request, shown: _Shown, status: int = 200) -> Response:
    kept = shown.kept
    page = RulePage(
        id=shown.id,
        form=shown.form,
        severities=tuple((one, severity_words(one)) for one in reversed(Severity)),
        file=str(kept.file) if kept and kept.file else "",
        enabled=kept.rule.enabled if kept else True,
        problems=shown.problems,
        caret=shown.caret,
        yaml=shown.yaml,
        days=shown.days,
        choices=CHOICES,
        backtest=shown.backtest,
        status=shown.status,
        gaps=shown.gaps,
        now=services_of(request).clock(),
    )
    return render(request, "rule.html", page, "backtest", status)


def _kept(book: RuleBook, rule_id: str) -> KeptRule:
    kept = book.get(rule_id)
    if kept is None:
        raise _no_rule()
    return kept


def _no_rule() -> ApiError:
    return ApiError(404, "not-found", _("There is no such rule."))
