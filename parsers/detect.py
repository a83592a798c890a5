"""Which format a record is of, when its source did not say, and whether a line opens a record."""

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.cloudstack.programs import program_of
from parsers.event import Source
from parsers.files import format_of_file
from parsers.format import Format
from parsers.formats import FORMATS
from parsers.generic.syslog_daemons import DAEMONS

_JUDGES = (FORMATS["esva.cef"], FORMATS["esva.leef"], FORMATS["juniper.srx"])
"""Read the syslog head before them by themselves."""
_PLAIN, _SYSLOG, _JSON = FORMATS["plain"], FORMATS["syslog"], FORMATS["json"]
_MANAGEMENT, _API = FORMATS["cloudstack.management"], FORMATS["cloudstack.api"]
_AGENT, _SYSTEMVM = FORMATS["cloudstack.agent"], FORMATS["cloudstack.systemvm"]
_ALERT, _EVENT = FORMATS["cloudstack.alert"], FORMATS["cloudstack.event"]
_ACCESS = FORMATS["cloudstack.access"]
_HEAD_OF_LINE = 160
"""Characters in which an access log's line has its time, and a request to the API its logger."""
_SENT = re.compile(r" *(?:\d{4}-\d\d-\d\d[ T][\d:,.]+ )?(?:WARN|ERROR|FATAL) ")
"""Levels that the SYSLOG appender sends, which names no program as journald does."""
_SPECIAL = tuple(
    row for row in FORMATS.values() if row not in (_MANAGEMENT, _PLAIN, _SYSLOG, _JSON)
)
_BY_CONTENT = (_MANAGEMENT, *_SPECIAL, _SYSLOG, _JSON)
"""The head that all logs of CloudStack share comes first, as most records have it; which of them
it is of is asked afterwards.  Else special before general: many formats travel inside of syslog,
and all are plain text."""
_OBJECTS = tuple((row.needle, row) for row in (_EVENT, *_JUDGES, _JSON))
"""What a text in braces may be, and what stands in it."""


def find_format(text: str, source: Source) -> Format:
    """The format that the source names, or its file's name says and the text confirms, else the
    one whose first characters these are."""
    if source.format is not None:
        named = FORMATS.get(source.format)
        if named is not None:
            return named
    if source.path is not None:
        expected = expected_format(source.path)
        if expected is not None and (expected.expects or expected.starts_record)(text):
            return expected
    return format_of(text)


@lru_cache(maxsize=4096)
def expected_format(path: str) -> Format | None:
    """The format of which records in a file of this name should be."""
    name = format_of_file(path)
    return None if name is None else FORMATS.get(name)


def format_of(text: str) -> Format:
    """The format by content; `plain` where none claims the text."""
    if (text[:1] == "<" or text[3:4] == " ") and _SYSLOG.claims(text):
        return _sent_by_syslog(text)
    if text[:1] == "{":
        candidates: Sequence[tuple[str, Format]] = _OBJECTS
    else:
        begin = text[:_HEAD_OF_LINE]
        if '] "' in begin and text[4:5] != "-" and _ACCESS.claims(text):
            return _ACCESS  # it takes the others long to see that it is none of them
        if "ApiServ" in begin and _API.claims(text):
            return _API  # spares the head to be read here, and once more where a secret is masked
        if _MANAGEMENT.claims(text):
            return _log_of(text)
        candidates = _without_head(text[:1])
    for needle, format_ in candidates:
        if needle in text and format_.claims(text):
            return format_
    return _PLAIN


@lru_cache(maxsize=1024)
def _without_head(first: str) -> Sequence[tuple[str, Format]]:
    """Which formats a text may be of that begins so and has no head of CloudStack's logs, in
    their order, and what stands in the records of each."""
    rows = (row for row in _BY_CONTENT if row.begins is None or first in row.begins)
    return [(row.needle, row) for row in rows]


def _sent_by_syslog(text: str) -> Format:
    """The format of a text in a syslog head, where it is one that reads this head as well."""
    for judge in _JUDGES:
        if judge.needle in text and judge.claims(text):
            return judge
    return _ALERT if _ALERT.claims(text) else _SYSLOG


def _log_of(text: str) -> Format:
    """Which of the logs of CloudStack a record with their head is of that is no request."""
    if text[4:5] != "-" and _ALERT.claims(text):  # most begin with a date
        return _ALERT
    return FORMATS[program_of(text)]


def format_of_message(text: str, program: str | None) -> Format:
    """As `format_of`, of a message in a syslog head that names a program.

    Its name may say what a file's would: that of a systemd unit, or a tag that rsyslog was told
    to give the lines of a file.
    """
    if program is not None:
        if program in DAEMONS:
            return _SYSLOG  # what these write is theirs; the others need not be asked
        expected = _expected_program(program)
        if expected is not None and (expected.expects or expected.starts_record)(text):
            return expected
        return format_of(text)
    found = format_of(text)
    return _ALERT if found is _MANAGEMENT and _SENT.match(text) else found


@lru_cache(maxsize=1024)
def _expected_program(program: str) -> Format | None:
    named = FORMATS.get(program) if "." in program else None
    return named or expected_format(f"{program}.log")


def opens(format_: Format, line: str) -> bool:
    """Whether the line opens a record in a log of which the format is known."""
    if format_.starts_record(line):
        return True
    return format_.expects is not None and format_.expects(line)


def stands_alone(line: str) -> bool:
    """Whether a line without the head of its log's records was written by a script that shares it.

    They write a line each, and their layouts tell them from what stands below a record.
    """
    return line[:2] == "20" and (_AGENT.claims(line) or _SYSTEMVM.claims(line))


def starting(line: str, expected: Format | None = None) -> Format | None:
    """The format of which this line opens a record, by content; None where it opens none.

    `expected`: of the file in which the line stands.
    """
    if expected is not None and opens(expected, line):
        return expected
    for format_ in _BY_CONTENT:
        if format_.starts_record(line):
            return format_
    return None
