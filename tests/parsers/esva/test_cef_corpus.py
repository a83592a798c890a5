"""Real CEF records, each with the module, action and verdict that a person read in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.event import Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

DOCUMENTATION = [
    ("system", None, "none"),
    ("antimalware", "Delete", "blocked"),
    ("appcontrol", "detectOnly", "detected"),
    ("firewall", "Log", "detected"),
    ("integrity", "updated", "detected"),
    ("ips", "IDS:Reset", "detected"),
    ("loginspection", None, "detected"),
    ("webreputation", None, "blocked"),
]
"""The samples of Trend Micro's documentation, in its order, copied by many."""

CHECKED: dict[str, list[tuple[str, str | None, str]]] = {
    "001": DOCUMENTATION,
    "002": [("system", None, "none")] * 4,
    "003": [("webreputation", None, "blocked")],
    "007": DOCUMENTATION,
    "008": [("system", None, "none")] * 2,
    "010": [("ips", "IDS:Reset", "detected")],
    "012": [("system", None, "none")],
    "014": [("antimalware", "Delete", "blocked")],
    "015": [
        ("firewall", "Deny", "blocked"),
        ("ips", "IDS:Reset", "detected"),
        ("ips", "IDS:Reset", "detected"),
    ],
    "020": [("system", None, "none")],
    "021": [
        ("other", "blocked", "blocked"),
        ("other", "not blocked", "detected"),
        ("other", "transformed", "blocked"),
        ("other", "transformed", "blocked"),
        ("other", "not blocked", "detected"),
    ],
    "022": [("other", None, "none")] * 4,
}


@pytest.mark.parametrize("name", CHECKED)
def test_module_action_and_verdict_are_those_that_a_person_read(corpus: Path, name: str) -> None:
    chunks = [(corpus / "esva" / f"{name}.log").read_bytes()]
    events = [read(record, Mask(), NOW).fields for record in read_records(chunks, Source())]
    got = [
        (event["esva.module"], event.get("esva.action"), event["esva.verdict"]) for event in events
    ]
    assert got == CHECKED[name]
    assert {event["event.dataset"] for event in events} == {"esva.cef"}
    assert "pipeline_error" not in {event["event.kind"] for event in events}


@pytest.mark.parametrize("name", ["004", "016", "017", "019", "023"])
def test_what_is_no_cef_is_not_taken_for_it(corpus: Path, name: str) -> None:
    chunks = [(corpus / "esva" / f"{name}.log").read_bytes()]
    events = [read(record, Mask(), NOW).fields for record in read_records(chunks, Source())]
    assert {event["event.dataset"] for event in events} == {"json" if name == "004" else "plain"}
