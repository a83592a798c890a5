"""The form of a rule: text fields into a rule's definition and back, problems to their fields."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from starlette.datastructures import FormData

from alerts.duration import format_duration
from alerts.problem import Place, Problem
from alerts.rule import HIDDEN, Rule, Severity

# The page /rules/new is no rule's.
TAKEN = frozenset({"new"})


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What stands in the fields, as typed."""

    name: str = ""
    query: str = ""
    num_events: str = "20"
    timeframe: str = "5m"
    query_key: str = ""
    severity: str = Severity.MEDIUM.value
    tags: str = ""
    schedule: str = "1m"
    realert: str = "30m"
    webhook_url: str = ""
    webhook_secret: str = ""


def read_form(sent: FormData) -> RuleForm:
    """The fields that were sent; a missing one is empty."""
    texts = {field.name: sent.get(field.name, "") for field in fields(RuleForm)}
    return RuleForm(
        **{name: text.strip() if isinstance(text, str) else "" for name, text in texts.items()}
    )


def form_of(rule: Rule) -> RuleForm:
    """A rule as its form shows it; a secret is only hinted at."""
    webhook = rule.notifications[0] if rule.notifications else None
    return RuleForm(
        name=rule.name,
        query=rule.query,
        num_events=str(rule.condition.num_events),
        timeframe=format_duration(rule.condition.timeframe),
        query_key=", ".join(rule.condition.query_key),
        severity=rule.severity.value,
        tags=", ".join(rule.tags),
        schedule=format_duration(rule.schedule),
        realert=format_duration(rule.suppression.realert),
        webhook_url=webhook.url if webhook else "",
        webhook_secret=HIDDEN if webhook and webhook.secret else "",
    )


def definition(
    form: RuleForm, rule_id: str, enabled: bool, before: Rule | None = None
) -> dict[str, Any]:
    """The form as a rule's definition; what the form does not show stays as it was before."""
    kept = before.as_json(reveal=True) if before else {}
    return {
        **kept,
        "id": rule_id,
        "name": form.name,
        "query": form.query,
        "enabled": enabled,
        "severity": form.severity,
        "tags": _words(form.tags),
        "schedule": form.schedule,
        "condition": {
            **kept.get("condition", {"type": "frequency"}),
            "num_events": form.num_events,
            "timeframe": form.timeframe,
            "query_key": _words(form.query_key),
        },
        "suppression": {**kept.get("suppression", {}), "realert": form.realert},
        "notifications": _notifications(form, kept.get("notifications", [])),
    }


def _notifications(form: RuleForm, before: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The first webhook is the form's; rules of files may have more."""
    others = list(before[1:])
    if not form.webhook_url:
        return others
    webhook = dict(before[0]) if before else {}
    webhook["url"] = form.webhook_url
    if form.webhook_secret != HIDDEN:
        webhook.pop("secret", None)
        if form.webhook_secret:
            webhook["secret"] = form.webhook_secret
    return [webhook, *others]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


def by_field(problems: Sequence[Problem]) -> dict[str, str]:
    """The first problem of each field; what belongs to none stands under the empty name."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(field_of(problem.place), _sentence(problem))
    return found


def _sentence(problem: Problem) -> str:
    return problem.message if field_of(problem.place) else str(problem)


def field_of(place: Place) -> str:
    """The field of the form in which a place of a rule stands, or an empty name."""
    match place:
        case ("name" | "query" | "severity" | "schedule" | "tags" as name, *_):
            return name
        case ("condition", "num_events" | "timeframe" | "query_key" as name, *_):
            return name
        case ("suppression", *_):
            return "realert"
        case ("notifications", 0, "secret"):
            return "webhook_secret"
        case ("notifications", 0, *_):
            return "webhook_url"
        case _:
            return ""


def make_id(name: str, taken: Container[str]) -> str:
    """An id made of the name's letters and digits that no rule has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "rule"
    made, number = slug, 1
    while made in taken or made in TAKEN:
        number += 1
        made = f"{slug}-{number}"
    return made
