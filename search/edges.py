"""Edges, how many rows are found, and when the first of found events happened, or the n-th."""

from dataclasses import replace
from datetime import datetime

from parsers.schema import FieldType
from search.answer import SearchRequest
from search.pipeline import counted, finished
from search.relation import Column, Relation
from search.sql import limited
from search.stores.store import Store

_TIME = Column("#time", FieldType.DATE)


def count(store: Store, relation: Relation, request: SearchRequest) -> int:
    """Of the rows, all."""
    rows = store.query(counted(relation), request.limits, request.query_id)
    return int(rows["count"][0].as_py())


def instant(
    store: Store, events: Relation, request: SearchRequest, place: int = 0
) -> datetime | None:
    """Of the event at this place in the order of the events, from 0; None where there is none.

    Costs the reading of few of them.
    """
    one = finished(limited(replace(events, columns=(_TIME,)), 1, place))
    found = store.query(one, request.limits, request.query_id)[_TIME.name].to_pylist()
    return found[0] if found else None
