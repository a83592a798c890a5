"""Joining: where records start, what belongs to them, caps, waiting, and restarts."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.event import Record, Source
from parsers.join import Joiner, JoinLimits

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
HEAD = "2026-09-13 22:11:58,204 DEBUG [c.c.a.ApiServlet] (qtp1-22:[ctx-a]) (logid:9f3c1e7a) text"
LATER = HEAD.replace("22:11:58", "22:11:59")
CONSOLE = "INFO  [c.c.a.ApiServlet] (main:[]) (logid:) text"
JOURNAL = "Sep 13 22:11:58 mgmt-01 java[1863]: "


def joined(lines: Iterable[str], joiner: Joiner | None = None) -> list[Record]:
    joiner = joiner or Joiner(Source())
    records = [record for line in lines for record in joiner.feed(line, NOW)]
    return records + joiner.flush()


def texts(lines: Iterable[str], joiner: Joiner | None = None) -> list[str]:
    return [record.text for record in joined(lines, joiner)]


def one_each(*groups: list[str]) -> None:
    """Each group of lines must be one record."""
    lines = [line for group in groups for line in group]
    assert texts(lines) == ["\n".join(group) for group in groups]


class TestStarts:
    def test_a_stack_trace_belongs_to_its_record(self) -> None:
        one_each(
            [HEAD, "java.lang.NullPointerException: x", "\tat com.cloud.A.b(A.java:1)", "",
             "Caused by: java.sql.SQLException", "com.cloud.X.y(X.java:2)", "\t... 53 more"],
            [LATER],
        )  # fmt: skip

    def test_text_and_json_in_a_multi_line_log_belong_to_the_record_before(self) -> None:
        one_each([HEAD, "Certificate [1] :", " Serial: 5a", '{"id":1}', "]."], [LATER])

    def test_records_without_times_start_too(self) -> None:
        one_each([CONSOLE, "\tat a.b(C.java:1)"], [CONSOLE])

    def test_indented_heads_start(self) -> None:
        one_each([HEAD], [f"    {LATER}"])

    def test_one_line_formats_join_only_what_looks_like_a_continuation(self) -> None:
        one_each(["CEF:0|v|p|1|2|n|3|a=b", "  c"], ["LEEF:2.0|v|p|1|2|"], ["CEF:0|v|p|1|2|n|3|"])
        one_each(["Sep 13 22:11:58 h sshd[1]: a"], ["Sep 13 22:11:58 h sshd[1]: b"])
        one_each(['{"a":', '  "b"', "}"], ['{"c": 1}'])
        one_each(["a line"], ["another"], ["Traceback of", "  something"])

    def test_a_file_may_hold_several_formats(self) -> None:
        one_each([HEAD, "\tat a"], ["<134>Sep 13 22:11:58 esva-11 CEF:0|v|p|1|2|n|3|"],
                 ["Sep 13 22:12:00 kvm-11 sshd[1]: x"], [LATER])  # fmt: skip

    def test_the_format_of_the_source_decides(self) -> None:
        source = Source(format="cloudstack.management")
        lines = [HEAD, '{"a": 1}', "CEF:0|v|p|1|2|n|3|", "text", LATER]
        assert len(texts(lines, Joiner(source))) == 2
        assert len(texts(["a", "b", " c"], Joiner(Source(format="plain")))) == 2
        assert len(texts(["a", "b", " c"], Joiner(Source(format="esva.cef")))) == 2

    def test_a_byte_order_mark_hides_nothing(self) -> None:
        one_each(["\ufeffCEF:0|v|p|1|2|n|3|"], ["CEF:0|v|p|1|2|n|3|"])


class TestPrefixes:
    @pytest.mark.parametrize(
        "prefix", ["acs-sim_1      | ", "cloud.log:", "/var/log/cloud.log:", JOURNAL, "<180>"]
    )
    def test_lines_behind_a_prefix_join_as_they_would_without(self, prefix: str) -> None:
        one_each(
            [prefix + CONSOLE, f"{prefix}\tat com.cloud.A.b(A.java:1)", f"{prefix}Message: x"],
            [prefix + CONSOLE],
        )

    @pytest.mark.parametrize(
        ("own", "other"),
        [
            ("acs-sim_1 | ", "db_1 | "),
            ("cloud.log:", "agent.log:"),
            (JOURNAL, "Sep 13 22:11:58 mgmt-01 sudo[7]: "),
        ],
    )
    def test_lines_of_another_prefix_do_not_join(self, own: str, other: str) -> None:
        one_each([own + CONSOLE], [f"{other}ready"], [own + CONSOLE, f"{own}\tat a.b(C.java:1)"])


class TestBlanksAndOrphans:
    def test_blank_lines_belong_to_the_record_before(self) -> None:
        one_each([HEAD, "", "\r", "  "], [LATER, ""])

    def test_a_leading_blank_line_is_an_orphan(self) -> None:
        records = joined(["", HEAD])
        assert [(record.text, record.tags) for record in records] == [("", ("orphan",)), (HEAD, ())]

    def test_the_rest_of_a_trace_is_one_orphan(self) -> None:
        records = joined(["\tat a.b(C.java:1)", "Caused by: x.Y: z", "\t... 5 more", HEAD])
        assert [record.tags for record in records] == [("orphan",), ()]

    def test_carriage_returns_stay(self) -> None:
        one_each([f"{HEAD}\r", "\tat a\r", "\r"], [f"{LATER}\r"])


class TestCaps:
    def test_over_the_cap_of_lines_the_rest_follows(self) -> None:
        joiner = Joiner(Source(), JoinLimits(lines=3))
        records = joined([HEAD, *(f"\tat {n}" for n in range(7)), LATER], joiner)
        assert [record.text.count("\n") + 1 for record in records] == [3, 3, 2, 1]
        assert [record.tags for record in records] == [(), ("continued",), ("continued",), ()]

    def test_over_the_cap_of_bytes_the_rest_follows(self) -> None:
        joiner = Joiner(Source(), JoinLimits(size_bytes=100))
        records = joined(["CEF:0|v|p|1|2|n|3|", *(["  " + "ж" * 20] * 4)], joiner)
        assert [len(record.text.encode()) for record in records] == [61, 85, 42]
        assert max(len(record.text.encode()) for record in records) <= 100

    def test_a_line_is_never_cut(self) -> None:
        joiner = Joiner(Source(), JoinLimits(size_bytes=10))
        assert texts([HEAD, "x" * 50, LATER], joiner) == [HEAD, "x" * 50, LATER]

    def test_a_record_that_rests_is_closed_and_the_rest_follows(self) -> None:
        joiner = Joiner(Source())
        assert joiner.feed(HEAD, NOW) == []
        assert joiner.close_due(NOW + timedelta(milliseconds=499)) == []
        assert joiner.feed("\tat a", NOW + timedelta(milliseconds=400)) == []
        assert joiner.close_due(NOW + timedelta(milliseconds=899)) == []
        closed = joiner.close_due(NOW + timedelta(milliseconds=900))
        assert [record.text for record in closed] == [f"{HEAD}\n\tat a"]
        assert closed[0].received == NOW + timedelta(milliseconds=400)
        assert joiner.close_due(NOW + timedelta(days=1)) == []
        joiner.feed("\tat b", NOW + timedelta(seconds=2))
        assert [record.tags for record in joiner.flush()] == [("continued",)]


class TestTimes:
    def test_the_time_of_the_stream_is_the_last_that_was_written(self) -> None:
        records = joined([HEAD, "Sep 13 22:30:00 h sshd[1]: x", CONSOLE, "CEF:0|v|p|1|2|n|3|"])
        assert [record.stream_time for record in records] == [
            None,
            None,
            datetime(2026, 9, 13, 22, 30, tzinfo=UTC),
            datetime(2026, 9, 13, 22, 30, tzinfo=UTC),
        ]

    def test_it_is_in_the_zone_of_the_source(self) -> None:
        joiner = Joiner(Source(zone="Asia/Tokyo"))
        joined([HEAD], joiner)
        assert joiner.stream_time == datetime(2026, 9, 13, 13, 11, 58, 204000, tzinfo=UTC)

    def test_a_record_far_from_both_neighbours_is_suspect(self) -> None:
        forged = HEAD.replace("2026-09-13", "2026-01-01")
        records = joined([HEAD, forged, LATER, CONSOLE])
        assert [record.tags for record in records] == [(), ("suspect",), (), ()]
        assert records[3].stream_time == datetime(2026, 9, 13, 22, 11, 59, 204000, tzinfo=UTC)

    def test_a_time_in_a_stream_that_writes_none_is_suspect(self) -> None:
        forged = HEAD.replace("2026-09-13", "2026-01-01")
        records = joined([*[CONSOLE] * 20, forged, CONSOLE, CONSOLE])
        assert [record.tags for record in records[19:]] == [(), ("suspect",), (), ()]
        assert {record.stream_time for record in records} == {None}

    def test_a_pause_and_a_clock_set_back_are_not(self) -> None:
        night = HEAD.replace("13 22:11", "14 06:00")
        records = joined([HEAD, LATER, night, night, HEAD, LATER])
        assert {record.tags for record in records} == {()}

    def test_text_that_is_not_utf8_is_tagged(self) -> None:
        assert joined([f"{HEAD} \ufffd"])[0].tags == ("utf8-replaced",)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [HEAD, LATER, CONSOLE, "\tat a.b(C.java:1)", "", "\r", "plain", '{"a":1}', "}",
             "<134>Sep 13 22:11:58 h CEF:0|v|p|1|2|n|3|a=b", f"{JOURNAL}{CONSOLE}",
             f"{JOURNAL}\tat x", "acs_1 | text", "Caused by: x"]
        ),
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=40),
    ),
    max_size=30,
)  # fmt: skip


@given(LINES)
def test_no_line_is_lost_changed_or_moved(lines: list[str]) -> None:
    assert "\n".join(texts(lines)) == "\n".join(lines)


@given(LINES, st.integers(0, 30), st.sampled_from([None, "cloudstack.management", "esva.cef"]))
def test_a_restart_between_any_two_lines_changes_nothing(
    lines: list[str], at: int, name: str | None
) -> None:
    source, limits = Source(format=name), JoinLimits(lines=5)
    whole = joined(lines, Joiner(source, limits))
    before = Joiner(source, limits)
    records = [record for line in lines[:at] for record in before.feed(line, NOW)]
    state = json.loads(json.dumps(before.state()))
    after = Joiner.restore(source, state, limits)
    assert [*records, *joined(lines[at:], after)] == whole


@given(st.text(max_size=200))
def test_a_joiner_takes_any_text(text: str) -> None:
    assert "\n".join(texts(text.split("\n"))) == text
