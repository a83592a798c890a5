"""Real CEF and LEEF records, each with the module, action and verdict that a person read in it.

`verdicts.tsv` was written by looking at the records, not by running the parser.
"""

import csv
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.event import Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
Row = tuple[str, str, str, str]


def checked() -> dict[str, list[Row]]:
    """File to format, module, action and verdict of its records, in their order."""
    table: dict[str, list[Row]] = defaultdict(list)
    path = Path(__file__).with_name("verdicts.tsv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert int(row["record"]) == len(table[row["file"]]) + 1
            table[row["file"]].append((row["format"], row["module"], row["action"], row["verdict"]))
    return table


CHECKED = checked()


@pytest.mark.parametrize("name", CHECKED)
def test_module_action_and_verdict_are_those_that_a_person_read(corpus: Path, name: str) -> None:
    chunks = [(corpus / "esva" / f"{name}.log").read_bytes()]
    events = [read(record, Mask(), NOW).fields for record in read_records(chunks, Source())]
    got = [
        (
            event["event.dataset"],
            event["esva.module"],
            event.get("esva.action", ""),
            event["esva.verdict"],
        )
        for event in events
    ]
    assert got == CHECKED[name]
    assert "pipeline_error" not in {event["event.kind"] for event in events}


def test_every_file_of_verdicts_is_in_the_table(corpus: Path) -> None:
    there = {
        path.stem
        for path in (corpus / "esva").glob("*.log")
        if "CEF:" in path.read_text("utf-8") or "LEEF:" in path.read_text("utf-8")
    }
    assert there == CHECKED.keys()


def test_what_filebeat_made_of_cef_is_json(corpus: Path) -> None:
    chunks = [(corpus / "esva" / "004.log").read_bytes()]
    events = [read(record, Mask(), NOW).fields for record in read_records(chunks, Source())]
    assert {event["event.dataset"] for event in events} == {"json"}
