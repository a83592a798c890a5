"""FORMATS, the table of every kind of log that is read, special before general."""

from collections.abc import Mapping
from types import MappingProxyType

from parsers.cloudstack import access, agent, alert, api, event, management, systemvm, usage
from parsers.esva import cef, leef
from parsers.format import Format
from parsers.generic import json, plain, syslog
from parsers.juniper import srx

_DIGITS = "0123456789"
"""With which a date begins."""

_ROWS = (
    Format(
        name=api.NAME,
        title="Requests to CloudStack's API and what it answered",
        grammar="api.lark",
        starts_record=api.starts_record,
        claims=api.claims,
        parse=api.parse,
        needle="ApiServ",
    ),
    Format(
        name=management.NAME,
        title="CloudStack's management servers",
        grammar="management.lark",
        starts_record=management.starts_record,
        claims=management.claims,
        parse=management.parse,
        begins="",
    ),
    Format(
        name=agent.NAME,
        title="CloudStack's agents on KVM hosts",
        grammar="agent.lark",
        starts_record=agent.starts_record,
        claims=agent.claims,
        parse=agent.parse,
        begins=_DIGITS,
        expects=agent.expects,
    ),
    Format(
        name=usage.NAME,
        title="CloudStack's usage servers",
        grammar="usage.lark",
        starts_record=usage.starts_record,
        claims=usage.claims,
        parse=usage.parse,
        begins="",
    ),
    Format(
        name=systemvm.NAME,
        title="CloudStack's storage VMs, console proxies and routers",
        grammar="systemvm.lark",
        starts_record=systemvm.starts_record,
        claims=systemvm.claims,
        parse=systemvm.parse,
        begins=_DIGITS,
        expects=systemvm.expects,
    ),
    Format(
        name=alert.NAME,
        title="What CloudStack's management servers send to syslog",
        grammar="alert.lark",
        starts_record=alert.claims,
        claims=alert.claims,
        parse=alert.parse,
        needle="alertType:: ",
        expects=alert.expects,
    ),
    Format(
        name=access.NAME,
        title="Requests to CloudStack's web server",
        grammar="access.lark",
        starts_record=access.starts_record,
        claims=access.claims,
        parse=access.parse,
        needle="[",
        multiline=False,
    ),
    Format(
        name=event.NAME,
        title="CloudStack's event bus and webhooks",
        grammar="event.lark",
        starts_record=event.starts_record,
        claims=event.claims,
        parse=event.parse,
        begins="{Pr",
        multiline=False,
        joins=event.joins,
    ),
    Format(
        name="esva.cef",
        title="Verdicts and events of ElasterShield and others as CEF",
        grammar="cef.lark",
        starts_record=cef.claims,
        claims=cef.claims,
        parse=cef.parse,
        needle="CEF:",
        multiline=False,
    ),
    Format(
        name=leef.NAME,
        title="Verdicts and events of ElasterShield and others as LEEF",
        grammar="leef.lark",
        starts_record=leef.claims,
        claims=leef.claims,
        parse=leef.parse,
        needle="LEEF:",
        multiline=False,
    ),
    Format(
        name=srx.NAME,
        title="Sessions, attacks and filtered addresses of Juniper SRX firewalls",
        grammar="srx.lark",
        starts_record=srx.claims,
        claims=srx.claims,
        parse=srx.parse,
        needle="RT_",
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
        begins="{",
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
