"""The demo: the day that samples/ tells, played before now, with its quiet part many times over."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import samples
from ingest.chunk import Chunk, Encoding
from ingest.spool import Spool
from parsers.event import Source
from parsers.lines import read_records

SEED = 20260913
DAY = timedelta(days=1)
STORY_END = datetime(2026, 9, 13, 23, 30, tzinfo=UTC)
"""The time of the samples that the demo plays as now; what they tell later is not played."""

EVENTS = 20_000
"""About how many events the demo holds."""

STORY = re.compile(
    r"203\.0\.113\.66|198\.51\.100\.23|\bjob-412[67]\b|\b1190\b|kvm-13|Exception"
    r"|\b(?:ERROR|FATAL)\b|failed to log in|Authentication failure|Login attempt failed"
    r"|act=(?:IDS:|Reset|Quarantine|Delete|Terminate)|\|4\d{6}\||act=Deny.*src=10\.42\.1\.17\b"
    r"|/var/log/mysql/error"
)
"""What only the incident mentions: these records, and those of the same calls, are played once."""

SHARES = {
    "esva.cef": 0.3,
    "esva.leef": 0.3,
    "juniper.srx": 0.3,
    "plain": 0.2,
    "cloudstack.access": 0.3,
    "cloudstack.agent": 0.5,
    "cloudstack.alert": 0.1,
    "cloudstack.api": 0.5,
    "cloudstack.event": 0.3,
    "cloudstack.systemvm": 0.5,
    "cloudstack.usage": 0.3,
}
"""Of how many plays the quiet records of a format are part; of all of them unless it stands here.
More verdicts and alerts than this would themselves look like an attack."""

_MOMENT = re.compile(
    r"(?P<iso>2026-09-13)(?P<sep>[ T])(?P<clock>\d\d:\d\d:\d\d)"
    r"|(?P<bsd>Sep 13) (?P<bsd_clock>\d\d:\d\d:\d\d)"
    r"|(?P<ncsa>13/Sep/2026):(?P<ncsa_clock>\d\d:\d\d:\d\d)"
    r"|\b(?P<epoch>1789\d{9})\b"
)
_HEX_ID = re.compile(r"(?:ctx-|logid:)([0-9a-f]{8})\b")
_JOB = re.compile(r"\bjob-(\d+)\b")
_SEQ = re.compile(r"\bSeq (\d+)-(\d+)\b")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a log stands."""

    host: str
    path: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of samples/.  `records`: their lines joined by LF, in the file's order."""

    format: str
    place: Place
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A record of the demo, `time` in UTC."""

    time: datetime
    sample: Sample
    text: str

    @property
    def place(self) -> Place:
        """Where it is said to have been written."""
        head = self.text.split("\n", 1)[0]
        writers = (
            place
            for format_, writer, place in WRITERS
            if format_ == self.sample.format and writer.search(head)
        )
        return next(writers, self.sample.place)


LOGS = "/var/log/cloudstack"
SOURCES = {
    "cloudstack/management": Place("mgmt-01", f"{LOGS}/management/management-server.log"),
    "cloudstack/api": Place("mgmt-01", f"{LOGS}/management/apilog.log"),
    "cloudstack/access": Place("mgmt-01", f"{LOGS}/management/access.log"),
    "cloudstack/event": Place("mgmt-01", f"{LOGS}/management/events.json"),
    "cloudstack/agent": Place("kvm-12", f"{LOGS}/agent/agent.log"),
    "cloudstack/usage": Place("mgmt-01", f"{LOGS}/usage/usage.log"),
    "cloudstack/systemvm": Place("s-1-VM", "/var/log/cloud.log"),
    "cloudstack/alert": Place("mgmt-01", "/var/log/cloudstack-alerts.log"),
    "esva/cef": Place("esm-01", "/var/log/esm/verdicts.log"),
    "esva/leef": Place("esm-01", "/var/log/esm/verdicts.leef"),
    "juniper/srx": Place("srx-01", "/var/log/srx/security.log"),
    "generic/syslog": Place("kvm-11", "/var/log/syslog"),
    "generic/json": Place("mgmt-01", "/var/log/webhook-relay.json"),
    "generic/plain": Place("mgmt-01", f"{LOGS}/management/setupManagement.log"),
}
"""Sample to the host and file that it is said to come from."""

WRITERS = (
    (
        "cloudstack.management",
        re.compile(r"\(qtp1151704483-"),
        Place("mgmt-02", f"{LOGS}/management/management-server.log"),
    ),
    (
        "cloudstack.api",
        re.compile(r"\(qtp1151704483-"),
        Place("mgmt-02", f"{LOGS}/management/apilog.log"),
    ),
    (
        "cloudstack.access",
        re.compile(r" \[\d{4}-"),
        Place("mgmt-02", f"{LOGS}/management/access.log"),
    ),
    (
        "cloudstack.agent",
        re.compile(r"^\S+ \S+ - "),
        Place("kvm-12", f"{LOGS}/agent/security_group.log"),
    ),
    (
        "cloudstack.systemvm",
        re.compile(r"\[(?:cloud\.)?(?:consoleproxy|vnc)\."),
        Place("v-2-VM", "/var/log/cloud.log"),
    ),
    (
        "cloudstack.systemvm",
        re.compile(r"^\S+ \S+ (?: \w+\.py |INFO {5}|WARNING {2})"),
        Place("r-31-VM", "/var/log/cloud.log"),
    ),
)
"""Format, and what tells records of its sample that another program or server wrote: a logger, a
thread, a layout."""


def load_samples() -> tuple[Sample, ...]:
    """The samples of the package."""
    folder = Path(samples.__file__).parent
    found = []
    for name, place in SOURCES.items():
        vendor, kind = name.split("/")
        format_name = kind if vendor == "generic" else f"{vendor}.{kind}"
        content = (folder / f"{name}.log").read_bytes()
        records = read_records([content], Source(format=format_name))
        found.append(Sample(format_name, place, tuple(record.text for record in records)))
    return tuple(found)


def play(found: Iterable[Sample], now: datetime) -> list[Played]:
    """Every record of the demo, in the order of time; the same but for `now` each time."""
    timed = [(time, sample, text) for sample in found for time, text in _timed(sample)]
    ids = frozenset(i for _, _, text in timed for i in _HEX_ID.findall(text))
    told = frozenset(i for _, _, text in timed if STORY.search(text) for i in _HEX_ID.findall(text))
    quiet = [
        item
        for item in timed
        if not STORY.search(item[2]) and told.isdisjoint(_HEX_ID.findall(item[2]))
    ]
    shift = now - STORY_END
    played = [Played(time + shift, s, _moved(text, shift)) for time, s, text in timed]
    played = [item for item in played if item.time < now]
    a_play = sum(SHARES.get(sample.format, 1.0) for _, sample, _ in quiet)
    for number in range(1, max(1, round((EVENTS - len(timed)) / max(a_play, 1))) + 1):
        played.extend(_again(quiet, now, ids, number))
    return sorted(played, key=lambda item: item.time)


def _timed(sample: Sample) -> Iterator[tuple[datetime, str]]:
    """A record without a time takes that of the record before it."""
    time = STORY_END - DAY
    for text in sample.records:
        if found := _MOMENT.search(text):
            time = _instant(found)
        yield time, text


def _instant(found: re.Match[str]) -> datetime:
    if epoch := found["epoch"]:
        return datetime.fromtimestamp(int(epoch) / 1000, UTC)
    clock = found["clock"] or found["bsd_clock"] or found["ncsa_clock"]
    return datetime.fromisoformat(f"2026-09-13 {clock}+00:00")


def _again(
    quiet: Sequence[tuple[datetime, Sample, str]],
    now: datetime,
    ids: frozenset[str],
    number: int,
) -> Iterator[Played]:
    """One more play of the quiet records, somewhere in the 24 hours before now."""
    chance = random.Random(SEED + number)
    offset = timedelta(seconds=chance.randrange(86_400), milliseconds=chance.randrange(1000))
    key = chance.getrandbits(32)
    for time, sample, text in quiet:
        if chance.random() >= SHARES.get(sample.format, 1.0):
            continue
        moved = now - DAY + ((time + offset - now) % DAY)
        if moved < now:
            yield Played(moved, sample, _renamed(_moved(text, moved - time), ids, key, number))


def _moved(text: str, shift: timedelta) -> str:
    """The text with each of its times moved, in the shape in which it is written."""

    def move(found: re.Match[str]) -> str:
        time = _instant(found) + shift
        if found["epoch"]:
            return str(int(time.timestamp() * 1000))
        if found["bsd"]:
            return f"{time:%b} {time.day:2d} {time:%H:%M:%S}"
        if found["ncsa"]:
            return f"{time:%d/%b/%Y:%H:%M:%S}"
        return f"{time:%Y-%m-%d}{found['sep']}{time:%H:%M:%S}"

    return _MOMENT.sub(move, text)


def _renamed(text: str, ids: frozenset[str], key: int, number: int) -> str:
    """The text with its contexts, logids, jobs and sequence numbers made those of another call."""

    def hex_id(found: re.Match[str]) -> str:
        value = found[0]
        return f"{int(value, 16) ^ key:08x}" if value in ids else value

    text = re.sub(r"\b[0-9a-f]{8}\b", hex_id, text)
    text = _JOB.sub(lambda found: f"job-{int(found[1]) + 500 * number}", text)
    return _SEQ.sub(lambda found: f"Seq {found[1]}-{int(found[2]) + 10_000 * number}", text)


def load_demo(spool: Spool, now: datetime) -> None:
    """Put the demo into the spool, as if it had been sent."""
    chunks = [
        Chunk(
            protocol="import",
            peer="demo",
            encoding=Encoding.LINES,
            received=now,
            body="".join(f"{text}\n" for text in texts).encode(),
            lines=sum(text.count("\n") + 1 for text in texts),
            source=Source(place.host, place.path, name),
            last=True,
        )
        for (place, name), texts in _by_file(play(load_samples(), now))
    ]
    spool.append(chunks).result()


def _by_file(played: Iterable[Played]) -> Iterator[tuple[tuple[Place, str], list[str]]]:
    """The records of each place and format in their order, as one file each."""

    def file(item: Played) -> tuple[Place, str]:
        return item.place, item.sample.format

    for key, items in groupby(sorted(played, key=file), key=file):
        yield key, [item.text for item in items]
