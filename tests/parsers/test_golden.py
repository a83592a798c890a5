"""Samples and their golden events: `make golden` rewrites them; then read the git diff."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from parsers.event import Source
from parsers.formats import FORMATS
from parsers.jsonl import event_line
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read
from tests.parsers.test_read import assert_declared

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 9, 14, tzinfo=UTC)


def folder_of(name: str) -> Path:
    return Path(*name.split(".")) if "." in name else Path("generic") / name


def sample_of(name: str) -> bytes:
    return (ROOT / "samples" / folder_of(name).with_suffix(".log")).read_bytes()


def golden_lines(name: str) -> list[str]:
    """Events of a sample whose format is found by content, as `nephoscope parse` prints them."""
    records = read_records([sample_of(name)], Source(), now=NOW)
    return [event_line(read(record, Mask(), NOW)) for record in records]


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_reads_as_its_golden_file_says(name: str, update_golden: bool) -> None:
    path = ROOT / "tests" / "golden" / folder_of(name).with_suffix(".jsonl")
    lines = golden_lines(name)
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_is_kept_byte_for_byte_in_declared_fields(name: str) -> None:
    records = read_records([sample_of(name)], Source())
    events = [dict(read(record, Mask(keep_secrets=True), NOW).fields) for record in records]
    for fields in events:
        assert_declared(fields)
        assert fields["event.kind"] != "pipeline_error"
        assert fields["event.dataset"] in (name, "plain")
    original = "\n".join(str(fields["event.original"]) for fields in events)
    assert f"{original}\n".encode() == sample_of(name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_source_may_name_the_format_of_its_sample(name: str) -> None:
    by_content = [record.text for record in read_records([sample_of(name)], Source())]
    by_name = [record.text for record in read_records([sample_of(name)], Source(format=name))]
    assert by_name == by_content


@pytest.mark.parametrize("name", FORMATS)
def test_a_sample_cut_anywhere_is_still_read(name: str) -> None:
    text = sample_of(name).decode()
    for number, line in enumerate(text.splitlines()[::7]):
        for end in range(number % 11, len(line), 23):
            for source in (Source(), Source(format=name)):
                for record in read_records([line[:end].encode()], source, now=NOW):
                    assert_declared(dict(read(record, Mask(), NOW).fields))
