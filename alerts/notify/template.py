"""Templates of notifications and sentences: Jinja in a sandbox, where an unknown name is an error.

A template sees `alert` and `rule`, the mappings that `alerts.notify.payload` makes, and, in a
sentence, the names of `alerts.sentence`.
"""

from collections.abc import Mapping

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


class FillError(Exception):
    """A template cannot be filled, and who wrote the rule can mend it."""


def check_template(text: str) -> None:
    """Raises ValueError where the text is not a template."""
    try:
        _ENVIRONMENT.parse(text)
    except TemplateError as error:
        line = getattr(error, "lineno", 1)
        raise ValueError(f"This is not a Jinja template, line {line}: {error.message}") from None


def fill(text: str, values: Mapping[str, object]) -> str:
    """Raises: FillError."""
    try:
        return _ENVIRONMENT.from_string(text).render(values)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise FillError(f"The template cannot be filled: {error}") from None
