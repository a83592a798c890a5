"""Streams, one joiner for each place that lines come from, and what they hold open."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from parsers.event import Record, Source
from parsers.join import Joiner, JoinLimits

FORWARD = "forward"


class StreamKey(NamedTuple):
    """What makes lines neighbours: those of one key are joined in the order of the spool.

    `format`, `zone`: as the sender or a setting says; they are part of the source.
    """

    protocol: str
    peer: str
    tag: str
    host: str | None
    path: str | None
    format: str | None
    zone: str

    def to_json(self) -> str:
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "StreamKey":
        return cls(*json.loads(text))

    @property
    def source(self) -> Source:
        """A Forward sender that names no host is itself the host."""
        peer = self.peer if self.protocol == FORWARD else None
        return Source(self.host or peer, self.path, self.format, self.zone)


class Stream:
    """A joiner and how many lines are in the record that it holds open."""

    __slots__ = ("joiner", "key", "open_lines", "received")

    def __init__(self, key: StreamKey, joiner: Joiner, open_lines: int) -> None:
        self.key = key
        self.joiner = joiner
        self.open_lines = open_lines
        self.received: datetime | None = None

    @classmethod
    def restore(cls, key: StreamKey, state: str | None, limits: JoinLimits) -> "Stream":
        """The stream as `state` found it, or a new one."""
        if state is None:
            return cls(key, Joiner(key.source, limits), 0)
        kept = json.loads(state)
        joiner = Joiner.restore(key.source, kept["joiner"], limits)
        return cls(key, joiner, kept["open_lines"])

    def state(self) -> str:
        return json.dumps(
            {"open_lines": self.open_lines, "joiner": self.joiner.state()},
            ensure_ascii=False,
            separators=(",", ":"),
        )

    def feed(
        self, line: str, received: datetime, time: datetime | None, labels: Mapping[str, str]
    ) -> list[Record]:
        closed = self.joiner.feed(line, received, time, labels)
        self.received = received
        self.open_lines = 1 if closed else self.open_lines + 1
        return closed

    def close_due(self, now: datetime) -> list[Record]:
        return self._closed(self.joiner.close_due(now))

    def flush(self) -> list[Record]:
        return self._closed(self.joiner.flush())

    def _closed(self, closed: list[Record]) -> list[Record]:
        if closed:
            self.open_lines = 0
        return closed


class Streams:
    """All streams by their keys, made when they are first asked for.

    `states`: by key as JSON, what was saved of streams that are not made yet.
    """

    def __init__(self, states: Mapping[str, str], limits: JoinLimits) -> None:
        self._limits = limits
        self._saved: dict[StreamKey, str] = {
            StreamKey.from_json(key): state for key, state in states.items()
        }
        self._streams: dict[StreamKey, Stream] = {}

    def stream(self, key: StreamKey) -> Stream:
        found = self._streams.get(key)
        if found is None:
            found = Stream.restore(key, self._saved.get(key), self._limits)
            self._streams[key] = found
        return found

    def saved(self, key: StreamKey) -> str | None:
        """The stream's state when it was last saved; None where it is new."""
        return self._saved.get(key)

    def saved_open_lines(self, key: StreamKey) -> int:
        """Lines in the stream's open record when it was last saved."""
        state = self._saved.get(key)
        return 0 if state is None else int(json.loads(state)["open_lines"])

    def save(self, keys: Iterable[StreamKey]) -> dict[str, str]:
        """The states of these streams now, by key as JSON."""
        states = {}
        for key in keys:
            state = self._streams[key].state()
            self._saved[key] = state
            states[key.to_json()] = state
        return states

    def due(self, now: datetime) -> list[StreamKey]:
        """Keys of streams that may hold a record whose waiting time is over, always in one order.

        Streams that are only saved are made for it: nobody knows how long they waited.
        """
        latest = now - self._limits.wait
        keys = [
            key
            for key, stream in self._streams.items()
            if stream.open_lines and (stream.received is None or stream.received <= latest)
        ]
        keys += self._saved.keys() - self._streams.keys()
        return sorted(keys, key=StreamKey.to_json)

    def forget_idle(self, before: datetime) -> list[str]:
        """Drop streams that hold nothing open and got no line since; their keys as JSON."""
        idle = [
            key
            for key, stream in self._streams.items()
            if not stream.open_lines and stream.received is not None and stream.received < before
        ]
        for key in idle:
            del self._streams[key]
            self._saved.pop(key, None)
        return [key.to_json() for key in idle]
