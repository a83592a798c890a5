"""The command line: from arguments to one command, and from any error to one line."""

import logging
import os
import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from types import MappingProxyType
from typing import Any

import click

from ingest.http import BodyError
from ingest.shipping.positions import PositionsError
from nephoscope import __version__
from nephoscope.connection import ServiceError
from nephoscope.settings import SettingsError
from search.errors import LimitError, QueryError, StoreError

DONE, FAILED, WRONG = 0, 1, 2
"""Exit status: done; failed for a reason outside the command; wrong arguments or query."""

LEVELS = {"quiet": logging.ERROR, "normal": logging.INFO, "verbose": logging.DEBUG}


def _query_error(error: Exception) -> str:
    assert isinstance(error, QueryError)
    return "\n".join(part for part in (error.message, error.caret(), error.hint) if part)


def _os_error(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return str(error)


ERRORS: Mapping[type[Exception], tuple[int, Callable[[Exception], str]]] = MappingProxyType(
    {
        SettingsError: (WRONG, str),
        QueryError: (WRONG, _query_error),
        LimitError: (FAILED, str),
        StoreError: (FAILED, str),
        ServiceError: (FAILED, str),
        PositionsError: (FAILED, str),
        BodyError: (FAILED, str),
        OSError: (FAILED, _os_error),
    }
)
"""Each error that a command may end with: its exit status and its words."""


COMMANDS = {
    "explain": "nephoscope.commands.explain:explain",
    "import": "nephoscope.commands.importing:import_files",
    "parse": "nephoscope.commands.parse:parse",
    "rules": "nephoscope.commands.rules:rules",
    "search": "nephoscope.commands.search:search",
    "serve": "nephoscope.commands.serve:serve",
    "ship": "nephoscope.commands.ship:ship",
    "store": "nephoscope.commands.store:store",
}
"""Each command and where it is; imported when it is asked for, since the engine alone takes
230 MB, which `ship` on a hypervisor must not cost."""


class _Commands(click.Group):
    """The rows of COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS, 1) or list(COMMANDS)
            words = f"There is no command {cmd_name}. Did you mean {' or '.join(near)}?"
            raise click.UsageError(words, ctx)
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="nephoscope")
@click.option("--quiet", "volume", flag_value="quiet", help="Say nothing but errors.")
@click.option("--verbose", "volume", flag_value="verbose", help="Say everything.")
def cli(volume: str | None) -> None:
    """Log search and security analytics for Apache CloudStack clouds.

    Exit status: 0 done, 1 failed, 2 wrong arguments, setting or query.
    """
    logging.basicConfig(
        level=LEVELS[volume or "normal"],
        format="%(asctime)s %(levelname)-5s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for talkative in ("httpx", "httpcore", "alembic", "uvicorn.error"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    # What it warns of, with a stack trace for each attempt, the store says in a sentence.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def main(arguments: list[str] | None = None) -> None:
    """The command `nephoscope`; ends the process with one of the exit statuses."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(_run(arguments))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read the output has enough; what Python still holds must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)


def _run(arguments: list[str] | None) -> Any:
    try:
        return cli.main(arguments, standalone_mode=False) or DONE
    except click.ClickException as error:
        click.echo(f"nephoscope: {error.format_message()}", err=True)
        return WRONG
    except click.Abort:
        return 130
    except BrokenPipeError:
        raise
    except tuple(ERRORS) as error:
        status, words = _how(error)
        click.echo(f"nephoscope: {words}", err=True)
        return status


def _how(error: Exception) -> tuple[int, str]:
    for kind, (status, words) in ERRORS.items():
        if isinstance(error, kind):
            return status, words(error)
    raise AssertionError(f"{type(error).__name__} has no row in ERRORS")
