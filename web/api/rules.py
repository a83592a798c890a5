"""Rules for machines: the list, and what a rule would have done over a past range."""

from datetime import timedelta

import yaml
from anyio import to_thread
from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from alerts.backtest import Backtest, backtest
from alerts.problem import problems
from alerts.rule import Rule
from alerts.rulebook import KeptRule, RuleBook, RuleStatus
from parsers.jsonl import rfc3339
from web.api.alerts import alert_json
from web.errors import ApiError
from web.messages import gettext as _
from web.queries import run_query
from web.render import jsonable
from web.services import services_of

router = APIRouter()
LONGEST_DAYS = 366


@router.get("/api/rules")
async def rules_api(request: Request) -> Response:
    """Every rule, how its runs went, and what is wrong with files that cannot be read."""
    book = services_of(request).rules
    return JSONResponse(await to_thread.run_sync(_list, book))


@router.post("/api/rules/test")
async def try_api(request: Request, days: float = 7.0, rule: str | None = None) -> Response:
    """The alerts that a rule would have raised in the last days: a kept one, or the body's YAML."""
    if not 0 < days <= LONGEST_DAYS:
        raise ApiError(400, "request", _("days: more than 0 and at most 366."))
    services = services_of(request)
    text = await request.body()
    tested = await to_thread.run_sync(_kept, services.rules, rule) if rule else _of_yaml(text)
    now = services.clock()
    found = await run_query(
        request,
        lambda _query_id: backtest(
            services.event_source, tested, now - timedelta(days=days), now, now
        ),
    )
    return JSONResponse(backtest_json(found))


def backtest_json(found: Backtest) -> dict[str, object]:
    """What a rule would have done."""
    return {
        "alerts": [alert_json(alert) for alert in found.alerts],
        "events": found.events,
        "a_day": found.a_day,
        "keys": found.keys,
        "held_back": found.held_back,
        "since": rfc3339(found.since),
        "until": rfc3339(found.until),
    }


def _list(book: RuleBook) -> dict[str, object]:
    kept, wrong = book.read()
    return {
        "rules": [_rule_json(one, book.status(one.rule.id)) for one in kept],
        "problems": [str(problem) for problem in wrong],
    }


def _rule_json(kept: KeptRule, status: RuleStatus | None) -> dict[str, object]:
    return {
        **kept.rule.as_json(),
        "file": str(kept.file) if kept.file else None,
        "status": jsonable(status),
    }


def _kept(book: RuleBook, rule_id: str) -> Rule:
    kept = book.get(rule_id)
    if kept is None:
        raise ApiError(404, "not-found", _("There is no such rule."))
    return kept.rule


def _of_yaml(text: bytes) -> Rule:
    try:
        return Rule.from_yaml(text.decode())
    except ValidationError as error:
        said = " ".join(str(problem) for problem in problems(error))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        said = _("The body is no YAML: %(why)s.", why=" ".join(str(error).split()))
    raise ApiError(400, "rule", said)
