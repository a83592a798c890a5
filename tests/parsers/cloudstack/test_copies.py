"""Records as they stand in copies: quoted, listed, boxed, numbered, escaped, coloured."""

from datetime import UTC, datetime

import pytest

from parsers.cloudstack.management import parse, starts_record
from parsers.event import Record, Source
from parsers.mask import Mask

HEAD = "2026-09-13 12:34:56,789 DEBUG [c.c.a.ApiServlet] (qtp1-22:ctx-0a0b0c0d) (logid:9f3c1e7a) "
AT = datetime(2026, 9, 13, 12, 34, 56, 789000, tzinfo=UTC)


def fields_of(text: str) -> dict[str, object]:
    return dict(parse(Record(text, Source()), Mask()).fields)


@pytest.mark.parametrize(
    "mark",
    [
        *("> ", ">", ">> ", "* ", "- ", "`", "**", '"', "'", "| ", "x", "\u2502", "\u2022 "),
        *("\x1b[32m", "\ufeff", "  12  ", "12: ", "12\t", "ms-1: ", "[ms-1] ", "(ms-1) "),
        "srv02 ",
    ],
)
def test_a_mark_before_a_record_does_not_hide_it(mark: str) -> None:
    text = f"{mark}{HEAD}text"
    assert starts_record(text)
    fields = fields_of(text)
    assert fields["event.original"] == text
    assert fields["@timestamp"] == AT
    assert fields["trace.id"] == "9f3c1e7a"
    assert fields["message"] == "text"


def test_a_quoted_trace_is_read_without_its_marks() -> None:
    lines = [f"> {HEAD}text", "> java.lang.Exception: no", "> \tat com.cloud.X.y(X.java:1)"]
    fields = fields_of("\n".join(lines))
    assert fields["error.type"] == "java.lang.Exception"
    assert fields["cloudstack.error.frame"] == "com.cloud.X.y(X.java:1)"


def test_brackets_that_markdown_escapes_are_brackets() -> None:
    text = f"{HEAD}text".replace("[c.c.a.ApiServlet]", r"\[c.c.a.ApiServlet\]")
    assert starts_record(text)
    assert fields_of(text)["cloudstack.class"] == "com.cloud.api.ApiServlet"


@pytest.mark.parametrize(
    ("time", "hour"),
    [
        ("2026-09-13T12:34:56.789+0200", 10),
        ("2026-09-13T12:34:56,789Z", 12),
        ("2026-09-13 12:34:56,789-05:00", 17),
    ],
)
def test_an_offset_in_the_time_counts(time: str, hour: int) -> None:
    text = f"{time} DEBUG [c.c.a.ApiServlet] (a:b) text"
    assert starts_record(text)
    assert fields_of(text)["@timestamp"] == AT.replace(hour=hour)


def test_the_usual_layout_of_other_programs_may_have_a_date() -> None:
    fields = fields_of("2026-09-13 12:34:56,789 [main] WARN  com.cloud.api.ApiServlet - text")
    assert fields["@timestamp"] == AT
    assert fields["process.thread.name"] == "main"
    assert fields["message"] == "text"


@pytest.mark.parametrize(
    "line",
    [
        "x 2026-09-13 is a day",
        "> quoted text [with] brackets",
        "12: a list [of] things",
        "it came at 2026-09-13 12:34:56,789 [x]",
    ],
)
def test_other_lines_are_no_records(line: str) -> None:
    assert not starts_record(line)
