"""Intake: the spool and the pipeline from it into a store, over one data folder."""

from dataclasses import dataclass
from pathlib import Path

from ingest.cutter import CutLimits
from ingest.importing import Imported, Progress, import_file
from ingest.pipeline import Pipeline
from ingest.spool import Spool
from nephoscope.clock import clock
from nephoscope.dialects import own_dialects
from nephoscope.settings import Settings
from parsers.event import Source
from parsers.join import JoinLimits
from parsers.mask import Mask
from search.stores.store import Store


@dataclass(frozen=True, slots=True)
class Intake:
    """What brings lines into the store.  One process at a time has it over a folder."""

    spool: Spool
    pipeline: Pipeline

    async def import_file(
        self, path: Path, source: Source, again: bool, progress: Progress
    ) -> Imported:
        """Import a file and return when all of it is stored; the pipeline must run."""
        return await import_file(
            path, source, self.spool, self.pipeline, clock, again=again, progress=progress
        )


def make_intake(settings: Settings, spool: Spool, store: Store, mask: Mask) -> Intake:
    """The intake of a spool that is open.

    Raises: SettingsError where a dialect file is wrong.
    """
    pipeline = Pipeline(
        spool,
        store,
        mask,
        clock,
        join_limits=JoinLimits(settings.join_lines, settings.join_size, settings.join_wait),
        cut_limits=CutLimits(settings.batch_rows, settings.batch_size, settings.batch_wait),
        workers=settings.workers or None,
        dialects=own_dialects(settings),
        longest_answer=settings.answer_length,
    )
    return Intake(spool, pipeline)
