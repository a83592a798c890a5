"""Problem, what is wrong with a rule in words for who wrote it, made from pydantic's errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from alerts.rule import Rule, Webhook
from alerts.suppression import Suppression
from alerts.types import TYPES

Place = tuple[str | int, ...]
"""Where in a rule: `("condition", "num_events")`, `("notifications", 0, "url")`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.  `message`: a sentence that says what is allowed.

    `file`, `line`: where, of rules that come from files; the line counts from 1.
    """

    place: Place
    message: str
    file: str = ""
    line: int = 0

    @property
    def field(self) -> str:
        """The place as people write it: `condition.num_events`; empty for the whole rule."""
        return ".".join(str(part) for part in self.place)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.file else ""
        return f"{where}{self.field}: {self.message}" if self.place else f"{where}{self.message}"


def problems(error: ValidationError) -> tuple[Problem, ...]:
    """Every wrong field once, in the order of the model."""
    found: dict[Place, Problem] = {}
    for detail in error.errors(include_url=False, include_context=True):
        place = tuple(detail["loc"])
        message = _message(detail["type"], place, detail.get("ctx", {}), detail["msg"])
        found.setdefault(place, Problem(place, message))
    return tuple(found.values())


def _message(kind: str, place: Place, context: dict[str, Any], said: str) -> str:
    match kind:
        case "missing" | "string_too_short":
            return "This field is needed."
        case "string_too_long":
            return f"Write at most {context['max_length']} characters."
        case "model_type" if not place:
            return "There is no rule here; write one as YAML, beginning with its id."
        case "extra_forbidden":
            return _unknown_field(place)
        case "enum" | "literal_error":
            return f"Write {context['expected']}.".replace("'", "")
        case "string_pattern_mismatch":
            return "Write lower-case letters, digits and -, at most 80."
        case "value_error":
            return str(context["error"])
        case _:
            return said.removeprefix("Input should ").capitalize().replace("Be ", "Must be ") + "."


def _unknown_field(place: Place) -> str:
    known = _names(place[:-1])
    close = get_close_matches(str(place[-1]), known, n=1)
    hint = f" Did you mean {close[0]}?" if close else f" There are {', '.join(known)}."
    return f"There is no field of this name.{hint}"


def _names(place: Place) -> Sequence[str]:
    """The fields that may stand at a place of a rule."""
    model: type[BaseModel]
    match place:
        case ("condition", *_):
            return sorted({name for row in TYPES.values() for name in row.condition.model_fields})
        case ("suppression",):
            model = Suppression
        case ("notifications", _):
            model = Webhook
        case _:
            model = Rule
    return list(model.model_fields)
