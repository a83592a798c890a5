"""FIELDS, the one table of every field that an event may have: name, type, meaning, aliases.

The embedded store's columns, Elasticsearch's component templates, the query checker, the
field documentation and the golden tests are all made from it.  Names and types are those of
the Elastic Common Schema where it has the field; `cloudstack.*` and `esva.*` are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FieldType(StrEnum):
    """How a value is kept.  The words are ECS's and Elasticsearch's."""

    KEYWORD = "keyword"  #: exact text, compared whole
    TEXT = "text"  #: long text, searched by word
    LONG = "long"  #: signed 64-bit integer
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"  #: instant in UTC, microseconds
    IP = "ip"  #: IPv4 or IPv6 address, kept as its canonical text
    FLATTENED = "flattened"  #: map of text to text


@dataclass(frozen=True, slots=True)
class Field:
    """One row of FIELDS.

    `many`: the value is a list.  `unit`: of numbers, as people write it (`ns`, `bytes`).
    `low_cardinality`: few distinct values in many events.  `aliases`: names that searches
    accept besides `name`: short forms and those of Splunk's Common Information Model.
    """

    name: str
    type: FieldType
    meaning: str
    example: str = ""
    unit: str = ""
    many: bool = False
    low_cardinality: bool = False
    aliases: tuple[str, ...] = ()


def _keyword(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.KEYWORD, meaning, example, aliases=aliases)


def _word(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    """A keyword with few distinct values."""
    return Field(name, FieldType.KEYWORD, meaning, example, low_cardinality=True, aliases=aliases)


def _words(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    """A list of keywords with few distinct values."""
    return Field(
        name, FieldType.KEYWORD, meaning, example, many=True, low_cardinality=True, aliases=aliases
    )


def _keywords(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.KEYWORD, meaning, example, many=True, aliases=aliases)


def _text(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.TEXT, meaning, example, aliases=aliases)


def _long(name: str, meaning: str, example: str = "", *aliases: str, unit: str = "") -> Field:
    return Field(name, FieldType.LONG, meaning, example, unit=unit, aliases=aliases)


def _date(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.DATE, meaning, example, aliases=aliases)


def _ip(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.IP, meaning, example, aliases=aliases)


def _ips(name: str, meaning: str, example: str = "", *aliases: str) -> Field:
    return Field(name, FieldType.IP, meaning, example, many=True, aliases=aliases)


def _object(kind: str, what: str, *, name_alias: str = "") -> tuple[Field, ...]:
    """The three ways in which CloudStack writes one object: number, UUID, name."""
    return (
        _keyword(f"cloudstack.{kind}.id", f"Number of the {what} in CloudStack's database", "35"),
        _keyword(
            f"cloudstack.{kind}.uuid",
            f"UUID of the {what}, as the API shows it",
            "7c0e4d1a-5b27-4f5c-9a37-2f1c6d0b8e11",
        ),
        _keyword(
            f"cloudstack.{kind}.name",
            f"Name of the {what}",
            "",
            *((name_alias,) if name_alias else ()),
        ),
    )


_ROWS: tuple[Field, ...] = (
    # The event itself (ECS: base, event)
    _date("@timestamp", "Instant of the event", "2026-11-23T00:23:04.564Z", "_time"),
    _text("message", "Text after the header", "Complete async job-35"),
    _words("tags", "What the reader should know about how the event was read", "redacted"),
    Field("labels", FieldType.FLATTENED, "Every key that has no row in this table"),
    _keyword("event.id", "Spool, batch and ordinal in it", "5f0c9b2e-1042-17", "_cd"),
    _long("event.sequence", "Order of arrival", "104200017", "_serial"),
    _date("event.ingested", "Instant at which the event was stored", "", "_indextime"),
    _text("event.original", "The record as received, secrets masked", "", "_raw"),
    _word("event.kind", "What the event is: event, alert, pipeline_error", "event"),
    _words("event.category", "ECS category", "authentication"),
    _words("event.type", "ECS type", "start"),
    _word("event.outcome", "success, failure or unknown", "failure", "status"),
    _word("event.action", "API command, verdict, or verb phrase", "login-failed", "action"),
    _word("event.module", "Product that wrote the record", "cloudstack", "vendor_product"),
    _word("event.dataset", "Name of the format", "cloudstack.management", "sourcetype"),
    _word("event.provider", "Part of the product that wrote the record", "apiserver"),
    _word("event.code", "Code that the product gives the event", "1000128"),
    _word("event.reason", "Why the event happened, as written", "wrong password", "reason"),
    _long("event.duration", "From start to end", "41800000000", "duration", unit="ns"),
    _long("event.severity", "Number as the sender wrote it", "8", "severity"),
    _date("event.start", "Begin of what the event tells of"),
    _date("event.end", "End of what the event tells of"),
    _word("ecs.version", "Version of the Elastic Common Schema", "9.5.0"),
    # Where it was written
    _word("host.name", "Machine that wrote the record, or that is protected", "mgmt-01", "host"),
    _ips("host.ip", "Addresses of that machine", "10.1.2.3"),
    _word("host.id", "Identifier of that machine in the product", "42"),
    Field("host.mac", FieldType.KEYWORD, "Hardware addresses of that machine", many=True),
    _word("log.file.path", "File in which the record stood", "/var/log/x.log", "source"),
    _word("log.level", "Level as written", "ERROR", "level"),
    _word("log.logger", "Logger as written", "c.c.a.ApiServlet", "logger"),
    _word("log.origin.file.name", "Source file that wrote the record", "ApiServer.java"),
    _long("log.origin.file.line", "Line in that source file", "1224"),
    _word("log.syslog.hostname", "Host in the syslog head", "mgmt-01"),
    _word("log.syslog.appname", "Application in the syslog head", "sshd", "app"),
    _keyword("log.syslog.procid", "Process in the syslog head", "812"),
    _word("log.syslog.msgid", "Message type in the syslog head", "RT_FLOW_SESSION_DENY"),
    _word("log.syslog.version", "Version in the syslog head", "1"),
    _long("log.syslog.priority", "Facility times 8 plus severity", "134"),
    _long("log.syslog.facility.code", "Number of the facility", "16"),
    _word("log.syslog.facility.name", "Name of the facility", "local0", "facility"),
    _long("log.syslog.severity.code", "Number of the severity", "6"),
    _word("log.syslog.severity.name", "Name of the severity", "informational"),
    Field("log.syslog.structured_data", FieldType.FLATTENED, "Structured data of RFC 5424"),
    _word("process.name", "Process that the event tells of", "sshd", "process"),
    _long("process.pid", "Its number", "812"),
    _keyword("process.executable", "Its file"),
    _keyword("process.command_line", "Its command line"),
    _keyword("process.thread.name", "Thread that wrote the record", "qtp1-22", "thread"),
    # Who judged (ECS: observer)
    _word("observer.vendor", "Who made the judging product", "Trend Micro", "vendor"),
    _word("observer.product", "The judging product", "Deep Security Agent", "product"),
    _word("observer.version", "Its version", "20.0.877"),
    _word("observer.ingress.zone", "Zone of the judging machine where it came in", "untrust",
          "src_zone"),
    _word("observer.ingress.interface.name", "Interface where it came in", "reth0.100",
          "src_interface"),
    _word("observer.egress.zone", "Zone of the judging machine where it went out", "trust",
          "dest_zone"),
    _word("observer.egress.interface.name", "Interface where it went out", "reth1.200",
          "dest_interface"),
    _word("observer.name", "Name of the judging machine", "esm-01", "dvc"),
    _ips("observer.ip", "Addresses of the judging machine", "10.0.0.5"),
    # Who did it, from where to where
    _word("user.name", "Who did it", "alice", "user", "src_user"),
    _keyword("user.id", "Number or UUID of who did it", "4", "user_id"),
    _word("user.domain", "Domain of who did it", "/acme"),
    _word("user.target.name", "Whom it was done to", "bob", "dest_user"),
    _ip("source.ip", "Address from which it came", "203.0.113.7", "src_ip", "src", "clientip"),
    _long("source.port", "Port from which it came", "49617", "src_port"),
    _keyword("source.mac", "Hardware address from which it came", "", "src_mac"),
    _long("source.bytes", "Sent by the source", "1019", "bytes_out", unit="bytes"),
    _long("source.packets", "Sent by the source", "", "packets_out"),
    _word("source.domain", "Name of the source", "", "src_host"),
    _ip("source.nat.ip", "Address of the source after translation", "", "src_translated_ip"),
    _long("source.nat.port", "Port of the source after translation", "", "src_translated_port"),
    _ip("destination.ip", "Address to which it went", "198.51.100.9", "dest_ip", "dest"),
    _long("destination.port", "Port to which it went", "443", "dest_port"),
    _keyword("destination.mac", "Hardware address to which it went", "", "dest_mac"),
    _long("destination.bytes", "Sent by the destination", "", "bytes_in", unit="bytes"),
    _long("destination.packets", "Sent by the destination", "", "packets_in"),
    _word("destination.domain", "Name of the destination", "", "dest_host"),
    _ip("destination.nat.ip", "Address of the destination after translation", ""),
    _long("destination.nat.port", "Port of the destination after translation", "",
          "dest_translated_port"),
    _ip("client.ip", "Client behind proxies, as the message says", "203.0.113.7"),
    _word("network.transport", "Transport protocol", "tcp", "transport"),
    _word("network.protocol", "Application protocol", "http"),
    _word("network.type", "Network layer", "ipv4"),
    _word("network.direction", "inbound or outbound", "inbound", "direction"),
    _long("network.bytes", "Sent in both directions", "", "bytes", unit="bytes"),
    _long("network.packets", "Sent in both directions", "", "packets"),
    _word("network.application", "Application that was recognised", "http", "application"),
    _ips("related.ip", "Every address in the event", "203.0.113.7"),
    _keywords("related.user", "Every user in the event", "alice"),
    _keywords("related.hosts", "Every machine in the event", "i-2-3-VM"),
    _keywords("related.hash", "Every file hash in the event", "44d88612fea8a8f36de82e1278abb02f"),
    # HTTP and files
    _word("http.request.method", "HTTP method", "GET", "http_method"),
    _keyword("http.request.referrer", "Page that led here", "", "http_referrer"),
    _long("http.response.status_code", "HTTP status", "401"),
    _long("http.response.bytes", "Size of the answer", "394", unit="bytes"),
    _text("http.response.body.content", "Begin of the answer, secrets masked", '{"count":2}'),
    _word("http.version", "Version of HTTP", "1.1"),
    _keyword("url.original", "Address as written, secrets masked", "/client/api?command=x", "url"),
    _keyword("url.path", "Path of the address", "/client/api", "uri_path"),
    _keyword("url.query", "Query of the address, secrets masked", "command=x", "uri_query"),
    _word("url.domain", "Host of the address", "example.com"),
    _keyword("user_agent.original", "User agent as written", "", "http_user_agent"),
    _keyword("file.path", "File that the event tells of", "/etc/passwd", "file_path"),
    _keyword("file.name", "Its name", "passwd", "file_name"),
    _long("file.size", "Its size", "4096", "file_size", unit="bytes"),
    _keyword("file.hash.md5", "Its MD5", ""),
    _keyword("file.hash.sha1", "Its SHA-1", ""),
    _keyword("file.hash.sha256", "Its SHA-256", "", "file_hash"),
    # Errors
    _word("error.type", "Class of the exception", "CloudRuntimeException"),
    _text("error.message", "Its message; or where a format stopped reading", ""),
    _text("error.stack_trace", "The whole trace", ""),
    _word("error.code", "Code of the error", "530"),
    # Joining one call over servers and threads
    _keyword("trace.id", "The logid: one call, over servers", "9f3c1e7a", "cloudstack.logid",
             "logid"),
    # Rules and threats
    _word("rule.id", "Number of the rule that judged", "1000128", "signature_id"),
    _word("rule.name", "Name of the rule that judged", "Unsolicited UDP", "signature"),
    _word("rule.ruleset", "Policy in which that rule stands", "untrust-to-trust"),
    _word("rule.category", "Kind of the rule that judged", "", "category"),
    _word("rule.description", "Text of the rule that judged", ""),
    _word("threat.indicator.name", "Name of the threat found", "Eicar_test_file"),
    _words("vulnerability.id", "CVE numbers", "CVE-2022-30522", "cve"),
    _word("cloud.provider", "Cloud in which it happened", "cloudstack"),
    _word("cloud.account.id", "Account in which it happened", "42"),
    _word("cloud.availability_zone", "Zone in which it happened", "tokyo-1"),
    # CloudStack
    _word("cloudstack.family", "Message family, from general to special", "api.start", "family"),
    _word("cloudstack.command", "API command or agent command class", "StartCommand", "command"),
    _word("cloudstack.class", "The logger with its packages written out",
          "com.cloud.api.ApiServlet"),
    _keywords("cloudstack.ctx", "Contexts of the call", "ctx-9d1e0b2c", "ctx"),
    _keyword("cloudstack.job.id", "Asynchronous job", "4127", "transaction.id", "job"),
    _keyword("cloudstack.job.parent_id", "Job that started it", "4126"),
    _keyword("cloudstack.job.uuid", "UUID of the job", ""),
    _word("cloudstack.job.status", "State of the job", "FAILED"),
    _word("cloudstack.job.result_code", "Result code of the job", "530"),
    _keyword("cloudstack.seq", "Agent request: host and number", "2-1234"),
    _word("cloudstack.mgmt_id", "Management server", "345052370017"),
    _keyword("cloudstack.api_key.hash", "Keyed hash of the API key", "9f86d081884c7d65", "api_key"),
    _keyword("cloudstack.session.hash", "Keyed hash of the session", "9f86d081884c7d65"),
    *_object("vm", "virtual machine", name_alias="vm"),
    *_object("host", "hypervisor host"),
    *_object("zone", "zone", name_alias="zone"),
    *_object("pod", "pod"),
    *_object("cluster", "cluster"),
    *_object("network", "network"),
    *_object("volume", "volume"),
    *_object("template", "template"),
    *_object("account", "account", name_alias="account"),
    *_object("domain", "domain"),
    *_object("router", "virtual router"),
    *_object("resource", "resource that an event or alert is about"),
    _word("cloudstack.resource.type", "Kind of the resource", "VirtualMachine"),
    _word("cloudstack.state.old", "State before", "Starting"),
    _word("cloudstack.state.new", "State after", "Stopped"),
    _word("cloudstack.state.event", "What changed the state", "OperationFailed"),
    _word("cloudstack.alert.type", "Number of the alert type", "7"),
    _word("cloudstack.alert.name", "Name of the alert type", "ALERT.COMPUTE.HOST"),
    _text("cloudstack.alert.subject", "Text of the alert", ""),
    _word("cloudstack.capacity.type", "What is short: memory, cpu, storage", "memory"),
    _long("cloudstack.capacity.requested", "Asked for, as written", "34359738368"),
    _long("cloudstack.capacity.used", "In use, as written", "1024"),
    _long("cloudstack.capacity.total", "There is, as written", "68719476736"),
    _long("cloudstack.capacity.free", "Not in use, as written", "12025908428"),
    _word("cloudstack.capacity.scope", "Where it is short", "interface com.cloud.dc.DataCenter"),
    _long("cloudstack.login.attempts_left", "Tries left before the user is locked", "3"),
    _word("cloudstack.event.type", "CloudStack's event type", "VM.START"),
    _word("cloudstack.event.category", "Category on CloudStack's event bus", "ActionEvent"),
    _word("cloudstack.event.status", "Scheduled, Started, Completed, ...", "Completed"),
    _word("cloudstack.error.root_type", "Class of the innermost cause", "SQLException"),
    _keyword("cloudstack.error.fingerprint", "Equal for equal traces", "5f2b9c1e77a0d3c4"),
    _keyword("cloudstack.error.frame", "First frame of CloudStack's own code", ""),
    # ElasterShield
    _word("esva.module", "Module that judged", "ips"),
    _word("esva.action", "Action as written", "IDS:Reset", "act"),
    _word("esva.verdict", "allowed, detected, blocked, failed or none", "blocked", "verdict"),
    _long("esva.count", "How often the verdict was repeated", "1", "cnt"),
    _word("esva.tenant.name", "Tenant of the manager", "acme"),
    _word("esva.tenant.id", "Number of that tenant", "0"),
    _word("esva.reason", "Why the module judged so", "notWhitelisted"),
    _word("esva.target.name", "What a manager event is about", ""),
)  # fmt: skip


def _by_name(rows: tuple[Field, ...]) -> Mapping[str, Field]:
    """Raises: ValueError when two rows claim the same name or alias."""
    names: dict[str, str] = {}
    for row in rows:
        for name in (row.name, *row.aliases):
            if name in names:
                raise ValueError(f"{name} is claimed by {names[name]} and {row.name}")
            names[name] = row.name
    return MappingProxyType({row.name: row for row in rows})


FIELDS: Mapping[str, Field] = _by_name(_ROWS)
"""Stored name to row, in the order in which documentation and pages show them."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {alias: row.name for row in FIELDS.values() for alias in row.aliases}
)
"""Other name to stored name."""


def stored_name(name: str) -> str:
    """Stored name of a field or alias; `name` itself where the table knows neither."""
    return ALIASES.get(name, name)
