"""Copying, takes every event of one store into another, day by day, page by page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from search.answer import SearchRequest
from search.service import search
from search.stores.columns import BATCH, DAY, column_name
from search.stores.convert import INSTANT
from search.stores.store import Limits, Store

PAGE_ROWS = 20_000
"""Events that are read and stored at once."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A day that was copied.  `found`: events of it in the source; `there`: in the target."""

    day: int
    found: int
    there: int

    @property
    def whole(self) -> bool:
        return self.found == self.there


Progress = Callable[[int], None]
"""Called with the number of events that were taken over since the last call."""


def copy_day(
    source: Store, target: Store, day: int, batches: Iterator[int], limits: Limits, tell: Progress
) -> Copied:
    """Copy the events of a day that the target does not have, by their `event.id`.

    May be called again after it was broken off.  `batches`: numbers that the target has not seen.
    Raises StoreError, LimitError.
    """
    found, before = events_of(source, day), events_of(target, day)
    for page in pages(source, day, limits) if found != before else ():
        rest = missing(target, page, limits) if before else page
        if rest.num_rows:
            batch = next(batches)
            target.insert(batch, stored(rest, batch, day))
        tell(page.num_rows)
    return Copied(day, found, events_of(target, day))


def missing(target: Store, page: pa.Table, limits: Limits) -> pa.Table:
    """The events of the page that the target does not have."""
    begin, end = page["@timestamp"][0].as_py(), page["@timestamp"][-1].as_py()
    request = SearchRequest(
        query="* | table event.id",
        now=end,
        earliest=begin.isoformat(),
        latest=_after(end, timedelta(microseconds=1)),
        limits=limits,
    )
    there = search(target, request).rows["event.id"].combine_chunks()
    return page.filter(pc.invert(pc.is_in(page["event.id"], value_set=there)))


def events_of(store: Store, day: int) -> int:
    """How many events of the day there are."""
    return sum(each.events for each in store.days() if each.day == day)


def pages(store: Store, day: int, limits: Limits, rows: int = 0) -> Iterator[pa.Table]:
    """The day's events by `@timestamp` and `event.sequence`, so many rows at once."""
    rows = rows or PAGE_ROWS
    start = datetime.combine(_date(day), datetime.min.time(), UTC)
    begin, behind = start, ""
    while True:
        request = SearchRequest(
            query=f"{behind or '*'} | sort {rows} _time event.sequence",
            now=start,
            earliest=begin.isoformat(),
            latest=_after(start, timedelta(days=1)),
            limits=limits,
        )
        page = search(store, request).rows
        if page.num_rows:
            yield page
        if page.num_rows < rows:
            return
        begin, sequence = page["@timestamp"][-1].as_py(), page["event.sequence"][-1].as_py()
        # Events of one microsecond may stand on two pages.
        behind = f'NOT (_time="{begin.isoformat()}" event.sequence<={sequence})'


def stored(page: pa.Table, batch: int, day: int) -> pa.Table:
    """Events as a store's `insert` takes them."""
    columns = {
        column_name(name): page[name].combine_chunks()
        for name in page.column_names
        if page[name].null_count < page.num_rows
    }
    columns["@timestamp"] = columns["@timestamp"].cast(INSTANT)
    columns[DAY] = pa.repeat(pa.scalar(day, pa.uint32()), page.num_rows)
    columns[BATCH] = pa.repeat(pa.scalar(batch, pa.uint64()), page.num_rows)
    return pa.table(columns)


def _date(day: int) -> date:
    return date(day // 10_000, day // 100 % 100, day % 100)


def _after(instant: datetime, span: timedelta) -> str:
    """So much later, or the end of time."""
    try:
        return (instant + span).isoformat()
    except OverflowError:
        return "9999-12-31T23:59:59.999999Z"
