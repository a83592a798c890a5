"""The head of a record of CloudStack's own logs: where it is, and what stands in it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from parsers.cloudstack.classes import class_of
from parsers.grammar import composed


def _layout(name: str) -> re.Pattern[str]:
    return composed(__file__, "management.lark", name)


_DATED = _layout("DATED")
_DATED_START = _layout("DATED_START")
_OTHERS = tuple(_layout(name) for name in ("UNDATED", "BARE", "COSMIC", "UNCONFIGURED"))
_CONSOLE = composed(__file__, "usage.lark", "CONSOLE")
_JUL, _JULI = _layout("JUL"), _layout("JULI")
_PREFIX = _layout("PREFIX")

_BEGIN = re.compile(r"[ \t]*[\d\[TDIWEF]")
"""With what each layout begins: a time, a bracket or a level."""

_WEAK = ("pasted", "neighbour", "named")
"""Prefixes that say nothing before less than a time."""
_STRANGE = (":", "-")
"""Third characters of layouts that have no bracket."""
_LONGEST_PREFIX = 200
"""Characters before a head in which its first bracket must stand; longer ones are texts."""


class Head(NamedTuple):
    """`match`: of a layout.  `prefix`: of what another program wrote before it, or None.

    The groups of a layout are those of `parts_of`, `clock` with or without a date, and `line` and
    `file` of the source.
    """

    match: re.Match[str]
    prefix: re.Match[str] | None = None


_DATED_GROUPS = ("time", "logger", "level", "thread", "logid", "ndc", "message")


def parts_of(match: re.Match[str]) -> Sequence[str | None]:
    """Time, logger, level, thread, logid, context and message; None for what is not there."""
    if match.re is _DATED:
        return match.group(*_DATED_GROUPS)
    found = match.groupdict()
    return [found.get(name) for name in _DATED_GROUPS]


def starts_dated(line: str) -> bool:
    """Whether a line has a head of the usual layout, without reading it."""
    return _DATED_START.match(line) is not None


def find_head(text: str) -> Head | None:
    """The head with which a record begins, whatever its layout; None where it has none."""
    if "[" not in text and text[2:3] not in _STRANGE and "M " not in text[19:28]:
        return None  # only the layouts of other loggers do without a bracket
    return _find_head(text)


@lru_cache(maxsize=4)
def _find_head(text: str) -> Head | None:
    """Several formats ask for it to see whether a record is theirs, and then one to read it: what
    was found in a text just before is found again without looking.
    """
    match = _DATED.match(text) or _strange(text)
    if match is not None:
        return Head(match)
    if "[" not in text[:_LONGEST_PREFIX]:
        return None
    match = _undated(text, 0)
    if match is not None:
        return Head(match)
    prefix = _PREFIX.match(text)
    if prefix is None or (prefix["file"] is not None and text[prefix.end()].isspace()):
        return None
    match = _DATED.match(text, prefix.end())
    if match is None and not any(prefix.group(*_WEAK)):
        match = _undated(text, prefix.end())
    return Head(match, prefix) if match is not None else None


def _strange(text: str) -> re.Match[str] | None:
    """Layouts of other loggers, each told by one character from most that is no head."""
    if text[2:3] == ":":
        return _CONSOLE.match(text)
    if text[2:3] == "-":
        return _JULI.match(text)
    return _JUL.match(text) if "M " in text[19:28] else None


def starts_record(line: str) -> bool:
    """Whether a head begins the line."""
    return starts_dated(line) or find_head(line) is not None


def claims(text: str) -> bool:
    """Whether the first characters are a head; what journald wrote before it is syslog's."""
    head = find_head(text)
    return head is not None and (head.prefix is None or head.prefix["journal"] is None)


def _undated(text: str, start: int) -> re.Match[str] | None:
    if _BEGIN.match(text, start) is None:
        return None  # spares most texts that are no head four looks
    for layout in _OTHERS:
        match = layout.match(text, start)
        if match is not None:
            return match
    return None


def without_prefixes(text: str, prefix: re.Match[str]) -> str:
    """The text with the prefix taken off each of its lines, the first of which has it."""
    lines = text[prefix.end() :].split("\n")
    same = prefix.group()
    rest = [_without_prefix(line, same, prefix) for line in lines[1:]]
    return "\n".join([lines[0], *rest])


def _without_prefix(line: str, same: str, first: re.Match[str]) -> str:
    if line.startswith(same):
        return line[len(same) :]
    if line == same.rstrip():
        return ""
    match = _PREFIX.match(line) if first["journal"] or first["file"] else None
    if match is None or (match["host"], match["file"]) != (first["host"], first["file"]):
        return line
    return line[match.end() :]


_CTX = re.compile(r"ctx-[0-9a-f]+")
_JOBS = re.compile(r"\bjob-(?P<first>\d+)(?:/job-(?P<second>\d+))?(?: = \[ (?P<uuid>[^\] ]+) ?\])?")
_COMMAND = re.compile(r"\bcmd: (?P<command>\w+)")


@lru_cache(maxsize=4096)
def call_fields(ndc: str) -> Mapping[str, object]:
    """Of the diagnostic context of a thread (`%x`), in all the ways in which it is written.

    `[ctx-a, job-1/job-2]`, `ctx-a job-1/job-2 ctx-b`, `job-1 = [ uuid ]`, `cmd: StartCommand`,
    `null`.  Contexts stand from the outermost to the innermost.  Every line of one call has the
    same text, hence the cache.
    """
    fields: dict[str, object] = {}
    contexts = _CTX.findall(ndc)
    if contexts:
        fields["cloudstack.ctx"] = list(dict.fromkeys(contexts))
    job = _JOBS.search(ndc)
    if job is not None:
        fields["cloudstack.job.id"] = job["second"] or job["first"]
        if job["second"] is not None:
            fields["cloudstack.job.parent_id"] = job["first"]
        if job["uuid"] is not None:
            fields["cloudstack.job.uuid"] = job["uuid"]
    command = _COMMAND.search(ndc)
    if command is not None:
        fields["cloudstack.command"] = command["command"]
    return fields


@lru_cache(maxsize=4096)
def logger_fields(logger: str) -> Mapping[str, object]:
    """The logger, its name without packages, and its class where that is known.

    CGLIB's names (`UsageManagerImpl_EnhancerByCloudStack_ab1d`, `X$$EnhancerByCGLIB$$2f`) are those
    of the class that it enhances.
    """
    name = logger.replace("\\", "").partition("_EnhancerBy")[0].partition("$")[0]
    short = name.rpartition(".")[2]
    fields = {"log.logger": logger, "event.provider": short}
    full = class_of(logger)
    return fields if full is None else {**fields, "cloudstack.class": full}
