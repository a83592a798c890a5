"""COMMANDS, the table of every command of the language."""

from collections.abc import Mapping
from types import MappingProxyType

from search.commands import (
    dedup,
    eval,  # noqa: A004 - a command's module has the command's name
    fields,
    head,
    rare,
    rename,
    rex,
    search,
    sort,
    stats,
    table,
    tail,
    timechart,
    top,
    where,
)
from search.commands.command import Command

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        command.name: command
        for command in (
            search.COMMAND,
            where.COMMAND,
            eval.COMMAND,
            stats.COMMAND,
            timechart.COMMAND,
            top.COMMAND,
            rare.COMMAND,
            sort.COMMAND,
            head.COMMAND,
            tail.COMMAND,
            dedup.COMMAND,
            fields.COMMAND,
            table.COMMAND,
            rename.COMMAND,
            rex.COMMAND,
        )
    }
)
"""Name to row, in the order of the documentation."""
