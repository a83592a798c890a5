"""Rows of an answer as text."""

import json
from datetime import UTC, datetime

import pyarrow as pa

from web.api.rows import STEP, csv_lines, filled, json_rows, pieces

TIME = datetime(2026, 9, 13, 22, 12, 41, 921000, tzinfo=UTC)
TABLE = pa.table(
    {
        "@timestamp": pa.array([TIME, TIME.replace(microsecond=1)], pa.timestamp("us", "UTC")),
        "tags": pa.array([["a", 'b"'], []], pa.list_(pa.string())),
        "labels": pa.array([[("k", "v")], []], pa.map_(pa.string(), pa.string())),
        "count": pa.array([None, 3], pa.int64()),
        "share": pa.array([0.5, float("nan")]),
        "empty": pa.array([None, None], pa.string()),
        "no.tags": pa.array([[], []], pa.list_(pa.string())),
    }
)


def test_absent_values_are_left_out_and_times_are_utc() -> None:
    first, second = (json.loads(row) for row in json_rows(TABLE))
    assert first == {
        "@timestamp": "2026-09-13T22:12:41.921Z",
        "tags": ["a", 'b"'],
        "labels": {"k": "v"},
        "share": 0.5,
    }
    assert list(first) == ["@timestamp", "tags", "labels", "share"]
    assert second == {"@timestamp": "2026-09-13T22:12:41.000001Z", "count": 3}


def test_csv_has_a_head_and_quotes_what_must_be() -> None:
    text = "".join(csv_lines(TABLE.select(["tags", "count", "labels"])))
    assert text == 'tags,count,labels\r\n"a\nb""",,"{""k"":""v""}"\r\n,3,\r\n'


def test_columns_without_any_value_are_known() -> None:
    assert filled(TABLE) == ["@timestamp", "tags", "labels", "count", "share"]


def test_every_row_is_there_however_many() -> None:
    many = pa.table({"n": range(3 * STEP + 1)})
    assert [json.loads(row)["n"] for row in json_rows(many)] == list(range(3 * STEP + 1))


def test_rows_without_any_value_are_rows() -> None:
    nothing = pa.table({"empty": pa.nulls(2, pa.string()), "no.tags": TABLE["no.tags"]})
    assert list(json_rows(nothing)) == ["{}", "{}"]
    assert "".join(csv_lines(nothing)) == "empty,no.tags\r\n,\r\n,\r\n"


def test_pieces_are_the_same_text() -> None:
    texts = ["ä" * 10, "b" * 100_000, "c"]
    assert b"".join(pieces(texts)).decode() == "".join(texts)
    assert len(list(pieces(texts))) == 2
