"""FUNCTIONS, the table of every function that `eval` and `where` know."""

from collections.abc import Mapping
from types import MappingProxyType

from search.functions import lists, logic, number, text, times
from search.functions.function import Function

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        row.name: row
        for rows in (logic.ROWS, text.ROWS, number.ROWS, lists.ROWS, times.ROWS)
        for row in rows
    }
)
"""Name in small letters to row, in the order of the documentation."""
