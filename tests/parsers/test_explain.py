"""How a record was read: its format and family, its fields' origins, where the others stopped."""

from datetime import UTC, datetime

from parsers.event import Record, Source
from parsers.explain import Attempt, ReadAs, explain
from parsers.mask import Mask

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LOGIN = (
    "2026-09-13 21:40:02,328 DEBUG [c.c.u.AccountManagerImpl] (qtp1-17:[ctx-055fdf1f]) "
    "(logid:b070f500) Unable to authenticate user with username admin in domain 1"
)


def explained(text: str, format_name: str | None = None) -> ReadAs:
    return explain(Record(text, Source(format=format_name)), Mask(), NOW)


def origin(found: ReadAs, name: str) -> str:
    return next(field.origin for field in found.fields if field.name == name)


def attempt(attempts: tuple[Attempt, ...], start: str) -> Attempt:
    return next(attempt for attempt in attempts if attempt.name.startswith(start))


def test_the_format_and_the_family_are_those_of_the_event() -> None:
    found = explained(LOGIN)
    assert found.format == "cloudstack.management"
    head = attempt(found.formats, "cloudstack.management")
    assert head == Attempt("cloudstack.management dated", True, len(LOGIN))
    assert found.families[-1].matched
    assert found.families[-1].name == "login refused"
    assert not any(each.matched for each in found.families[:-1])


def test_fields_tell_the_group_and_the_place_that_they_came_from() -> None:
    found = explained(LOGIN)
    start = LOGIN.index("admin") + 1
    assert (
        origin(found, "user.name") == f"login refused, group user, characters {start}–{start + 4}"
    )
    assert origin(found, "@timestamp") == "cloudstack.management dated, group time, characters 1–23"
    assert origin(found, "event.category") == "constant of the family's text"
    assert origin(found, "event.original") == "the whole record"
    assert origin(found, "ecs.version") == "made by the parser"


def test_others_tell_where_they_stopped_and_what_they_wanted() -> None:
    found = explained("2026-09-13 21:40:02,328 DEBUG no logger in brackets")
    assert found.format == "plain"
    management = attempt(found.formats, "cloudstack.management")
    assert management == Attempt("cloudstack.management dated", False, 31, management.expected)
    assert "BRACKET" in management.expected
    cef = attempt(found.formats, "esva.cef")
    assert (cef.matched, cef.column, cef.expected) == (False, 1, ("MARK",))


def test_a_secret_is_not_shown() -> None:
    found = explained(LOGIN.replace("admin", "x password=hunter2"))
    assert "hunter2" not in repr(found)


def test_anything_can_be_explained() -> None:
    for text in ("", "\0", "{", "plain text", "CEF:0|a|b", "Caused by: x", "é" * 300, LOGIN[:40]):
        assert explained(text).event.fields["event.original"] == text
        assert explained(text, "cloudstack.management").format == "cloudstack.management"
