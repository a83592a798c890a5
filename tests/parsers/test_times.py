"""Times without a zone where clocks are put forward and back, and times that are far off."""

from datetime import UTC, datetime, timedelta

import pytest

from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read
from parsers.times import clock_time, half_day_clock, iso_time

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
FIRST, SECOND = "2026-10-25T00:30:00", "2026-10-25T01:30:00"
"""In UTC: 02:30 comes twice in Berlin on that day."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read_at(local: str, zone: str, received: datetime | None) -> object:
    text = f"{local},000 INFO  [c.c.X] (a:b) (logid:) x"
    record = Record(text, Source(zone=zone), received=received)
    return read(record, Mask(), None).fields["@timestamp"]


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-10-25 01:59:59", BERLIN, "2026-10-24T23:59:59"),
        ("2026-10-25 03:00:00", BERLIN, "2026-10-25T02:00:00"),
        ("2026-03-29 01:59:59", BERLIN, "2026-03-29T00:59:59"),
        ("2026-03-29 03:00:00", BERLIN, "2026-03-29T01:00:00"),
        ("2026-11-01 00:59:59", NEW_YORK, "2026-11-01T04:59:59"),
        ("2026-07-01 12:00:00", "Asia/Kathmandu", "2026-07-01T06:15:00"),
        ("2026-07-01 12:00:00", "Asia/Tokyo", "2026-07-01T03:00:00"),
    ],
)
def test_a_time_is_of_the_zone_of_its_source(local: str, zone: str, instant: str) -> None:
    assert read_at(local, zone, None) == at(instant)


@pytest.mark.parametrize(
    ("received", "instant"),
    [
        (None, FIRST),
        ("2026-10-25T00:30:01", FIRST),
        ("2026-10-25T00:45:00", FIRST),
        ("2026-10-25T01:30:01", SECOND),
        ("2026-10-25T01:29:59", SECOND),
        ("2026-10-25T01:50:00", SECOND),
        ("2026-10-26T12:00:00", FIRST),
        ("2026-10-24T12:00:00", FIRST),
    ],
)
def test_a_time_that_comes_twice_is_the_one_near_which_it_was_received(
    received: str | None, instant: str
) -> None:
    when = None if received is None else at(received)
    assert read_at("2026-10-25 02:30:00", BERLIN, when) == at(instant)


def test_a_time_that_clocks_leave_out_is_read_as_before_they_were_put_forward() -> None:
    for received in (None, at("2026-03-29T01:30:01"), at("2026-03-29T02:30:01")):
        assert read_at("2026-03-29 02:30:00", BERLIN, received) == at("2026-03-29T01:30:00")


@pytest.mark.parametrize("year", ["0001", "1970", "2099", "9999"])
@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_a_clock_that_is_far_off_is_believed_or_refused(year: str, zone: str) -> None:
    for day in ("01-01 00:00:00", "12-31 23:59:59"):
        text = f"{year}-{day},000 INFO  [c.c.X] (a:b) (logid:) x"
        received = at("2026-09-13T12:00:00")
        fields = read(Record(text, Source(zone=zone), received=received), Mask(), None).fields
        when = fields["@timestamp"]
        assert isinstance(when, datetime)
        if fields["event.kind"] == "pipeline_error":
            assert when == received
        else:
            assert abs(when.year - int(year)) <= 1


def test_an_unknown_zone_is_utc() -> None:
    assert iso_time("2026-09-13 12:00:00", "Nowhere/Here") == at("2026-09-13T12:00:00")


@pytest.mark.parametrize(
    ("clock", "reference", "wanted"),
    [
        ("23:59:59,5", "2026-09-13T00:00:01", "2026-09-12T23:59:59.500"),
        ("00:00:01", "2026-09-13T00:00:01", "2026-09-13T00:00:01"),
        ("00:30:00", "2026-09-12T23:50:00", "2026-09-13T00:30:00"),
        ("01:00:00", "2026-09-12T23:50:00", "2026-09-12T01:00:00"),
    ],
)
def test_a_clock_alone_is_of_the_day_that_makes_it_no_later_than_the_reference(
    clock: str, reference: str, wanted: str
) -> None:
    assert clock_time(clock, "UTC", at(reference), timedelta(hours=1)) == at(wanted)


def test_a_clock_at_the_end_of_time_is_none() -> None:
    end = datetime.max.replace(tzinfo=UTC)
    assert clock_time("12:00:00", "UTC", end, timedelta(hours=1)) is None
    assert clock_time("99:00:00", "UTC", at("2026-09-13"), timedelta(hours=1)) is None


@pytest.mark.parametrize(
    ("clock", "half", "wanted"),
    [("12:00:00", "AM", "0"), ("12:00:00", "PM", "12"), ("1:00:00", "PM", "13")],
)
def test_twelve_hours_twice_a_day(clock: str, half: str, wanted: str) -> None:
    assert half_day_clock(clock, half).partition(":")[0] == wanted
