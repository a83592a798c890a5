"""Any text gives an event or a ParseError, and real logs give events."""

import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cloudstack.families.table import read_family
from parsers.cloudstack.management import claims, parse, starts_record
from parsers.event import Event, Record, Source
from parsers.format import ParseError
from parsers.lines import read_records
from parsers.mask import Mask

SAMPLE = Path(__file__).parents[3] / "samples" / "cloudstack" / "management.log"
SAMPLE_RECORDS = [record.text for record in read_records([SAMPLE.read_bytes()], Source())]
HEAD = "2026-09-13 12:34:56,789 DEBUG [c.c.a.ApiServlet] (qtp1-2:[ctx-a]) (logid:1) "
BEGINS = [record.partition("(logid:")[2].partition(") ")[2][:40] for record in SAMPLE_RECORDS]


def event_or_error(text: str) -> Event | ParseError:
    starts_record(text)
    claims(text)
    try:
        return parse(Record(text, Source()), Mask())
    except ParseError as error:
        return error


@given(st.sampled_from(SAMPLE_RECORDS), st.integers(0, 4000), st.integers(0, 4000))
def test_a_record_that_is_cut_gives_an_event_or_an_error(text: str, start: int, end: int) -> None:
    event_or_error(text[start % (len(text) + 1) :])
    event_or_error(text[: end % (len(text) + 1)])


@given(st.text(max_size=200))
def test_any_text_gives_an_event_or_an_error(text: str) -> None:
    event_or_error(text)
    assert isinstance(event_or_error(HEAD + text), Event)


@given(
    st.sampled_from(BEGINS),
    st.text(alphabet="0123456789[]{}():=,\"'\\ \n/-null\u0660²", max_size=60),
)
def test_any_message_is_read(begin: str, rest: str) -> None:
    read_family(begin + rest, {})
    assert isinstance(event_or_error(HEAD + begin + rest), Event)


def records_of(path: Path) -> list[Record]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    return list(read_records([data], Source(format="cloudstack.management")))


RECORDED = [
    ("4.18.1/management-server.log.gz", {"api.start": 1262, "login.failure": 15, "alert": 37}),
    ("4.22/management-server.log.2026-11-22.gz", {"api.start": 242, "login.failure": 15}),
]


@pytest.mark.parametrize(("name", "wanted"), RECORDED, ids=[name for name, _ in RECORDED])
def test_a_recorded_log_is_read(corpus: Path, name: str, wanted: dict[str, int]) -> None:
    families: Counter[object] = Counter()
    for record in records_of(corpus / "recorded" / name):
        event = event_or_error(record.text)
        assert isinstance(event, Event), record.text[:200]
        families[event.fields.get("cloudstack.family")] += 1
    assert {family: families[family] for family in wanted} == wanted


@pytest.mark.parametrize("name", ["4.18.1", "4.22"])
def test_every_line_with_a_time_and_a_level_begins_a_record(corpus: Path, name: str) -> None:
    for path in (corpus / "recorded" / name).glob("management-server.log*"):
        for line in gzip.decompress(path.read_bytes()).decode("utf-8", "replace").split("\n"):
            if line[:2] == "20" and line[19:20] == ",":
                assert starts_record(line)
