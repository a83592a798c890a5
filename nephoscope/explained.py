"""How a record was read, as lines of text for people who write parsers."""

import json
from collections.abc import Iterator

from parsers.explain import Attempt, Origin, ReadAs, located
from parsers.jsonl import rfc3339

VALUE_CHARACTERS = 60
"""Longer values are cut in the list of fields."""


def explained_lines(found: ReadAs) -> Iterator[str]:
    """The format, the family, what each field came from, and where the others stopped."""
    fields = found.event.fields
    dataset = str(fields["event.dataset"])
    inside = "" if dataset == found.format else f", inside of {found.format}"
    yield f"format  {dataset}{inside}"
    text, message = str(fields["event.original"]), str(fields.get("message", ""))
    yield from _attempts(found.formats, text)
    family = fields.get("cloudstack.family")
    if dataset.startswith("cloudstack."):
        yield f"family  {family or 'none reads the message'}"
        yield from _attempts(found.families, message)
        if family and not any(attempt.matched for attempt in found.families):
            yield "  by the class of its logger, or by what the format knows"
    yield "fields"
    width = max(len(origin.name) for origin in found.fields)
    for origin in found.fields:
        yield f"  {origin.name:<{width}}  {_shown(origin)}  ({origin.origin})"


def _attempts(attempts: tuple[Attempt, ...], text: str) -> Iterator[str]:
    width = max((len(attempt.name) for attempt in attempts), default=0)
    for attempt in attempts:
        if attempt.matched:
            yield f"  {attempt.name:<{width}}  matched, up to column {attempt.column}"
            continue
        wanted = f", expected {' or '.join(attempt.expected)}" if attempt.expected else ""
        near = located(text, attempt.column)
        yield f"  {attempt.name:<{width}}  stopped at column {attempt.column}{wanted}: {near}"


def _shown(origin: Origin) -> str:
    value = origin.value
    text = rfc3339(value) if hasattr(value, "tzinfo") else _json(value)  # type: ignore[arg-type]
    return text if len(text) <= VALUE_CHARACTERS else f"{text[: VALUE_CHARACTERS - 1]}…"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
