"""Wants, decides what is fetched for a query: combinations with their counts, or the events."""

import re
from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from search.stores.elasticsearch.reading.needs import Rows, Tally, needs
from search.stores.elasticsearch.reading.rows import Wanted
from search.stores.elasticsearch.reading.source import Source

PLAIN_KEY: Final = re.compile(r"[A-Za-z0-9_\-]+(?:\.[A-Za-z0-9_\-]+)*")
"""Keys of maps that mean nothing else in a field's path."""


def wants(query: exp.Query, held: Mapping[str, object], source: Source) -> Tally | Wanted:
    """What is fetched for a query: combinations where the index can be trusted, else events."""
    found = needs(query, held)
    match found:
        case Tally() if source.first_of is None and _trusted(found, source):
            return found
        case Tally():
            return Wanted(fields_of(found))
        case Rows(fields=fields):
            return Wanted(fields)


def _trusted(wanted: Tally, source: Source) -> bool:
    entries = [key.entry for key in wanted.keys if key.entry is not None]
    if entries and not (source.index.counts_entries and all(map(PLAIN_KEY.fullmatch, entries))):
        return False
    return not source.index.marked & {wanted.there, *(key.field for key in wanted.keys)}


def fields_of(wanted: Tally) -> frozenset[str]:
    """The fields that the events must have where combinations do not do."""
    named = {key.field for key in wanted.keys}
    named |= {wanted.there} if wanted.there is not None else set()
    return frozenset(named | ({"@timestamp"} if wanted.step or wanted.edges else set()))
