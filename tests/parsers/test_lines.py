"""Lines and records of files: however the bytes are cut the same, and byte for byte."""

import gzip
import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.event import Source
from parsers.lines import read_records, split_lines
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_however_bytes_are_cut_the_lines_are_the_same(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(data)]
    chunks = [data[a:b] for a, b in itertools.pairwise(edges)]
    lines = list(split_lines(chunks))
    assert lines == list(split_lines([data]))
    assert "\n".join(lines) == data.decode("utf-8", "replace").removesuffix("\n")


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"\n", [""]),
        (b"\n\na\r\n\n", ["", "", "a\r", ""]),
        (b"a\x00b\x0bc\x85\xff\n", ["a\x00b\x0bc\ufffd\ufffd"]),
    ],
)
def test_lines_end_with_lf_alone(data: bytes, lines: list[str]) -> None:
    assert list(split_lines([data])) == lines


def test_bytes_that_are_not_utf8_are_replaced_and_tagged() -> None:
    (record,) = read_records([b"a \xff\xfe b\n"], Source())
    assert record.text == "a \ufffd\ufffd b"
    assert record.tags == ("utf8-replaced",)


def plain_bytes(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.parametrize(
    "pattern",
    ["cloudstack/*.log", "esva/*.log", "recorded/**/*.log*", "recorded/**/*.raw",
     "recorded/**/*.out*", "recorded/**/*.err"],
)  # fmt: skip
def test_the_originals_of_a_file_put_together_are_the_file(corpus: Path, pattern: str) -> None:
    mask = Mask(keep_secrets=True)
    paths = sorted(corpus.glob(pattern))
    assert paths
    for path in paths:
        data = plain_bytes(path)
        events = [read(record, mask, NOW) for record in read_records([data], Source())]
        original = "\n".join(str(event.fields["event.original"]) for event in events)
        assert original == data.decode("utf-8", "replace").removesuffix("\n"), path


@pytest.mark.parametrize("folder", ["4.18.1", "4.22"])
def test_forged_records_and_no_others_are_suspect(corpus: Path, folder: str) -> None:
    (path,) = (corpus / "recorded" / folder).glob("management-server.log*.gz")
    suspect = [
        record.text
        for record in read_records([plain_bytes(path)], Source())
        if "suspect" in record.tags
    ]
    assert len(suspect) == 13
    assert all("(fake:ctx-0) forged" in text for text in suspect)
