"""The stories of recorded servers: steps that were done, and the fields by which they are found."""

import gzip
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from parsers.event import Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

Fields = Mapping[str, object]
Wanted = Mapping[str, object]
"""Field to the value that it must have, to a text that it must hold (`~`), or to a choice."""

_STEP = re.compile(r"- (?P<time>\d{4}-\S+Z) (?P<text>.*)")
_BEFORE = timedelta(seconds=8)
_AFTER = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story: when it had been done, and what it was."""

    time: datetime
    text: str


class Log:
    """The events of a server in the order of their times."""

    def __init__(self, events: Iterable[Fields]) -> None:
        timed = [event for event in events if isinstance(event.get("@timestamp"), datetime)]
        self.events = sorted(timed, key=_time)
        self._times = [_time(event) for event in self.events]
        self._by_job: dict[object, list[Fields]] = {}
        for event in self.events:
            for name in ("cloudstack.job.id", "cloudstack.job.uuid", "trace.id"):
                if name in event and "cloudstack.job.id" in event:
                    self._by_job.setdefault((name, event[name]), []).append(event)

    def near(self, time: datetime, before: timedelta, after: timedelta) -> Sequence[Fields]:
        start = bisect_left(self._times, time - before)
        return self.events[start : bisect_right(self._times, time + after)]

    def has(self, wanted: Wanted, step: Step, before: timedelta, after: timedelta) -> bool:
        """Whether an event near the step has these fields."""
        return any(matches(event, wanted) for event in self.near(step.time, before, after))

    def job_has(self, uuid: str, wanted: Wanted) -> bool:
        """Whether an event of the job has these fields.

        Its UUID stands where it is submitted (4.20 on), and begins with its logid (all versions).
        """
        own = [
            *self._by_job.get(("cloudstack.job.uuid", uuid), []),
            *self._by_job.get(("trace.id", uuid[:8]), []),
        ]
        numbers = {event.get("cloudstack.job.id") for event in own}
        return any(
            matches(event, wanted)
            for number in numbers
            for event in self._by_job.get(("cloudstack.job.id", number), [])
        )


def matches(event: Fields, wanted: Wanted) -> bool:
    return all(_matches(event.get(name), value) for name, value in wanted.items())


def _matches(value: object, wanted: object) -> bool:
    match wanted:
        case tuple():
            return value in wanted
        case str() if wanted.startswith("~"):
            return _letters(wanted[1:]) in _letters(str(value))
        case _:
            return value == wanted


def _letters(text: str) -> str:
    """Without what JSON in JSON escapes."""
    return re.sub(r"[\\\"\s]+", "", text)


def _time(event: Fields) -> datetime:
    time = event["@timestamp"]
    assert isinstance(time, datetime)
    return time


def read_story(folder: Path) -> list[Step]:
    """Steps may have several lines, as a forged user name has."""
    steps: list[Step] = []
    for line in (folder / "STORY.md").read_text(encoding="utf-8").splitlines():
        match = _STEP.match(line)
        if match is not None:
            steps.append(Step(datetime.fromisoformat(match["time"]), match["text"]))
        elif steps:
            steps[-1] = Step(steps[-1].time, f"{steps[-1].text}\n{line}")
    return steps


def read_log(folder: Path) -> Log:
    """The management server's log, whatever the day it was rotated on."""
    files = sorted(folder.glob("management-server.log*.gz"))
    chunks = (gzip.decompress(file.read_bytes()) for file in files)
    now = datetime.fromisoformat("2026-11-24T00:00:00Z")
    records = read_records(chunks, Source(path="management-server.log"), now=now)
    return Log(read(record, Mask(), now).fields for record in records)


Found = Callable[[Log, Step, re.Match[str]], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of step: how the story writes it, and whether the log has it."""

    name: str
    text: re.Pattern[str]
    found: Found


def near(
    name: str,
    text: str,
    wanted: Callable[[re.Match[str]], Sequence[Wanted]],
    before: timedelta = _BEFORE,
    after: timedelta = _AFTER,
) -> Kind:
    """A step that is found by one of several sets of fields near its time."""
    return Kind(
        name,
        re.compile(text, re.DOTALL),
        lambda log, step, match: any(log.has(one, step, before, after) for one in wanted(match)),
    )


def of_job(name: str, text: str, wanted: Callable[[re.Match[str]], Wanted]) -> Kind:
    """A step that is found by the number of its job; its pattern has the group `job`."""
    return Kind(
        name,
        re.compile(text, re.DOTALL),
        lambda log, step, match: log.job_has(match["job"], wanted(match)),
    )
