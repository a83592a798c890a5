"""Typed pieces of Elasticsearch's query language, and how far a piece says what is meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

ALL: Final[Json] = {"match_all": {}}
NONE: Final[Json] = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class Match:
    """What finds the events that are meant.

    `upper` finds all of them and maybe others, `lower` none but them and maybe not all.  Where
    both are the same, it finds exactly those.
    """

    upper: Json
    lower: Json

    @property
    def exact(self) -> bool:
        return self.upper == self.lower


def exactly(query: Json) -> Match:
    return Match(query, query)


def at_most(query: Json) -> Match:
    """Only what the query finds can be meant."""
    return Match(query, NONE)


def both(items: Iterable[Match]) -> Match:
    found = list(items)
    return Match(all_of(m.upper for m in found), all_of(m.lower for m in found))


def either(items: Iterable[Match]) -> Match:
    found = list(items)
    return Match(any_of(m.upper for m in found), any_of(m.lower for m in found))


def negated(item: Match) -> Match:
    return Match(none_of(item.lower), none_of(item.upper))


def all_of(items: Iterable[Json]) -> Json:
    wanted: list[Json] = []
    for item in items:
        if item == NONE:
            return NONE
        if item != ALL and item not in wanted:
            wanted.append(item)
    if len(wanted) < 2:
        return wanted[0] if wanted else ALL
    return {"bool": {"filter": wanted}}


def any_of(items: Iterable[Json]) -> Json:
    wanted: list[Json] = []
    for item in items:
        if item == ALL:
            return ALL
        if item != NONE and item not in wanted:
            wanted.append(item)
    if len(wanted) < 2:
        return wanted[0] if wanted else NONE
    return {"bool": {"should": wanted, "minimum_should_match": 1}}


def none_of(item: Json) -> Json:
    if item == ALL:
        return NONE
    if item == NONE:
        return ALL
    return {"bool": {"must_not": [item]}}


def exists(field: str) -> Json:
    return {"exists": {"field": field}}


def has_key(path: str) -> Json:
    """Events whose map has the key that the path ends in.

    `exists` of OpenSearch takes each part of a path between dots for a key.
    """
    return {"prefix": {path: {"value": ""}}}


def term(field: str, value: object) -> Json:
    return {"term": {field: {"value": value}}}


def between(field: str, edges: Mapping[str, object]) -> Json:
    """`edges`: by `gt`, `gte`, `lt`, `lte`."""
    return {"range": {field: dict(edges)}} if edges else exists(field)
