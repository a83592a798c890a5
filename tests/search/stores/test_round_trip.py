"""Whatever events hold, what comes out of the store is what went in."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.event import Event
from parsers.schema import FIELDS, Field, FieldType
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits

NOW = datetime(2026, 11, 23, 1, 2, 3, 4, UTC)
GIVEN = {"event.id", "event.sequence", "event.ingested"}
BATCHES = itertools.count(1)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES: Mapping[FieldType, st.SearchStrategy[object]] = {
    FieldType.KEYWORD: TEXT,
    FieldType.TEXT: TEXT,
    FieldType.LONG: st.integers(-(2**63), 2**63 - 1),
    FieldType.DOUBLE: st.floats(allow_nan=False),
    FieldType.BOOLEAN: st.booleans(),
    FieldType.DATE: st.datetimes(timezones=st.just(UTC)),
    FieldType.IP: st.ip_addresses().map(str),
    FieldType.FLATTENED: st.dictionaries(TEXT, TEXT, min_size=1, max_size=3),
}


def values(field: Field) -> st.SearchStrategy[object]:
    if not field.many:
        return VALUES[field.type]
    return st.lists(VALUES[field.type], min_size=1, max_size=3)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """A few fields, the time always; the message stands in the original or does not."""
    names = draw(st.sets(st.sampled_from(sorted(FIELDS.keys() - GIVEN)), max_size=8))
    fields = {name: draw(values(FIELDS[name])) for name in sorted(names | {"@timestamp"})}
    fields["event.original"] = draw(TEXT)
    if draw(st.booleans()):
        message = draw(TEXT)
        fields |= {"message": message, "event.original": draw(TEXT) + message + draw(TEXT)}
    return Event(fields)


@pytest.fixture(scope="module")
def one_store(engine: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(engine, "round_trip")
    yield opened
    opened.close()


def kept(row: Mapping[str, object]) -> dict[str, object]:
    """A row as the fields of an event: what is null or an empty list or map is absent."""
    shown = {name: value for name, value in row.items() if value is not None and value != []}
    return {
        name: dict(value) if isinstance(value, list) and isinstance(value[0], tuple) else value
        for name, value in shown.items()
    }


@settings(max_examples=30, deadline=None)
@given(st.lists(events(), min_size=1, max_size=6))
def test_what_comes_out_is_what_went_in(one_store: EmbeddedStore, given_: list[Event]) -> None:
    for day in one_store.days():
        one_store.drop_days([day.day])
    batch = next(BATCHES)
    one_store.insert(batch, to_table(given_, batch, 0, NOW))
    rows = one_store.query(one_store.events(), Limits()).to_pylist()
    rows.sort(key=lambda row: int(row["event.sequence"]))
    assert [kept(row) for row in rows] == [
        dict(event.fields)
        | {"event.id": f"{batch}-{ordinal}", "event.sequence": ordinal, "event.ingested": NOW}
        for ordinal, event in enumerate(given_)
    ]


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_an_address_is_kept_as_its_canonical_text(address: IPv4Address | IPv6Address) -> None:
    written = Event({"source.ip": address.exploded.upper()})
    assert to_table([written], 1, 0, NOW)["source:ip"].to_pylist() == [str(address)]
