"""DeadlyMask, by which a record ends or stops the worker that reads it."""

import os
import signal

from parsers.mask import Mask


class DeadlyMask(Mask):
    """Ends the process that hides the secrets of a poisonous text, as a broken library would."""

    def apply(self, text: str) -> tuple[str, bool]:
        if "poison" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in text:
            signal.pause()
        return super().apply(text)
