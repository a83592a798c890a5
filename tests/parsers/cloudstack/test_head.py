"""Every layout in which CloudStack was ever configured to write its records."""

from datetime import UTC, datetime

import pytest

from parsers.cloudstack.management import claims, parse, starts_record
from parsers.event import Record, Source
from parsers.format import ParseError
from parsers.mask import Mask

NOW = datetime(2026, 9, 13, 12, 0, tzinfo=UTC)
AT = datetime(2026, 9, 13, 12, 34, 56, 789000, tzinfo=UTC)


def fields_of(text: str, zone: str = "UTC") -> dict[str, object]:
    record = Record(text, Source(zone=zone), received=NOW)
    return dict(parse(record, Mask()).fields)


CASES = [
    pytest.param(
        "2026-09-13 12:34:56,789 DEBUG [agent.transport.Request] (Job-Executor-7:job-1915 = "
        "[ bf596afe-55ed-45ce-b6dd-8da5ff1d2c78 ]) text",
        {
            "log.level": "DEBUG",
            "log.logger": "agent.transport.Request",
            "cloudstack.class": "com.cloud.agent.transport.Request",
            "process.thread.name": "Job-Executor-7",
            "cloudstack.job.id": "1915",
            "cloudstack.job.uuid": "bf596afe-55ed-45ce-b6dd-8da5ff1d2c78",
        },
        id="2.x to 4.2, three parts of the logger, a job with brackets and blanks",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 INFO  [c.c.a.ApiServlet] (catalina-exec-3:ctx-37d9f693 "
        "ctx-d2368de3) text",
        {
            "log.level": "INFO",
            "cloudstack.class": "com.cloud.api.ApiServlet",
            "cloudstack.ctx": ["ctx-37d9f693", "ctx-d2368de3"],
        },
        id="4.3 to 4.6, abbreviated logger",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 WARN  [c.c.a.m.DirectAgentAttache] (DirectAgent-442:ctx-cdd42b03 "
        "10.0.32.133, job-105/job-106, cmd: StartCommand) (logid:9f3c1e7a) text",
        {
            "log.level": "WARN",
            "trace.id": "9f3c1e7a",
            "cloudstack.job.id": "106",
            "cloudstack.job.parent_id": "105",
            "cloudstack.command": "StartCommand",
        },
        id="4.7 to 4.19, logid, host and command in the context",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 INFO  [c.c.a.ApiServlet] (qtp1-22:[ctx-a1, job-35/job-36, ctx-b2])"
        " (logid:046ec553) text",
        {
            "cloudstack.ctx": ["ctx-a1", "ctx-b2"],
            "cloudstack.job.id": "36",
            "cloudstack.job.parent_id": "35",
            "trace.id": "046ec553",
            "process.thread.name": "qtp1-22",
        },
        id="4.20 on, contexts as a list",
    ),
    pytest.param(
        "2026-09-13T12:34:56,789 DEBUG [c.c.a.ApiServlet] (qtp1-21:[ctx-8dc8b523]) "
        "(logid:10e8a469) text",
        {"trace.id": "10e8a469", "cloudstack.ctx": ["ctx-8dc8b523"]},
        id="early 2024, T between date and time",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 INFO  [o.a.c.ServerDaemon] (main:[]) (logid:) text",
        {"process.thread.name": "main"},
        id="empty logid and empty list",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 INFO  [o.a.c.ServerDaemon] (main:null) (logid:) text",
        {"process.thread.name": "main"},
        id="null context",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 INFO  [cloud.agent.Agent] (Agent-Handler-1:) (logid:) text",
        {"cloudstack.class": "com.cloud.agent.Agent", "process.thread.name": "Agent-Handler-1"},
        id="empty context",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 DEBUG [o.a.c.h.HAManagerImpl] (pool-4-thread-21:[]) text",
        {"cloudstack.class": "org.apache.cloudstack.ha.HAManagerImpl"},
        id="development server without logid",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 DEBUG [kvm.resource.LibvirtComputingResource] text",
        {"log.logger": "kvm.resource.LibvirtComputingResource"},
        id="no thread",
    ),
    pytest.param(
        "   2026-09-13 12:34:56,789 DEBUG [c.c.a.ApiServer] (a b:x) (logid:1) text",
        {"process.thread.name": "a b", "trace.id": "1"},
        id="indented, blanks in the thread",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 WARN[xen.resource.X](DirectAgent-5:null)text",
        {"log.level": "WARN", "process.thread.name": "DirectAgent-5"},
        id="a copy that lost its blanks",
    ),
    pytest.param(
        "2026-09-13 12:34:56,789 [c.c.a.ApiServer] (qtp1-38:null) text",
        {"log.logger": "c.c.a.ApiServer", "process.thread.name": "qtp1-38"},
        id="a copy that lost its level",
    ),
    pytest.param(
        "cloud.log:2026-09-13 12:34:56,789 INFO  [storage.resource.X] (Agent-1:null) text",
        {"log.file.path": "cloud.log", "log.level": "INFO"},
        id="grep -H before it",
    ),
    pytest.param(
        "/var/log/cloud.log:12:2026-09-13 12:34:56,789 INFO  [storage.resource.X] (A-1:null) text",
        {"log.file.path": "/var/log/cloud.log"},
        id="grep -Hn before it",
    ),
    pytest.param(
        "@MSLOG@:2026-09-13 12:34:56,789 INFO  [c.c.a.ApiServer] (A-1:null) text",
        {"log.file.path": "@MSLOG@"},
        id="the file name of a development server",
    ),
    pytest.param(
        "2026-09-13 12:34:56.789 DEBUG (logid: 3bd85172) 10333 --- [handler-4] "
        "com.cloud.agent.service.Agent            : text",
        {"trace.id": "3bd85172", "process.thread.name": "handler-4"},
        id="Cosmic",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_dated_layout_is_read(text: str, wanted: dict[str, object]) -> None:
    fields = fields_of(text)
    wanted = {"@timestamp": AT, "message": "text", "event.original": text, **wanted}
    assert {name: fields.get(name) for name in wanted} == wanted
    assert starts_record(text)
    assert claims(text)


UNDATED = [
    pytest.param(
        "INFO  [c.c.a.ApiServer] (main:null) (logid:12) text",
        {"log.level": "INFO", "trace.id": "12"},
        id="console",
    ),
    pytest.param(
        "[cloud.consoleproxy.ConsoleProxy] (qtp1-38:null) text",
        {"process.thread.name": "qtp1-38"},
        id="neither time nor level",
    ),
    pytest.param(
        "acs-sim_1      | INFO  [c.c.u.AccountManagerImpl] (A-1:ctx-94) (logid:59) text",
        {"labels": {"container": "acs-sim_1"}, "trace.id": "59"},
        id="docker-compose before it",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), UNDATED)
def test_a_layout_without_a_time_is_read(text: str, wanted: dict[str, object]) -> None:
    fields = fields_of(text)
    wanted = {"message": "text", **wanted}
    assert {name: fields.get(name) for name in wanted} == wanted
    assert "@timestamp" not in fields
    assert starts_record(text)


OTHERS = [
    pytest.param(
        "04:35:27.501 [main] ERROR com.cloud.upgrade.DatabaseUpgradeChecker - text",
        {
            "@timestamp": datetime(2026, 9, 13, 4, 35, 27, 501000, tzinfo=UTC),
            "log.level": "ERROR",
            "cloudstack.class": "com.cloud.upgrade.DatabaseUpgradeChecker",
            "tags": ["time-inferred"],
        },
        id="log4j2 without a configuration, which writes no date",
    ),
    pytest.param(
        "23:35:27,501  INFO UsageManagerImpl:312 - text",
        {
            "@timestamp": datetime(2026, 9, 12, 23, 35, 27, 501000, tzinfo=UTC),
            "event.provider": "UsageManagerImpl",
            "log.origin.file.line": 312,
            "tags": ["time-inferred"],
        },
        id="a console without a date, shortly before midnight",
    ),
    pytest.param(
        "Sep 1, 2014 1:02:03 PM org.apache.catalina.core.StandardService startInternal\nINFO: text",
        {
            "@timestamp": datetime(2014, 9, 1, 13, 2, 3, tzinfo=UTC),
            "log.level": "INFO",
            "log.logger": "org.apache.catalina.core.StandardService",
            "event.provider": "StandardService",
        },
        id="Tomcat's log on two lines",
    ),
    pytest.param(
        "01-Sep-2014 01:02:03.123 SEVERE [main] org.apache.catalina.core.Service.start text",
        {
            "@timestamp": datetime(2014, 9, 1, 1, 2, 3, 123000, tzinfo=UTC),
            "log.level": "SEVERE",
            "event.provider": "Service",
            "process.thread.name": "main",
        },
        id="Tomcat's log on one line",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), OTHERS)
def test_the_layout_of_another_logger_is_read(text: str, wanted: dict[str, object]) -> None:
    fields = fields_of(text)
    wanted = {"message": "text", **wanted}
    assert {name: fields.get(name) for name in wanted} == wanted
    assert starts_record(text.partition("\n")[0])
    assert claims(text)


def test_a_clock_needs_something_to_tell_its_date_by() -> None:
    text = "04:35:27.501 [main] ERROR com.cloud.upgrade.DatabaseUpgradeChecker - text"
    assert "@timestamp" not in parse(Record(text, Source()), Mask()).fields


@pytest.mark.parametrize("month", ["9月 13", "Sep 13"])
def test_journald_gives_time_host_and_process(month: str) -> None:
    text = f"{month} 12:34:56 mgmt-01 java[1863]: INFO  [o.a.c.ServerDaemon] (main:[]) (logid:) x"
    fields = fields_of(text)
    assert fields["@timestamp"] == AT.replace(microsecond=0)
    assert (fields["host.name"], fields["process.name"], fields["process.pid"]) == (
        "mgmt-01",
        "java",
        1863,
    )
    assert starts_record(text)
    assert not claims(text), "its head is syslog's to read"


def test_a_time_without_a_zone_is_of_the_zone_of_its_source() -> None:
    fields = fields_of("2026-09-13 21:34:56,789 INFO  [c.c.X] (a:b) text", "Asia/Tokyo")
    assert fields["@timestamp"] == AT


def test_a_prefix_is_taken_off_each_line() -> None:
    lines = "WARN  [c.c.X] (a:b) (logid:) text", "java.lang.E: x", "\tat a.b.C.d(C.java:1)"
    text = "\n".join(f"ms_1 | {line}" for line in lines)
    fields = fields_of(text)
    assert fields["event.original"] == text
    assert fields["error.stack_trace"] == "java.lang.E: x\n\tat a.b.C.d(C.java:1)"


@pytest.mark.parametrize(
    "line",
    ["\tat com.cloud.x.Y.z(Y.java:1)", "Caused by: a.B: x", "", "java.lang.X: [c.c.X] (a:b)",
     "text INFO  [c.c.X] (a:b) x", '{"a": [1]}', "INFO [main] x"],
)  # fmt: skip
def test_other_lines_begin_no_record(line: str) -> None:
    assert not starts_record(line)
    assert not claims(line)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("no head", 1),
        ("2026-13-99 12:34:56,789 INFO  [c.c.X] (a:b) text", 1),
        ("  2026-09-13 25:34:56,789 INFO  [c.c.X] (a:b) text", 3),
    ],
)
def test_what_cannot_be_read_says_where(text: str, column: int) -> None:
    with pytest.raises(ParseError) as caught:
        fields_of(text)
    assert (caught.value.line, caught.value.column) == (1, column)
