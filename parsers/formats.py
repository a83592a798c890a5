"""FORMATS, the table of every kind of log that is read, special before general."""

from collections.abc import Mapping
from types import MappingProxyType

from parsers.cloudstack import management
from parsers.esva import cef
from parsers.format import Format
from parsers.generic import json, plain, syslog

_ROWS = (
    Format(
        name=management.NAME,
        title="CloudStack's management servers, agents, usage servers and system VMs",
        grammar="management.lark",
        starts_record=management.starts_record,
        claims=management.claims,
        parse=management.parse,
    ),
    Format(
        name="esva.cef",
        title="Verdicts and events of ElasterShield and others as CEF",
        grammar="cef.lark",
        starts_record=cef.claims,
        claims=cef.claims,
        parse=cef.parse,
        multiline=False,
    ),
    Format(
        name="syslog",
        title="Syslog of daemons and relays",
        grammar="syslog.lark",
        starts_record=syslog.claims,
        claims=syslog.claims,
        parse=syslog.parse,
        multiline=False,
    ),
    Format(
        name="json",
        title="JSON objects",
        grammar=None,
        starts_record=json.starts_record,
        claims=json.claims,
        parse=json.parse,
        multiline=False,
    ),
    Format(
        name="plain",
        title="Text that nothing else reads",
        grammar=None,
        starts_record=plain.starts_record,
        claims=plain.claims,
        parse=plain.parse,
        multiline=False,
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({row.name: row for row in _ROWS})
"""Name to row."""
