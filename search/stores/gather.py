"""Gather, turns the fields of events from rows into columns, at the cost of what they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from parsers.event import Event

_Numbers = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True)
class Gathered:
    """The values of each name, of the events that have it, and which events those are.

    Events with the same names in the same order are a *shape*.  A batch of several formats has a
    hundred and more names, of which an event has some twenty-five: going through the rows by
    shape costs what they have, a look at each name in each row four times that.

    `values`: name to values, shape after shape.  `shapes`: name to the shapes that have it.
    `ordinals`: shape to the ordinals of its events.
    """

    count: int
    values: Mapping[str, list[object]]
    shapes: Mapping[str, tuple[int, ...]]
    ordinals: Sequence[Sequence[int]]
    _ordinals: dict[tuple[int, ...], Sequence[int]] = field(default_factory=dict)
    _places: dict[tuple[int, ...], "pa.Array[pa.Int32Scalar] | None"] = field(default_factory=dict)

    def ordinals_of(self, name: str) -> Sequence[int]:
        """The ordinal of the event of each of the name's values."""
        shapes = self.shapes[name]
        if shapes not in self._ordinals:
            self._ordinals[shapes] = [at for shape in shapes for at in self.ordinals[shape]]
        return self._ordinals[shapes]

    def places_of(self, name: str) -> "pa.Array[pa.Int32Scalar] | None":
        """For each event the index of its value among the name's values, or null.

        None where the values are those of the events in their order.
        """
        shapes = self.shapes[name]
        if shapes not in self._places:
            self._places[shapes] = self._placed(shapes)
        return self._places[shapes]

    def row_values(self, name: str) -> list[object]:
        """The value of every event, None where it has none."""
        filled: list[object] = [None] * self.count
        if name in self.values:
            for ordinal, value in zip(self.ordinals_of(name), self.values[name], strict=True):
                filled[ordinal] = value
        return filled

    def names(self) -> Sequence[frozenset[str]]:
        """The names that the events of each shape have."""
        found: list[set[str]] = [set() for _ in self.ordinals]
        for name, shapes in self.shapes.items():
            for shape in shapes:
                found[shape].add(name)
        return [frozenset(names) for names in found]

    def by_row(self, of_shape: Sequence[int]) -> "pa.Array[pa.UInt64Scalar]":
        """For each event the number that its shape has."""
        every = np.repeat(np.array(of_shape, np.uint64), self._sizes)[self._rank]
        return pa.array(every, pa.uint64())

    def _placed(self, shapes: tuple[int, ...]) -> "pa.Array[pa.Int32Scalar] | None":
        sizes, rank = self._sizes, self._rank
        if len(shapes) == len(sizes):
            return pa.array(rank, pa.int32()) if len(sizes) > 1 else None
        has = np.zeros(len(sizes), np.bool_)
        has[list(shapes)] = True
        there = np.repeat(has, sizes)
        places = np.cumsum(there, dtype=np.int32)[rank] - 1
        return pa.array(places, pa.int32(), mask=~there[rank])

    @cached_property
    def _sizes(self) -> _Numbers:
        """Events of each shape."""
        return np.array([len(ordinals) for ordinals in self.ordinals], np.int32)

    @cached_property
    def _rank(self) -> _Numbers:
        """Where each event stands among all, shape after shape."""
        every = [at for ordinals in self.ordinals for at in ordinals]
        rank = np.empty(self.count, np.int32)
        rank[np.array(every, np.int32)] = np.arange(self.count, dtype=np.int32)
        return rank


def gather(events: Sequence[Event]) -> Gathered:
    by_shape: dict[tuple[str, ...], list[int]] = {}
    rows = [event.fields for event in events]
    for ordinal, shape in enumerate(map(tuple, rows)):
        if shape in by_shape:
            by_shape[shape].append(ordinal)
        else:
            by_shape[shape] = [ordinal]
    found: dict[str, tuple[list[object], list[int]]] = {}
    for number, (names, ordinals) in enumerate(by_shape.items()):
        columns = zip(*[rows[ordinal].values() for ordinal in ordinals], strict=True)
        for name, column in zip(names, columns, strict=True):
            if name not in found:
                found[name] = ([], [])
            values, shapes = found[name]
            values.extend(column)
            shapes.append(number)
    return Gathered(
        len(events),
        {name: values for name, (values, _) in found.items()},
        {name: tuple(shapes) for name, (_, shapes) in found.items()},
        [*by_shape.values()],
    )
