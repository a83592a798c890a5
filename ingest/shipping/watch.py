"""Watch, which files are followed: those that patterns find, and what rotation made of them."""

import glob
import logging
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ingest.shipping.followed import Followed
from ingest.shipping.positions import Place
from ingest.shipping.rotation import (
    copied,
    is_compressed,
    is_copy,
    open_file,
    renamed,
    younger,
)

LOG = logging.getLogger(__name__)

Key = tuple[int, int]


class Watch:
    """Follows files by device and inode.  Files of one path are in the order of their lines.

    `linger`: how long a file is still read after it lost its name and last grew.
    """

    def __init__(
        self,
        patterns: Sequence[str],
        places: Sequence[Place],
        now: datetime,
        linger: timedelta,
        *,
        from_end: bool = False,
    ) -> None:
        """Opens what is there.  `from_end`: files without a place begin at their last line feed."""
        self._patterns = patterns
        self._linger = linger
        self._files: dict[Key, Followed] = {}
        self._restore(places, now)
        self._find(now, from_end=from_end)

    def look(self, now: datetime) -> None:
        """Notice new files, renamed ones, truncated ones, and files that are done."""
        for followed in list(self._files.values()):
            if followed.was_rewritten():
                self._rewritten(followed, now)
            elif _key_of(Path(followed.path)) == followed.key:
                followed.gone_since = None
            elif followed.gone_since is None:
                followed.gone_since = now
        there = self._find(now, from_end=False)
        for followed in list(self._files.values()):
            # Before a younger file of its name gets a place, so that no place is left out.
            followed.identify()
            if followed.key not in there and self.is_done(followed, now):
                self._drop(followed)

    def queues(self) -> Iterator[Sequence[Followed]]:
        """The files of each path, oldest first."""
        by_path: dict[str, list[Followed]] = {}
        for followed in self._files.values():
            by_path.setdefault(followed.path, []).append(followed)
        yield from by_path.values()

    def places(self) -> Iterator[Place]:
        return (file.place for file in self._files.values() if file.place is not None)

    def is_settled(self, followed: Followed, now: datetime) -> bool:
        """Whether nobody writes to the file any more: it lost its name a while ago."""
        return followed.gone_since is not None and followed.quiet_for(now) >= self._linger

    def is_done(self, followed: Followed, now: datetime) -> bool:
        return self.is_settled(followed, now) and not followed.has_more()

    def close(self) -> None:
        for followed in self._files.values():
            followed.close()

    def _restore(self, places: Sequence[Place], now: datetime) -> None:
        """Go on in every file that was followed, and in those rotated while nobody looked."""
        named = {key: path for path in self._paths() if (key := _key_of(path)) is not None}
        for place in places:
            path = named.get((place.device, place.inode), Path(place.path))
            if not self._restore_named(place, path, now):
                self._restore_rotated(place, now)
        for name in {place.path for place in places}:
            self._follow_between(name, now)

    def _restore_named(self, place: Place, path: Path, now: datetime) -> bool:
        """Follow the file if it is the one of the place, whatever it holds now."""
        descriptor = open_file(path)
        if descriptor is None:
            return False
        # A device may have another number after a restart of the machine.
        if os.fstat(descriptor).st_ino != place.inode:
            os.close(descriptor)
            return False
        if not self._known(descriptor):
            followed = Followed(place.path, descriptor, place.moved_to(descriptor), now)
            self._add(followed)
            if followed.was_rewritten():
                self._rewritten(followed, now)
        return True

    def _restore_rotated(self, place: Place, now: datetime) -> None:
        descriptor = renamed(place) or copied(place)
        if descriptor is not None:
            self._follow_rotated(place, descriptor, now)
            return
        LOG.error(
            "%s: the file that was followed is gone; lines after byte %d were not sent",
            place.path,
            place.offset,
        )

    def _follow_between(self, name: str, now: datetime, besides: int | None = None) -> None:
        """Follow files that had the name and lost it again before anybody looked.

        `besides`: descriptor of the file that has the name now.
        """
        known = [_written(followed) for followed in self._files.values() if followed.path == name]
        if not known:
            return
        for path in younger(name, max(known)):
            descriptor = open_file(path)
            if descriptor is None:
                continue
            if besides is not None and _is_part(descriptor, besides):
                os.close(descriptor)
            else:
                self._follow_new(name, descriptor, now)

    def _rewritten(self, followed: Followed, now: datetime) -> None:
        """Send what is left of the old bytes from their copy, then the file from its beginning."""
        place = followed.place
        if place is None:
            return
        descriptor = copied(place)
        del self._files[followed.key]
        followed.restart()
        if descriptor is None:
            LOG.warning(
                "%s was truncated and has no copy beside it; "
                "lines that were written after byte %d and before that were not sent",
                followed.path,
                place.offset,
            )
        else:
            self._follow_rotated(place, descriptor, now)
            self._follow_between(followed.path, now, followed.descriptor)
        self._add(followed)

    def _follow_rotated(self, place: Place, descriptor: int, now: datetime) -> None:
        if self._known(descriptor):
            return
        LOG.info("%s was rotated; going on after byte %d", place.path, place.offset)
        followed = Followed(place.path, descriptor, place.moved_to(descriptor), now)
        followed.gone_since = now
        self._add(followed)

    def _find(self, now: datetime, *, from_end: bool) -> set[Key]:
        """Follow what the patterns find."""
        found: set[Key] = set()
        for path in self._paths():
            key = _key_of(path)
            if key is None:
                continue
            found.add(key)
            if key not in self._files and (descriptor := open_file(path)) is not None:
                # What lost the name before this file got it comes first.
                self._follow_between(str(path), now, descriptor)
                self._follow_new(str(path), descriptor, now, from_end=from_end)
        return found

    def _paths(self) -> list[Path]:
        """Files that the patterns find now, compressed ones apart."""
        found = {
            Path(path).absolute()
            for pattern in self._patterns
            for path in glob.glob(pattern, recursive=True)  # noqa: PTH207 - absolute patterns
        }
        return sorted(path for path in found if path.is_file() and not is_compressed(path))

    def _follow_new(
        self, path: str, descriptor: int, now: datetime, *, from_end: bool = False
    ) -> None:
        if self._known(descriptor):
            return
        if any(is_copy(descriptor, place) for place in self.places()):
            # Its lines are sent from the file it was copied from, unless that is truncated.
            os.close(descriptor)
            return
        place = Place.first(path, descriptor)
        if from_end and place is not None:
            place = place.at_end(descriptor)
        LOG.info("following %s", path)
        self._add(Followed(path, descriptor, place, now))

    def _known(self, descriptor: int) -> bool:
        """Whether the file is followed already; then this descriptor is closed."""
        if _key(descriptor) not in self._files:
            return False
        os.close(descriptor)
        return True

    def _add(self, followed: Followed) -> None:
        self._files[followed.key] = followed

    def _drop(self, followed: Followed) -> None:
        LOG.info("%s: the rotated file is sent", followed.path)
        del self._files[followed.key]
        followed.close()


def _key(descriptor: int) -> Key:
    status = os.fstat(descriptor)
    return status.st_dev, status.st_ino


def _is_part(descriptor: int, of: int) -> bool:
    """Whether a file is the other one, or a copy of its beginning."""
    place = Place.first("", descriptor)
    return _key(descriptor) == _key(of) or (place is not None and is_copy(of, place))


def _written(followed: Followed) -> float:
    return os.fstat(followed.descriptor).st_mtime


def _key_of(path: Path) -> Key | None:
    try:
        status = path.stat()
    except OSError:
        return None  # Removed or renamed since it was found.
    return status.st_dev, status.st_ino
