"""Numerals, reads the numbers that a query writes down."""

import re
from typing import Final

NUMERAL: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def numeral(text: str) -> float:
    """A whole number that fits into 64 bits as such, any other as the double next to it."""
    try:
        whole = int(text)
    except ValueError:
        return float(text)
    return whole if abs(whole) < 2**63 else float(text)
