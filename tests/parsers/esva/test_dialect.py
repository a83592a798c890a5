"""What numbers, actions and keys mean in the dialect of Deep Security, and who is who."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.esva.dialect import Module, Verdict
from parsers.esva.dialect_book import dialect_of
from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)
VENDOR, AGENT, MANAGER = "Trend Micro", "Deep Security Agent", "Deep Security Manager"


def fields_of(text: str) -> dict[str, Any]:
    return dict(read(Record(text, Source(), received=NOW), Mask(), NOW).fields)


@pytest.mark.parametrize(
    ("signature", "module"),
    [
        ("10", "ips"), ("20", "firewall"), ("21", "firewall"), ("30", "integrity"),
        ("40", "loginspection"), ("100", "firewall"), ("199", "firewall"), ("200", "ips"),
        ("399", "ips"), ("400", "other"), ("499", "other"), ("500", "ips"), ("849", "ips"),
        ("1000128", "ips"), ("2002779", "integrity"), ("3002795", "loginspection"),
        ("4000000", "antimalware"), ("5000000", "webreputation"), ("6001200", "appcontrol"),
        ("7000000", "devicecontrol"), ("8000000", "other"), ("", "other"), ("APPFW", "other"),
    ],
)  # fmt: skip
def test_a_number_of_the_agent_is_of_a_module(signature: str, module: str) -> None:
    assert dialect_of(VENDOR, AGENT).module_of(signature) == module


@pytest.mark.parametrize("signature", ["1", "190", "482", "600", "740", "933"])
def test_the_managers_numbers_are_system_events(signature: str) -> None:
    assert dialect_of(VENDOR, MANAGER).module_of(signature) is Module.SYSTEM
    assert dialect_of(VENDOR, "Workload Security Manager").module_of(signature) is Module.SYSTEM


@pytest.mark.parametrize(
    ("module", "action", "verdict"),
    [
        ("ips", "IDS:Reset", "detected"), ("ips", "ids: block", "detected"),
        ("ips", "Reset", "blocked"), ("ips", "Block", "blocked"), ("ips", "Replace", "blocked"),
        ("ips", "Log", "detected"),
        ("firewall", "Deny", "blocked"), ("firewall", "Log", "detected"),
        ("firewall", "Log Only: Deny", "detected"), ("firewall", "Force Allow", "allowed"),
        ("firewall", "Fail Open: Deny", "detected"), ("other", "Reset-Both", "blocked"),
        ("other", "would block", "detected"), ("other", "forwarded", "allowed"),
        ("firewall", "Bypass", "allowed"), ("firewall", "Allow", "allowed"),
        ("antimalware", "Quarantine", "blocked"), ("antimalware", "Clean", "blocked"),
        ("antimalware", "Deny Access", "blocked"), ("antimalware", "Access Denied", "blocked"),
        ("antimalware", "Terminate", "blocked"), ("antimalware", "Pass", "detected"),
        ("antimalware", "Quarantine Failed", "failed"), ("antimalware", "Failed", "failed"),
        ("appcontrol", "detectOnly", "detected"), ("appcontrol", "blocked", "blocked"),
        ("appcontrol", "allowed", "allowed"), ("integrity", "deleted", "detected"),
        ("integrity", "", "detected"), ("loginspection", "", "detected"),
        ("devicecontrol", "", "detected"), ("webreputation", "", "blocked"),
        ("system", "", "none"), ("other", "", "none"), ("other", "not blocked", "detected"),
        ("other", "frobnicated", "none"),
    ],
)  # fmt: skip
def test_an_action_becomes_a_verdict(module: str, action: str, verdict: str) -> None:
    assert dialect_of(VENDOR, AGENT).verdict_of(Module(module), action) == verdict


def test_a_result_that_failed_is_a_failure_whatever_the_action() -> None:
    got = dialect_of(VENDOR, AGENT).verdict_of(Module.ANTIMALWARE, "Delete", "Delete Failed")
    assert got is Verdict.FAILED


def test_the_protected_vm_is_the_host_and_the_sender_the_observer() -> None:
    found = fields_of(
        "<142>Sep 13 22:05:12 esva-12 CEF:0|Trend Micro|Deep Security Agent|20.0|21|Deny SSH|5|"
        "cn1=1187 cn1Label=Host ID dvchost=i-42-1187-VM dvc=10.42.1.17 act=Deny "
        "smac=02:00:0a:00:00:01 src=203.0.113.66 dst=10.42.1.17 in=60 proto=TCP spt=4711 dpt=22"
    )
    assert found["host.name"] == found["cloudstack.vm.name"] == "i-42-1187-VM"
    assert found["host.ip"] == ["10.42.1.17"]
    assert found["host.id"] == "1187"
    assert found["observer.name"] == found["log.syslog.hostname"] == "esva-12"
    assert (found["source.ip"], found["source.port"]) == ("203.0.113.66", 4711)
    assert (found["source.bytes"], found["network.direction"]) == (60, "inbound")
    assert (found["source.mac"], found["network.transport"]) == ("02-00-0A-00-00-01", "tcp")
    assert (found["event.category"], found["event.type"]) == (["network"], ["connection", "denied"])
    assert (found["event.kind"], found["event.action"]) == ("alert", "blocked")
    assert found["related.ip"] == ["203.0.113.66", "10.42.1.17"]
    assert found["related.hosts"] == ["i-42-1187-VM", "esva-12"]


def test_of_a_manager_event_the_source_is_what_the_text_says() -> None:
    found = fields_of(
        "CEF:0|Trend Micro|Deep Security Manager|20|600|User Signed In|3|src=10.52.116.160 "
        "suser=admin target=admin msg=User signed in from 2001:db8::5"
    )
    assert found["observer.ip"] == ["10.52.116.160"]
    assert found["source.ip"] == "2001:db8::5"
    assert (found["event.category"], found["event.outcome"]) == (["authentication"], "success")
    assert found["esva.target.name"] == "admin"


def test_files_hashes_and_what_was_found() -> None:
    found = fields_of(
        "CEF:0|Trend Micro|Deep Security Agent|20|4000000|Eicar_test_file|6|dvc=web "
        "cn2=205 cn2Label=Quarantine File Size filePath=/tmp/x act=Quarantine msg=Realtime "
        "TrendMicroDsFileMD5=44D88612FEA8A8F36DE82E1278ABB02F "
        "TrendMicroDsFileSHA1=3395856CE81F2B7382DEE72602F798B642F14140"
    )
    assert found["file.path"] == "/tmp/x"
    assert found["threat.indicator.name"] == found["rule.name"] == "Eicar_test_file"
    assert found["file.hash.md5"] == "44D88612FEA8A8F36DE82E1278ABB02F"
    assert len(found["related.hash"]) == 2
    assert found["labels"] == {"Quarantine_File_Size": "205"}
    assert found["host.name"] == "web"


@pytest.mark.parametrize(
    ("length", "field"),
    [(32, "file.hash.md5"), (40, "file.hash.sha1"), (64, "file.hash.sha256")],
)
def test_a_file_hash_is_of_the_kind_that_its_length_says(length: int, field: str) -> None:
    found = fields_of(f"CEF:0|Elastic|Vaporware|1|18|n|low|fileHash={'ab' * (length // 2)}")
    assert found[field] == "ab" * (length // 2)


def test_long_names_of_keys_are_the_short_ones() -> None:
    found = fields_of(
        "CEF:0|Other|Sensor|1|18|n|3|sourceAddress=192.0.2.1 destinationPort=443 "
        "deviceAction=Blocked transportProtocol=6 startTime=1500464384997"
    )
    assert (found["source.ip"], found["destination.port"]) == ("192.0.2.1", 443)
    assert (found["esva.verdict"], found["network.transport"]) == ("blocked", "tcp")
    assert found["event.start"] == found["@timestamp"]
