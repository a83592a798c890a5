"""Gather, turns the fields of events from rows into columns, at the cost of what they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import pyarrow as pa

from parsers.event import Event


@dataclass(frozen=True, slots=True)
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
    _places: dict[tuple[int, ...], "pa.Array[pa.Int32Scalar]"] = field(default_factory=dict)

    def ordinals_of(self, name: str) -> Sequence[int]:
        """The ordinal of the event of each of the name's values."""
        shapes = self.shapes[name]
        if shapes not in self._ordinals:
            found = chain.from_iterable(self.ordinals[shape] for shape in shapes)
            self._ordinals[shapes] = list(found)
        return self._ordinals[shapes]

    def places_of(self, name: str) -> "pa.Array[pa.Int32Scalar]":
        """For each event the index of its value among the name's values, or null."""
        shapes = self.shapes[name]
        if shapes not in self._places:
            ordinals = np.array(self.ordinals_of(name), np.int32)
            places = np.full(self.count, -1, np.int32)
            places[ordinals] = np.arange(len(ordinals), dtype=np.int32)
            self._places[shapes] = pa.array(places, pa.int32(), mask=places < 0)
        return self._places[shapes]

    def row_values(self, name: str) -> list[object]:
        """The value of every event, None where it has none."""
        filled: list[object] = [None] * self.count
        if name in self.values:
            for ordinal, value in zip(self.ordinals_of(name), self.values[name], strict=True):
                filled[ordinal] = value
        return filled


def gather(events: Sequence[Event]) -> Gathered:
    by_shape: dict[tuple[str, ...], list[int]] = {}
    for ordinal, event in enumerate(events):
        by_shape.setdefault(tuple(event.fields), []).append(ordinal)
    values: dict[str, list[object]] = {}
    shapes: dict[str, list[int]] = {}
    for number, (names, ordinals) in enumerate(by_shape.items()):
        rows = [events[ordinal].fields.values() for ordinal in ordinals]
        for name, column in zip(names, zip(*rows, strict=True), strict=True):
            values.setdefault(name, []).extend(column)
            shapes.setdefault(name, []).append(number)
    kept = {name: tuple(numbers) for name, numbers in shapes.items()}
    return Gathered(len(events), values, kept, [*by_shape.values()])
