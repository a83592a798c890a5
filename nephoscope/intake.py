"""Intake: the store, the spool and the pipeline between them, over one data folder."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.cutter import CutLimits
from ingest.importing import Imported, Progress, import_file
from ingest.pipeline import Pipeline
from ingest.spool import Spool, open_spool
from nephoscope.clock import clock
from nephoscope.folder import Folder
from nephoscope.settings import Settings
from parsers.event import Source
from parsers.join import JoinLimits
from parsers.mask import Mask
from search.stores.embedded import EmbeddedStore
from search.stores.store import Store


@dataclass(frozen=True, slots=True)
class Intake:
    """What brings lines into the store.  One process at a time has it over a folder."""

    store: Store
    spool: Spool
    pipeline: Pipeline

    async def import_file(
        self, path: Path, source: Source, again: bool, progress: Progress
    ) -> Imported:
        """Import a file and return when all of it is stored; the pipeline must run."""
        return await import_file(
            path, source, self.spool, self.pipeline, clock, again=again, progress=progress
        )


@contextmanager
def open_intake(settings: Settings, folder: Folder) -> Iterator[Intake]:
    """The intake over a folder, made if it is not there.

    Raises: StoreError when another process has the folder.
    """
    folder.prepare()
    with ExitStack() as resources:
        store = EmbeddedStore(folder.events)
        resources.callback(store.close)
        spool = open_spool(folder.spool, clock, settings.spool_size)
        resources.callback(spool.close)
        pipeline = Pipeline(
            spool,
            store,
            Mask(folder.mask_key()),
            clock,
            join_limits=JoinLimits(settings.join_lines, settings.join_size, settings.join_wait),
            cut_limits=CutLimits(settings.batch_rows, settings.batch_size, settings.batch_wait),
            workers=settings.workers or None,
        )
        yield Intake(store, spool, pipeline)
