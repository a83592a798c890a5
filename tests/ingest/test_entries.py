"""Chunks to entries: what a Forward record says, and that one bad record loses nothing."""

import json
from datetime import UTC, datetime

import msgpack
import pytest

from ingest.chunk import Chunk, Encoding
from ingest.entries import Entry, Place, entries
from tests.ingest import wire

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
LINE = "2026-09-13 21:59:59,123 INFO  [c.c.a.ApiServer] (qtp1-22:[ctx-1]) hello"


def read(body: bytes, encoding: Encoding = Encoding.FORWARD) -> list[Entry]:
    return list(entries(Chunk("forward", "192.0.2.1", encoding, NOW, body, 0)))


def one(record: object, time: object = 1_757_800_000) -> Entry:
    (entry,) = read(wire.packb(["tag", [[time, record]]]))
    return entry


@pytest.mark.parametrize("key", ["log", "message", "MESSAGE"])
def test_the_line_is_the_first_text_of_its_keys(key: str) -> None:
    assert one({key: LINE}).text == LINE
    assert one({"MESSAGE": "b", "message": "a", "log": 5}).text == "a"


def test_host_and_path_are_taken_and_the_rest_are_labels() -> None:
    record = {
        "hostname": "mgmt-01",
        "host": "other",
        "file": "/var/log/a.log",
        "log": LINE,
        "n": 5,
        "deep": {"a": [1, None, True]},
        "raw": b"\xff",
        7: "seven",
    }
    assert one(record) == Entry(
        LINE,
        Place("tag", "mgmt-01", "/var/log/a.log"),
        datetime.fromtimestamp(1_757_800_000, UTC),
        {
            "tag": "tag",
            "host": "other",
            "n": "5",
            "deep": '{"a":[1,null,true]}',
            "raw": "�",
            "7": "seven",
        },
    )


def test_a_record_without_a_line_is_json_in_the_order_received() -> None:
    entry = one({"z": 1, "hostname": "h", "a": {"b": "ü"}})
    assert (entry.text, entry.place.format) == ('{"z":1,"hostname":"h","a":{"b":"ü"}}', "json")
    assert (entry.place.host, entry.labels) == ("h", {"tag": "tag"})


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(wire.event_time(1, 999_999_999), datetime(1970, 1, 1, 0, 0, 1, 999_999, UTC)),
        pytest.param(5, datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC), id="an int of seconds"),
        pytest.param(1.5, datetime(1970, 1, 1, 0, 0, 1, 500_000, UTC), id="a float"),
        pytest.param([wire.event_time(9), {"m": 1}], datetime(1970, 1, 1, 0, 0, 9, tzinfo=UTC)),
        pytest.param(msgpack.Timestamp(3, 0), datetime(1970, 1, 1, 0, 0, 3, tzinfo=UTC)),
        pytest.param(0, None, id="nought is now"),
        pytest.param(None, None, id="nil is now"),
        pytest.param(wire.event_time(0), None, id="an EventTime of nought is now"),
        pytest.param(2**70 // 2**10, None, id="a time that no clock shows"),
        pytest.param("yesterday", None, id="text"),
    ],
)
def test_times(time: object, expected: datetime | None) -> None:
    assert one({"log": "x"}, time).time == expected


def test_a_line_loses_its_last_line_end_only() -> None:
    assert one({"log": "a\r\nb\r\n\n"}).text == "a\r\nb\r\n"


def test_every_mode_has_the_same_entries() -> None:
    pair: list[object] = [wire.event_time(5), {"log": "a", "k": "v"}]
    message = wire.message("tag", pair[0], {"log": "a", "k": "v"})
    bodies = [message, wire.forward("tag", [pair]), wire.packed("tag", [pair])]
    found = [read(body) for body in [*bodies, wire.compressed("tag", [[pair]])]]
    assert found == [found[0]] * 4
    assert read(b"".join(bodies)) == found[0] * 3


BAD = [
    pytest.param(wire.packb(5), "5", id="no entry at all"),
    pytest.param(wire.packb([1, "text"]), '[1,"text"]', id="a record that is no map"),
    pytest.param(wire.packb([1]), "[1]", id="an entry without a record"),
    pytest.param(b"\x92\x01\x81\x80\x01", "", id="a map as a key"),
]


@pytest.mark.parametrize(("bad", "text"), BAD)
def test_one_bad_record_loses_only_itself(bad: bytes, text: str) -> None:
    good = wire.packb([1, {"log": "good"}])
    found = read(wire.packb(["tag", good + bad + good]))
    assert [entry.text for entry in found[::2]] == ["good", "good"]
    assert found[1].error
    assert text in found[1].text


def test_text_that_is_not_utf8_is_replaced_in_its_own_record() -> None:
    raw = msgpack.packb([1, {"log": b"caf\xe9"}], use_bin_type=False)
    found = read(wire.packb(["tag", wire.packb([1, {"log": "a"}]) + raw]))
    assert [entry.text for entry in found] == ["a", "caf�"]


@pytest.mark.parametrize("rest", [b"\xc1\xc1", wire.packb([1, {"log": "cut"}])[:-2]])
def test_a_rest_that_is_not_msgpack_is_kept_as_one_failure(rest: bytes) -> None:
    found = read(wire.packb(["tag", wire.packb([1, {"log": "a"}]) + rest]))
    assert [bool(entry.error) for entry in found] == [False, True]


def test_deep_records_are_read_without_harm() -> None:
    deep: object = "bottom"
    for _ in range(300):
        deep = [deep]
    assert json.loads(one({"log": "x", "deep": deep}).labels["deep"])


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(b"a\nb\n", ["a", "b"], id="whole lines"),
        pytest.param(b"a\nb", ["a", "b"], id="no end to the last"),
        pytest.param(b"a\r\n\n b\n", ["a\r", "", " b"], id="CR, a blank line, an indent"),
        pytest.param(b"caf\xe9\n", ["caf�"], id="not UTF-8"),
    ],
)
def test_lines(body: bytes, lines: list[str]) -> None:
    assert [entry.text for entry in read(body, Encoding.LINES)] == lines
