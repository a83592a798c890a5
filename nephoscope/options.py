"""Options of the command line that are made from the table of settings."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from nephoscope.settings import Settings, load_settings, shown_default, unit_of

SEVERAL = frozenset({"role"})
"""Settings whose option may be given several times."""

STORE = (
    "data",
    "store",
    "store_user",
    "store_password",
    "store_api_key",
    "store_ca",
    "store_certificate",
    "store_key",
    "store_namespace",
)
"""Settings that tell a command where the events are."""

F = TypeVar("F", bound=Callable[..., Any])


def settings_options(*names: str) -> Callable[[F], F]:
    """Give a command the settings of these names as options; without names, all of them."""

    def decorate(function: F) -> F:
        for name in reversed(names or tuple(Settings.model_fields)):
            field = Settings.model_fields[name]
            default = shown_default(field)
            text = f"{field.description}." + (f"  [default: {default}]" if default else "")
            option = click.option(
                f"--{name.replace('_', '-')}",
                f"setting_{name}",
                metavar=(unit_of(field) or "text").upper(),
                help=text,
                multiple=name in SEVERAL,
            )
            function = option(function)
        return function

    return decorate


def settings_from(options: dict[str, Any]) -> Settings:
    """Settings from the options of `settings_options`, taken out of `options`."""
    given = {
        name.removeprefix("setting_"): options.pop(name) or None
        for name in list(options)
        if name.startswith("setting_")
    }
    return load_settings(given)
