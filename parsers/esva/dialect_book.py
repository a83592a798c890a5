"""The dialects that this process reads by: a site's own first, then those that are shipped."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from parsers.esva.dialect import Dialect
from parsers.esva.dialect_file import ROOT, SUFFIX, read_dialects, read_folder

_FOLDER = Path(__file__).with_name("dialects")
_NAMES = (
    *("elastershield-manager", "elastershield"),
    *("deep-security-manager", "deep-security-agent", ROOT),
)
"""Special before general."""

SHIPPED = read_dialects(_FOLDER / f"{name}{SUFFIX}" for name in _NAMES)

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_own: list[Dialect] = []
_forget: list[Callable[[], None]] = []


def site_dialects(folder: Path) -> tuple[Dialect, ...]:
    """The dialects of a folder's files, in the order of their names.

    Raises: DialectError for the first file that is wrong, OSError where there is no folder.
    """
    return read_dialects(read_folder(folder), {dialect.name: dialect for dialect in SHIPPED})


def use_dialects(own: Sequence[Dialect]) -> None:
    """Ask these before those that are shipped, in the whole process, from now on.

    A format reads by nothing but the record and the mask, so that what a site adds to it has to
    stand beside it, as FORMATS does.  Whoever starts a process says it once, at its start.
    """
    _own[:] = own
    for forget in _forget:
        forget()


def by_dialect(
    function: Callable[_Arguments, _Result],
) -> Callable[_Arguments, _Result]:
    """Keep results that depend on the dialects in use, as long as these are in use."""
    kept = lru_cache(maxsize=4096)(function)
    _forget.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@by_dialect
def dialect_of(vendor: str, product: str) -> Dialect:
    """The first whose vendor and product are these; the last is any product's."""
    for dialect in (*_own, *SHIPPED):
        if dialect.vendor.fullmatch(vendor) and dialect.product.fullmatch(product):
            return dialect
    return SHIPPED[-1]
