"""Agents, usage servers, system VMs and appenders: how each is known, and its zone."""

from datetime import UTC, datetime

import pytest

from parsers.event import Record, Source
from parsers.files import format_of_file
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 13, 12, 0, tzinfo=UTC)
TOKYO = "Asia/Tokyo"
LOCAL, GMT = datetime(2026, 9, 13, 0, 30, tzinfo=UTC), datetime(2026, 9, 13, 9, 30, tzinfo=UTC)
AT = "2026-09-13 09:30:00,000"


def fields_of(
    text: str, path: str | None = None, zone: str = "UTC", name: str | None = None
) -> dict[str, object]:
    source = Source(path=path, zone=zone, format=name)
    return dict(read(Record(text, source, received=NOW), Mask(), NOW).fields)


BY_CONTENT = [
    (f"{AT} INFO  [cloud.agent.Agent] (AgentRequest-Handler-3:[]) (logid:1) x", "agent"),
    (f"{AT} DEBUG [utils.script.Script] (agentRequest-Handler-5:null) (logid:1) x", "agent"),
    (f"{AT} WARN  [kvm.resource.KVMHAMonitor] (Thread-24:null) x", "agent"),
    (f"{AT} DEBUG [kvm.resource.LibvirtComputingResource] x", "agent"),
    (
        "2026-09-13 09:30:00.000 DEBUG (logid: 3b) 10333 --- [agentRequest-Handler-4] "
        "com.cloud.agent.service.Agent            : x",
        "agent",
    ),
    (f"{AT} - Executing command: default_network_rules", "agent"),
    (f"{AT} INFO  [cloud.usage.UsageManagerImpl_EnhancerByX_1d] (Usage-Job-1:[]) x", "usage"),
    (f"{AT} DEBUG [db.Transaction.Transaction] (Usage-HB-1:null) x", "usage"),
    ("INFO  [cloud.usage.UsageManagerImpl] (Usage-Job-1:null) (logid:) x", "usage"),
    ("09:30:00,000  INFO UsageManagerImpl:312 - x", "usage"),
    (f"{AT} INFO  [storage.resource.NfsSecondaryStorageResource] (main:null) x", "systemvm"),
    (f"{AT} WARN  [cloud.consoleproxy.ConsoleProxy] (qtp465655017-41:null) x", "systemvm"),
    (f"{AT} INFO  [vnc.security.VncAuthSecurity] (Thread-256:null) x", "systemvm"),
    (f"{AT}  CsHelper.py execute:188 Executing: ip addr", "systemvm"),
    (f"{AT} INFO     Processing JSON file x.json", "systemvm"),
    ("<180>WARN  [cloud.alert.AlertManagerImpl] (main:) (logid:) x", "alert"),
    (f"<180>{AT} WARN  [c.c.a.AlertManagerImpl] (main:[]) (logid:) x", "alert"),
    ("<180>Sep 13 09:30:00 mgmt-01 WARN  [cloud.alert.AlertManagerImpl] (main:) x", "alert"),
    ("Sep 13 09:30:00    WARN    localhost    alertType:: managementNode message:: x", "alert"),
    ("<178>CRITICAL   mgmt-01   alertType:: host   podId:: 1   message:: x", "alert"),
    ("Sep 13 09:30:00 WARN   mgmt-01   alertType:: host   message:: x", "alert"),
    (f"{AT} INFO  [c.c.u.UsageServiceImpl] (qtp1-2:[]) (logid:) x", "management"),
    (f"{AT} INFO  [cloud.consoleproxy.ConsoleProxyManagerImpl] (c-1:null) x", "management"),
    (f"{AT} DEBUG [c.c.h.KVMInvestigator] (AgentTaskPool-8:[ctx-1]) (logid:) x", "management"),
    ("Sep 13 09:30:00 m java[1]: WARN  [c.c.a.AlertManagerImpl] (main:[]) x", "management"),
]


@pytest.mark.parametrize(("text", "program"), BY_CONTENT, ids=[text for text, _ in BY_CONTENT])
def test_a_record_says_which_program_wrote_it(text: str, program: str) -> None:
    fields = fields_of(text)
    assert fields["event.dataset"] == f"cloudstack.{program}"
    assert fields["event.original"] == text
    assert fields["event.kind"] != "pipeline_error"


UNKNOWN = f"{AT} INFO  [db.Transaction.Transaction] (main:null) x"
FILES = [
    ("/var/log/cloudstack/agent/agent.log", UNKNOWN, "cloudstack.agent"),
    ("/var/log/cloudstack/agent/agent.log.2026-09-12.gz", UNKNOWN, "cloudstack.agent"),
    ("agent.log.1", UNKNOWN, "cloudstack.agent"),
    ("/var/log/cloudstack/usage/usage.log", UNKNOWN, "cloudstack.usage"),
    ("/var/log/cloud.log", UNKNOWN, "cloudstack.systemvm"),
    ("/var/log/cloud/cloud.out", UNKNOWN, "cloudstack.systemvm"),
    ("/var/log/cloudstack/management/management-server.log", UNKNOWN, "cloudstack.management"),
    ("/var/log/cloud.log", f"{AT} Script says anything", "cloudstack.systemvm"),
    ("/var/log/cloud.log", "Sun Sep 13 09:30:00 UTC 2026 Setting up", "cloudstack.systemvm"),
    ("/var/log/cloud.log", "Sun 13 Sep 2026 09:30:00 AM UTC Setting up", "cloudstack.systemvm"),
    ("security_group.log", f"{AT} - anything", "cloudstack.agent"),
    ("/var/log/app.log", f"{AT} - anything", "plain"),
    ("/var/log/cloud.log", '{"a": 1}', "json"),
    ("agent.log", "no head", "plain"),
]


@pytest.mark.parametrize(("path", "text", "dataset"), FILES)
def test_the_name_of_its_file_says_it_where_the_text_does_not(
    path: str, text: str, dataset: str
) -> None:
    assert fields_of(text, path)["event.dataset"] == dataset


@pytest.mark.parametrize("path", ["/var/log/agent", "agentlog", "", "/", "reagent.log", "x/log"])
def test_other_files_say_nothing(path: str) -> None:
    assert format_of_file(path) is None


def test_a_tag_of_syslog_says_it_too() -> None:
    text = f"<134>Sep 13 21:00:00 kvm-11 cloudstack.agent: {UNKNOWN}"
    fields = fields_of(text)
    assert fields["event.dataset"] == "cloudstack.agent"
    assert fields["host.name"] == "kvm-11"
    assert fields_of(text.replace("stack.agent", "stack-agent"))["event.dataset"] == (
        "cloudstack.agent"
    )


ZONES = [
    ("cloudstack.agent", "agent.log", f"{AT} INFO  [cloud.agent.Agent] (main:null) x", LOCAL),
    ("cloudstack.agent", "agent.out", f"{AT} INFO  [cloud.agent.Agent] (main:null) x", GMT),
    ("cloudstack.agent", "agent.out", f"{AT} INFO  [c.a.Agent] (main:[]) (logid:) x", LOCAL),
    ("cloudstack.agent", "security_group.log", f"{AT} - x", LOCAL),
    ("cloudstack.usage", None, f"{AT} INFO  [cloud.usage.UsageServer] (main:null) x", GMT),
    ("cloudstack.usage", None, f"{AT} INFO  [u.UsageServer] (main:null) (logid:) x", LOCAL),
    ("cloudstack.usage", None, "09:30:00,000  INFO UsageManagerImpl:312 - x", GMT),
    ("cloudstack.systemvm", None, f"{AT} INFO  [cloud.agent.Agent] (main:null) x", GMT),
    ("cloudstack.systemvm", None, f"{AT} INFO  [c.a.Agent] (main:[]) (logid:) x", GMT),
    ("cloudstack.systemvm", None, f"{AT}  CsHelper.py execute:188 x", GMT),
    ("cloudstack.systemvm", None, "Sun Sep 13 09:30:00 UTC 2026 x", GMT),
    ("cloudstack.systemvm", None, "Sun 13 Sep 2026 09:30:00 AM UTC x", GMT),
    ("cloudstack.management", None, f"{AT} INFO  [c.c.X] (main:[]) (logid:) x", LOCAL),
]


@pytest.mark.parametrize(("name", "path", "text", "wanted"), ZONES)
def test_what_is_configured_to_write_gmt_is_in_gmt(
    name: str, path: str | None, text: str, wanted: datetime
) -> None:
    fields = fields_of(text, path, TOKYO, name)
    assert (fields["@timestamp"], fields["message"]) == (wanted, "x")


def test_a_usage_record_without_a_date_has_the_time_of_the_one_before() -> None:
    lines = (
        f"{AT} INFO  [cloud.usage.UsageServer] (main:null) (logid:) x",
        "INFO  [cloud.usage.UsageManagerImpl] (Usage-Job-1:null) (logid:) y",
        "09:31:00,500  INFO UsageManagerImpl:312 - z",
    )
    records = read_records(["\n".join(lines).encode()], Source(), received=NOW)
    found = [read(record, Mask(), NOW).fields for record in records]
    assert [fields["@timestamp"] for fields in found] == [
        GMT, GMT, datetime(2026, 9, 13, 9, 31, 0, 500000, tzinfo=UTC)
    ]  # fmt: skip
    assert [fields.get("tags") for fields in found] == [None, *[["time-inferred"]] * 2]


def test_lines_of_scripts_and_of_java_in_one_file_stay_apart() -> None:
    lines = [
        f"{AT} ERROR [cloud.agent.Agent] (main:null) x",
        "java.lang.IllegalStateException: y",
        "\tat com.cloud.agent.Agent.start(Agent.java:1)",
        f"{AT}  CsHelper.py execute:188 Executing: z",
        f"{AT} said by another script",
        "Sun Sep 13 09:30:00 UTC 2026 said by the shell",
        f"{AT} INFO  [cloud.agent.Agent] (main:null) x",
    ]
    content = ["\n".join(lines).encode()]
    named = [record.text for record in read_records(content, Source(path="/var/log/cloud.log"))]
    assert named == ["\n".join(lines[:3]), *lines[3:]]
    unnamed = [record.text for record in read_records(content, Source())]
    assert unnamed[:2] == ["\n".join(lines[:3]), lines[3]]


SCRIPTS = [
    ("agent.log", f"{AT} - Executing command: cleanup_rules", "agent"),
    ("/x/security_group.log", f"{AT} - iptables -F i-2-3-VM", "security_group"),
    ("/var/log/cloud.log", f"{AT}  CsHelper.py execute:188 Executing: ip a", "CsHelper"),
    ("/var/log/cloud.log", f"{AT} said by another", "cloud"),
]


@pytest.mark.parametrize(("path", "text", "provider"), SCRIPTS)
def test_a_script_is_known_by_its_file(path: str, text: str, provider: str) -> None:
    fields = fields_of(text, path)
    assert fields["event.provider"] == provider
    assert "cloudstack.family" in fields


def test_an_alert_has_its_type_and_its_places_whichever_appender_sent_it() -> None:
    appended = fields_of(
        "<178>CRITICAL   mgmt-01   alertType:: domainRouterVmState    dataCenterId:: 1   "
        "podId:: 2   message:: Router is down"
    )
    wanted = {
        "event.kind": "alert",
        "cloudstack.family": "alert",
        "cloudstack.alert.type": "9",
        "cloudstack.alert.name": "ALERT.SERVICE.DOMAINROUTER",
        "cloudstack.alert.subject": "Router is down",
        "cloudstack.zone.id": "1",
        "cloudstack.pod.id": "2",
        "host.name": "mgmt-01",
        "log.level": "CRITICAL",
        "log.syslog.facility.name": "local6",
        "log.syslog.severity.name": "critical",
    }
    assert {name: appended.get(name) for name in wanted} == wanted
    sent = fields_of(
        "<180>WARN  [cloud.alert.AlertManagerImpl] (main:) (logid:bcdd4f7c) alertType=[9] "
        "dataCenterId=[1] podId=[2] clusterId=[null] message=[Router is down]."
    )
    both = wanted.keys() - {"host.name", "log.level", "log.syslog.severity.name"}
    assert {name: sent.get(name) for name in both} == {name: wanted[name] for name in both}
    assert sent["trace.id"] == "bcdd4f7c"


def test_an_alert_says_localhost_of_no_host() -> None:
    fields = fields_of("Sep 13 09:30:00 m-1 WARN   localhost   alertType:: host   message:: x")
    assert fields["host.name"] == "m-1"
    assert "host.name" not in fields_of("WARN   localhost   alertType:: host   message:: x")


def test_an_alert_of_log4j_s_layout_has_the_head_and_the_alert() -> None:
    fields = fields_of(
        f"<180>{AT} WARN  [cloudstack.alerts] (a:ctx-1) CRITICAL   mgmt-01   alertType:: host   "
        "message:: x"
    )
    assert fields["cloudstack.alert.type"] == "7"
    assert fields["@timestamp"] == GMT
