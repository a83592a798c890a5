"""The data folder: what stands where in it, made readable by this user alone."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything kept stands below `root`."""

    root: Path

    @property
    def events(self) -> Path:
        """The embedded store."""
        return self.root / "events"

    @property
    def spool(self) -> Path:
        return self.root / "spool.sqlite"

    @property
    def state(self) -> Path:
        """Users, rules, alerts."""
        return self.root / "state.sqlite"

    @property
    def rules(self) -> Path:
        """Rule files, unless a setting names another folder."""
        return self.root / "rules"

    @property
    def dialects(self) -> Path:
        """Dialect files, unless a setting names another folder."""
        return self.root / "dialects"

    def prepare(self) -> None:
        """Make the folder."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)

    def empty(self) -> None:
        """Forget everything in it.  Raises OSError."""
        if self.root.exists():
            shutil.rmtree(self.root)
        self.prepare()

    def mask_key(self) -> bytes:
        """Key of the hashes that stand in place of secrets, made at the first start."""
        path = self.root / "mask.key"
        if not path.exists():
            write_whole(path, secrets.token_bytes(KEY_BYTES).hex())
        return bytes.fromhex(path.read_text())


def write_whole(path: Path, text: str) -> None:
    """Write a file that only this user can read: whole and durable, or not at all."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
