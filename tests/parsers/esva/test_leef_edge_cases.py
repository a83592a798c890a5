"""Edge cases of LEEF, and what is read of them.

Numbers are those of the collection of cases; sources are the tests of StreamSets' LEEF parser,
IBM's guide and Trend Micro's documentation.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AGENT = "LEEF:2.0|Trend Micro|Deep Security Agent|20.0|"


def fields_of(text: str, **source: Any) -> dict[str, Any]:
    return dict(read(Record(text, Source(**source), received=NOW), Mask(), NOW).fields)


def test_l1_five_fields_and_tabs() -> None:
    found = fields_of("LEEF:1.0|Vendor|Product|3.8|ID7|src=192.0.2.1\tdst=192.0.2.2\tsev=6")
    assert found["event.dataset"] == "esva.leef"
    names = ("observer.vendor", "observer.product", "observer.version", "rule.id", "event.code")
    assert [found[name] for name in names] == ["Vendor", "Product", "3.8", "ID7", "ID7"]
    assert (found["source.ip"], found["destination.ip"]) == ("192.0.2.1", "192.0.2.2")
    assert found["event.severity"] == 6


@pytest.mark.parametrize(
    ("written", "sign"),
    [
        ("^", "^"), ("x09", "\t"), ("x08", "\x08"), ("x20", " "), ("0x5E", "^"), ("x5e", "^"),
        ("x7C", "|"), ("0x0009", "\t"), ("\t", "\t"), (r"\t", "\t"), (";", ";"), ("", "\t"),
    ],
)  # fmt: skip
def test_l2_l3_l5_the_sixth_field_says_what_separates(written: str, sign: str) -> None:
    found = fields_of(f"LEEF:2.0|V|P|1|ID|{written}|src=192.0.2.1{sign}dst=192.0.2.2{sign}a=b")
    assert (found["source.ip"], found["destination.ip"]) == ("192.0.2.1", "192.0.2.2")
    assert found["labels"] == {"a": "b"}
    assert found["tags"] == ["time-inferred"]


def test_l4_deep_security_leaves_the_sixth_field_out() -> None:
    found = fields_of(f"{AGENT}4000030|cat=Anti-Malware\tname=X | y\tact=Terminate\tsev=6")
    assert (found["esva.module"], found["esva.verdict"]) == ("antimalware", "blocked")
    assert found["rule.name"] == found["threat.indicator.name"] == "X | y"


@pytest.mark.parametrize("sign", ["\t", "^"])
def test_l6_a_separator_in_a_value_is_mended_and_said(sign: str) -> None:
    header = AGENT + ("21|" if sign == "\t" else "21|^|")
    pairs = ("cn1=241", "cn1Label=Host", "ID dvc=10.0.0.1", "act=Deny")
    found = fields_of(header + sign.join(pairs))
    assert (found["host.id"], found["host.ip"]) == ("241", ["10.0.0.1"])
    assert found["esva.verdict"] == "blocked"
    assert "suspect" in found["tags"]


def test_l6_what_is_no_pair_goes_on_with_the_value_before() -> None:
    found = fields_of(f"{AGENT}21|msg=one\ttwo three\tsrc=192.0.2.1")
    assert found["message"] == "one\ttwo three"
    assert found["source.ip"] == "192.0.2.1"
    assert "suspect" in found["tags"]


def test_l6_a_key_with_a_blank_that_nobody_knows_is_kept_and_said() -> None:
    found = fields_of("LEEF:1.0|V|P|1|ID|vL ANId=4095\tsrc=192.0.2.1")
    assert found["labels"] == {"vL ANId": "4095"}
    assert "suspect" in found["tags"]


def test_l7_blanks_separate_where_no_tab_is() -> None:
    found = fields_of(
        "LEEF:2.0|Trend Micro|Deep Security Manager|20|192|cat=System name=Alert Ended "
        "desc=Alert: CPU Warning sev=3 src=10.201.114.164 usrName=System"
    )
    assert (found["rule.name"], found["event.severity"]) == ("Alert Ended", 3)
    assert (found["user.name"], found["esva.module"]) == ("System", "system")
    assert found["message"] == "Alert: CPU Warning"


@pytest.mark.parametrize(
    ("pattern", "text", "when"),
    [
        ("MMM dd yyyy HH:mm:ss z", "Mar 09 2015 11:58:24 GMT+08:00",
         datetime(2015, 3, 9, 3, 58, 24, tzinfo=UTC)),
        ("MMM dd yyyy HH:mm:ss z", "Mar 09 2015 11:58:24 G MT+08:00",
         datetime(2015, 3, 9, 3, 58, 24, tzinfo=UTC)),
        ("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-09-13T22:05:24.500-0300",
         datetime(2026, 9, 14, 1, 5, 24, 500000, UTC)),
        ("dd/MM/yy hh:mm a", "13/09/26 10:05 PM", datetime(2026, 9, 13, 22, 5, tzinfo=UTC)),
        ("MM/dd/yyyy HH:mm:ss", "09/13/2026 22:05:24",
         datetime(2026, 9, 13, 22, 5, 24, tzinfo=UTC)),
        ("MMM dd yyyy HH:mm:ss z", "Sep 13 2026 22:05:24 Asia/Tokyo",
         datetime(2026, 9, 13, 13, 5, 24, tzinfo=UTC)),
        ("MMM dd HH:mm:ss", "Sep 13 22:05:24", datetime(2026, 9, 13, 22, 5, 24, tzinfo=UTC)),
        ("no such [pattern", "1789335924000", datetime(2026, 9, 13, 21, 45, 24, tzinfo=UTC)),
        ("", "Sep 13 2026 22:05:24", datetime(2026, 9, 13, 22, 5, 24, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_l8_the_time_brings_its_format(pattern: str, text: str, when: datetime) -> None:
    found = fields_of(f"LEEF:1.0|V|P|1|ID|devTimeFormat={pattern}\tdevTime={text}\tsev=3")
    assert found["@timestamp"] == when
    assert "tags" not in found


@pytest.mark.parametrize(
    "text", ["yesterday", "13/13/2026", "Foo 13 2026 22:05:24", "99999999999999999"]
)
def test_l8_what_is_no_time_is_a_label(text: str) -> None:
    found = fields_of(f"LEEF:1.0|V|P|1|ID|devTimeFormat=MM/dd/yyyy\tdevTime={text}")
    assert found["labels"] == {"devTime": text}
    assert found["tags"] == ["type-mismatch", "time-inferred"]


def test_l9_the_first_equals_sign_ends_the_key() -> None:
    found = fields_of("LEEF:1.0|V|P|1|ID|url=http://x.example/?a=b&c=d\tsrc=192.0.2.1")
    assert found["url.original"] == "http://x.example/?a=b&c=d"


def test_l10_a_backslash_and_n_are_a_line_end() -> None:
    found = fields_of(rf"{AGENT}192|msg=Alert: CPU\nSubject: 10.201.114.164\nSeverity: Warning")
    assert found["message"] == "Alert: CPU\nSubject: 10.201.114.164\nSeverity: Warning"


def test_l11_keys_have_names_of_their_own() -> None:
    found = fields_of(
        f"{AGENT}21|cat=Firewall\tname=Deny SSH\tdesc=No SSH from outside\tsev=5\tusrName=eve\t"
        "srcMAC=02:00:0a:00:00:01\tdstMAC=02:00:0a:00:00:02\tsrcPort=4711\tdstPort=22\tact=Deny"
    )
    assert found["rule.name"] == "Deny SSH"
    assert found["rule.description"] == found["message"] == "No SSH from outside"
    assert (found["rule.category"], found["event.severity"]) == ("Firewall", 5)
    assert (found["user.name"], found["related.user"]) == ("eve", ["eve"])
    assert (found["source.port"], found["destination.port"]) == (4711, 22)
    assert found["source.mac"] == "02-00-0A-00-00-01"
    assert found["destination.mac"] == "02-00-0A-00-00-02"


def test_the_category_tells_the_module_where_the_number_does_not() -> None:
    found = fields_of(f"{AGENT}LOCAL-7|cat=Intrusion Prevention\tact=IDS:Reset")
    assert (found["esva.module"], found["esva.verdict"]) == ("ips", "detected")


@pytest.mark.parametrize("word", ["Critical", "11"])
def test_a_severity_may_be_a_word_or_no_severity(word: str) -> None:
    found = fields_of(f"{AGENT}21|sev={word}\tact=Deny")
    assert found.get("event.severity") == (10 if word == "Critical" else None)
    assert found.get("labels", {}).get("event.severity") == (None if word == "Critical" else "11")


@pytest.mark.parametrize(
    ("head", "host"),
    [
        ("<134>Sep 13 22:05:24 esva-12 ", "esva-12"),
        ("<134>1 2026-09-13T22:05:24Z esva-12 dsm - - - ", "esva-12"),
        ("esva-12 ", "esva-12"),
        ("", None),
    ],
)
def test_a_syslog_head_may_stand_before_it(head: str, host: str | None) -> None:
    found = fields_of(f"{head}{AGENT}21|act=Deny\tdvchost=i-42-1188-VM")
    assert found["event.dataset"] == "esva.leef"
    assert found.get("observer.name") == host
    assert found["cloudstack.vm.name"] == "i-42-1188-VM"


def test_half_a_header_is_an_error_that_keeps_what_can_be_read() -> None:
    found = fields_of("LEEF:2.0|Vendor|Product|src=192.0.2.1\tdst=192.0.2.2")
    assert found["event.kind"] == "pipeline_error"
    assert "3 of 5 header fields" in found["error.message"]
    assert (found["observer.vendor"], found["source.ip"]) == ("Vendor", "192.0.2.1")


@pytest.mark.parametrize("rest", ["", "\t", " \r\n"])
def test_a_header_alone_is_a_record(rest: str) -> None:
    assert fields_of(f"LEEF:2.0|V|P|1|ID|{rest}")["event.kind"] == "alert"


def test_pairs_without_any_key_are_an_error() -> None:
    found = fields_of("LEEF:2.0|V|P|1|ID|no pairs here")
    assert found["event.kind"] == "pipeline_error"
    assert "no key and =" in found["error.message"]


def test_an_error_where_the_source_says_leef() -> None:
    found = fields_of("a|b|c", format="esva.leef")
    assert found["event.kind"] == "pipeline_error"
    assert found["event.original"] == "a|b|c"


def test_secrets_are_masked_everywhere() -> None:
    found = fields_of("LEEF:2.0|V|P|1|ID|password=hunter2\tsrc=192.0.2.1")
    assert "hunter2" not in str(found)
    assert "redacted" in found["tags"]
