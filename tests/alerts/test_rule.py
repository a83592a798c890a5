"""A rule is the same as a file, as a form and as a row, and its errors say what is allowed."""

from datetime import timedelta

import pytest
import yaml
from pydantic import ValidationError

from alerts.duration import format_duration, parse_duration
from alerts.problem import problems
from alerts.rule import HIDDEN, Rule

WHOLE = """
id: brute-force
name: Brute-forced login
description: Many failed logins from one address.
severity: high
tags: [attack.t1110.001]
query: event.category=authentication event.outcome=failure
condition:
  type: frequency
  num_events: 20
  timeframe: 5m
  query_key: [source.ip]
schedule: 30s
suppression: {realert: 1h30m, exponential_realert: 1d}
recover_after: 2d
summary: "{{ count }} failed logins from {{ key['source.ip'] }} in {{ span }}."
notifications:
- name: soc-bridge
  url: https://soc.example.net/hook?a=b
  headers: {Authorization: Bearer abc}
  template: '{"text": {{ alert.sentence | tojson }}}'
  secret: s3cret
"""


def test_a_rule_survives_yaml() -> None:
    rule = Rule.from_yaml(WHOLE)
    assert Rule.from_yaml(rule.to_yaml(reveal=True)) == rule
    assert Rule.model_validate(rule.as_json(reveal=True)) == rule
    assert rule.suppression.realert == timedelta(minutes=90)


def test_yaml_that_is_shown_hides_what_is_secret() -> None:
    shown = Rule.from_yaml(WHOLE).to_yaml()
    assert "s3cret" not in shown
    assert "abc" not in shown
    assert yaml.safe_load(shown)["notifications"][0]["secret"] == HIDDEN


@pytest.mark.parametrize("text", ["", "just words", "[a]"])
def test_what_is_no_rule_at_all_is_said_so(text: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Rule.from_yaml(text)
    (problem,) = problems(raised.value)
    assert str(problem).startswith("There is no rule here")


def test_the_form_may_leave_defaults_away() -> None:
    short = {
        "id": "a",
        "name": "A",
        "query": "*",
        "condition": {"type": "frequency", "num_events": 1, "timeframe": "1m"},
    }
    rule = Rule.model_validate(short)
    assert rule.as_json() == short
    assert rule.schedule == timedelta(minutes=1)


WRONG = {
    "a missing field": ({"name": None}, "name", "This field is needed."),
    "an empty field": ({"name": ""}, "name", "This field is needed."),
    "a long name": ({"name": "x" * 201}, "name", "Write at most 200 characters."),
    "an id with capitals": ({"id": "Brute"}, "id", "Write lower-case letters"),
    "an empty search": ({"query": "  "}, "query", "`*` for every event"),
    "a search that is none": ({"query": "a | sorted b"}, "query", "sorted"),
    "a search that counts by itself": ({"query": "a | stats count"}, "query", "counts them itself"),
    "a search with a time": ({"query": "a (b OR earliest=-1d)"}, "query", "leave away earliest="),
    "a number of zero": ({"condition.num_events": 0}, "condition.num_events", "greater than"),
    "a time without unit": ({"condition.timeframe": 5}, "condition.timeframe", "30s, 5m, 1h30m"),
    "a time that is too short": ({"condition.timeframe": "0s"}, "condition.timeframe", "1s"),
    "a schedule of years": ({"schedule": "99999999w"}, "schedule", "at most 52w"),
    "an unknown severity": ({"severity": "worst"}, "severity", "Write critical, high, medium or"),
    "a field with a typing error": ({"schedul": "1m"}, "schedul", "Did you mean schedule?"),
    "an unknown rule type": ({"condition.type": "spike"}, "condition.type", "Write frequency."),
    "a tag of one's own": ({"tags": ["T1110"]}, "tags.0", "attack.t1110.001"),
    "a quiet time over its limit": (
        {"suppression": {"realert": "1h", "exponential_realert": "1m"}},
        "suppression",
        "at least as long as realert",
    ),
    "a file as an address": (
        {"notifications": [{"url": "file:///etc/passwd"}]},
        "notifications.0.url",
        "begins with http:// or https://",
    ),
    "a password in an address": (
        {"notifications": [{"url": "http://me:pw@host/"}]},
        "notifications.0.url",
        "begins with http:// or https://",
    ),
    "a header that smuggles another": (
        {"notifications": [{"url": "http://a/", "headers": {"A": "b\r\nC: d"}}]},
        "notifications.0.headers",
        "line breaks",
    ),
    "a template that is none": (
        {"notifications": [{"url": "http://a/", "template": "{{"}]},
        "notifications.0.template",
        "not a Jinja template, line 1",
    ),
}


@pytest.mark.parametrize(("change", "field", "words"), WRONG.values(), ids=WRONG)
def test_an_error_names_the_field_and_what_is_allowed(
    change: dict[str, object], field: str, words: str
) -> None:
    values = yaml.safe_load(WHOLE)
    for path, value in change.items():
        *parents, last = path.split(".")
        target = values[parents[0]] if parents else values
        target[last] = value
        if value is None:
            del target[last]
    with pytest.raises(ValidationError) as caught:
        Rule.model_validate(values)
    found = problems(caught.value)
    assert [problem.field for problem in found] == [field]
    assert words in found[0].message


@pytest.mark.parametrize("text", ["1s", "90s", "5m", "1h30m", "7d", "1w2d3h4m5s", "2h"])
def test_durations_survive(text: str) -> None:
    found = parse_duration(text)
    assert parse_duration(format_duration(found)) == found


@pytest.mark.parametrize("text", ["", "5", "m", "-5m", "5 minutes", "1.5h", "5m5m", "٣m", "54w"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(ValueError, match="Write a time like"):
        parse_duration(text)
