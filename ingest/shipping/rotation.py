"""Rotated files: found again by what they are, since their names have changed."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from ingest.shipping.positions import Place

COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip")

_SUFFIX = re.compile(r"[.-](?:\d{1,4}|\d{4}-?\d\d-?\d\d(?:[.T_-]?[\d:-]+)?)")
"""What logrotate and log4j append: `.1`, `-20260913`, `.2026-09-13`, `-20260913-1789334400`."""

_LIKELY_BYTES, _SURE_BYTES = 16, 64
"""Length of a head that tells a copy of a truncated file, and of one that is still there."""


def open_file(path: str | Path) -> int | None:
    """A descriptor of a regular file; None where there is none that can be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    return None


def renamed(place: Place) -> int | None:
    """The file of a place under its new name in the same folder."""
    for path, status in _siblings(place.path):
        if (status.st_dev, status.st_ino) == (place.device, place.inode):
            return _if_fits(path, place)
    return None


def copied(place: Place) -> int | None:
    """A copy of the file of a place in the same folder (logrotate's copytruncate)."""
    if place.head_bytes < _LIKELY_BYTES:
        return None
    for path, status in _siblings(place.path):
        if (status.st_dev, status.st_ino) != (place.device, place.inode):
            descriptor = _if_fits(path, place)
            if descriptor is not None:
                return descriptor
    return None


def is_copy(descriptor: int, place: Place) -> bool:
    """Whether an unknown file has the bytes of a known one."""
    return place.head_bytes >= _SURE_BYTES and place.fits(descriptor)


def younger(path: str, than: float) -> list[Path]:
    """Rotated files of `path` that were last written at `than` or later, oldest first.

    Only names as rotation makes them count.  File systems tell times 4 ms apart at best.
    """
    name = Path(path).name
    found = [
        (status.st_mtime, sibling)
        for sibling, status in _siblings(path)
        if sibling.name.startswith(name) and _SUFFIX.fullmatch(sibling.name.removeprefix(name))
    ]
    return [sibling for written, sibling in sorted(found) if written >= than]


def _siblings(path: str) -> Iterator[tuple[Path, os.stat_result]]:
    """Other plain files of the folder whose names begin alike."""
    own = Path(path)
    beginning = own.name.split(".")[0]
    try:
        names = sorted(own.parent.iterdir())
    except OSError:
        return
    for sibling in names:
        if not sibling.name.startswith(beginning) or sibling == own or is_compressed(sibling):
            continue
        try:
            status = sibling.stat()
        except OSError:
            continue  # Removed or renamed since it was listed.
        if stat.S_ISREG(status.st_mode):
            yield sibling, status


def is_compressed(path: Path) -> bool:
    return path.suffix in COMPRESSED


def _if_fits(path: Path, place: Place) -> int | None:
    descriptor = open_file(path)
    if descriptor is None:
        return None
    if place.fits(descriptor):
        return descriptor
    os.close(descriptor)
    return None
