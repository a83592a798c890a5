"""Bulk, brings documents into a cluster: each once, whatever it answers, and none behind a bad one.

A document whose answer was lost is only sent again after asking for its id: where the write index
rolled over in between, a second `create` would not meet the first.
"""

import asyncio
import json
import logging
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search.errors import StoreError
from search.stores.elasticsearch.client import NAME, Client, Reply, Unanswered, cause
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.writing.verdict import STORED, Fate, Verdict, verdict

LOG = logging.getLogger(__name__)

BULK_BYTES: Final = 4 * 1024 * 1024
"""Of a request before it is compressed: larger ones gain nothing, and 413 becomes possible."""

IN_FLIGHT: Final = 4

_TIMEOUT_S: Final = 60.0
_PRIMARY_WAIT: Final = "10s"
"""What a document may wait in the cluster for its shard, in place of a minute."""

_ATTEMPTS: Final = 6
_FIRST_WAIT_S: Final = 0.1
_LONGEST_WAIT_S: Final = 5.0

_PARAMS: Final = {
    "timeout": _PRIMARY_WAIT,
    "filter_path": "errors,items.*.status,items.*.error.type,items.*.error.reason,"
    "items.*.error.caused_by.reason",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One document.  `data`: its action and itself, each ended by a newline."""

    id: str
    target: str
    data: bytes


class Lost(Exception):  # noqa: N818 - a state of the cluster, not a mistake
    """It is not known which of the lines that were sent are stored."""


class Bulk:
    """Sends lines, of the client's loop only.

    `asks`: whether one line sent twice may be stored twice, so that ids must be asked for.
    `patience_s`: how long an answer may take before it counts as lost.
    """

    def __init__(self, client: Client, asks: bool, patience_s: float = _TIMEOUT_S) -> None:
        self._client = client
        self._asks = asks
        self._patience_s = patience_s
        self._free = asyncio.Semaphore(IN_FLIGHT)

    async def store(self, lines: Sequence[Line], again: bool) -> Mapping[str, Verdict]:
        """Return when each line is stored or refused for good; the refused, by id.

        `again`: some may be stored already.  Raises StoreError.
        """
        if again:
            lines = await self._missing(lines)
        refused: dict[str, Verdict] = {}
        try:
            async with asyncio.TaskGroup() as tasks:
                for part in parts(lines):
                    # Waiting here keeps the order of what is sent.
                    await self._free.acquire()
                    bringing = tasks.create_task(self._bring(part, refused))
                    # A task that is cancelled before it began runs no `finally` of its own.
                    bringing.add_done_callback(lambda _: self._free.release())
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return refused

    async def _bring(self, lines: Sequence[Line], refused: dict[str, Verdict]) -> None:
        why = Hold("")
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            lines, why = await self._attempt(lines, refused, last)
            if not lines:
                return
            if not last:
                await asyncio.sleep(wait_s(attempt, why))
        raise StoreError(NAME, "bulk", f"{len(lines)} events wait: {why.cause}")

    async def _attempt(
        self, lines: Sequence[Line], refused: dict[str, Verdict], last: bool
    ) -> "tuple[Sequence[Line], Hold]":
        """What is still to be sent, and why."""
        try:
            reply = await self._client.send(
                "POST",
                "/_bulk",
                b"".join(line.data for line in lines),
                params=_PARAMS,
                seconds=self._patience_s,
                ndjson=True,
            )
            return self._left(lines, reply, refused, last)
        except (Lost, Unanswered) as error:
            LOG.info("the answer to a bulk request was lost: %s", error)
            return await self._missing(lines), Hold(str(error))
        except TooLarge as error:
            return await self._halves(lines, error, refused), Hold(str(error))

    def _left(
        self, lines: Sequence[Line], reply: Reply, refused: dict[str, Verdict], last: bool
    ) -> "tuple[Sequence[Line], Hold]":
        found = verdicts(reply, len(lines))
        if found is None:
            return lines, Hold(cause(reply), reply.retry_after_s)
        left, why = [], Hold("")
        for line, one in zip(lines, found, strict=True):
            match one.fate:
                case Fate.STORED:
                    continue
                case Fate.REFUSED:
                    refused[line.id] = one
                case Fate.FAILED if last:
                    refused[line.id] = one
                case Fate.FAILED | Fate.WAITS:
                    left.append(line)
                    why = Hold(f"{one.kind}: {one.reason}")
        return left, why

    async def _halves(
        self, lines: Sequence[Line], error: "TooLarge", refused: dict[str, Verdict]
    ) -> Sequence[Line]:
        """Send in halves what was too large as a whole; one line that is too large is refused."""
        if len(lines) == 1:
            refused[lines[0].id] = Verdict(Fate.REFUSED, "too_large", str(error))
            return ()
        middle = len(lines) // 2
        left: list[Line] = []
        for half in (lines[:middle], lines[middle:]):
            rest, _ = await self._attempt(half, refused, last=False)
            left += rest
        return left

    async def _missing(self, lines: Sequence[Line]) -> Sequence[Line]:
        """The lines that are not stored."""
        if not self._asks or not lines:
            return lines
        there = await present(self._client, lines)
        return [line for line in lines if line.id not in there]


@dataclass(frozen=True, slots=True)
class Hold:
    """Why lines wait, and for how long the server asked to be left alone."""

    cause: str
    seconds: float = 0.0


class TooLarge(Exception):  # noqa: N818 - what the server says of a request
    """The server takes no request of this size."""


def parts(lines: Sequence[Line], size_bytes: int = BULK_BYTES) -> Iterator[Sequence[Line]]:
    """The lines in their order, in requests of about this size."""
    first = size = 0
    for at, line in enumerate(lines):
        if size and size + len(line.data) > size_bytes:
            yield lines[first:at]
            first, size = at, 0
        size += len(line.data)
    if first < len(lines):
        yield lines[first:]


def verdicts(reply: Reply, sent: int) -> Sequence[Verdict] | None:
    """One a line; None where none of them was taken.

    Raises: Lost where the answer does not tell, TooLarge, and StoreError where the request is
    refused for what only an operator can change.
    """
    if reply.status == 413:
        raise TooLarge(cause(reply))
    if reply.status == 429:
        return None
    if reply.status in {400, 401, 403}:
        raise StoreError(NAME, "bulk", cause(reply))
    items = reply.body.get("items") if isinstance(reply.body, dict) else None
    if reply.status != 200 or not isinstance(items, list) or len(items) != sent:
        raise Lost(cause(reply) if reply.status != 200 else "the answer is not whole")
    if reply.body.get("errors") is False:
        return [STORED] * sent
    return [_verdict(item) for item in items]


def _verdict(item: Mapping[str, Any]) -> Verdict:
    (answer,) = item.values()
    return verdict(answer["status"], answer.get("error"))


def wait_s(attempt: int, why: Hold) -> float:
    """Seconds: twice as many each time, and a random part of them, so that not all come at once."""
    longest = min(_FIRST_WAIT_S * 2**attempt, _LONGEST_WAIT_S)
    return max(min(why.seconds, _LONGEST_WAIT_S), random.uniform(longest / 2, longest))


_IDS_AT_A_TIME: Final = 5_000


async def present(client: Client, lines: Sequence[Line]) -> frozenset[str]:
    """The ids that are stored, whichever index behind the target holds them.  Raises StoreError."""
    by_target: dict[str, list[str]] = {}
    for line in lines:
        by_target.setdefault(line.target, []).append(line.id)
    found: set[str] = set()
    for target, ids in by_target.items():
        await _ask(client, f"/{target}/_refresh", None)
        for first in range(0, len(ids), _IDS_AT_A_TIME):
            some = ids[first : first + _IDS_AT_A_TIME]
            body: Json = {
                "query": {"ids": {"values": some}},
                "size": 2 * len(some),
                "_source": False,
                "track_total_hits": False,
            }
            found |= {hit["_id"] for hit in await search(client, target, body)}
    return frozenset(found)


async def search(client: Client, target: str, body: Json) -> Sequence[Json]:
    """The hits; none where the target is not there yet.  Raises StoreError."""
    answer = await _ask(client, f"/{target}/_search", body)
    hits: Sequence[Json] = answer.get("hits", {}).get("hits", ())
    return hits


async def _ask(client: Client, path: str, body: Json | None) -> Json:
    """The answer; nothing where the target is not there yet."""
    try:
        reply = await client.send(
            "POST",
            path,
            None if body is None else json.dumps(body).encode(),
            params={"ignore_unavailable": "true", "allow_no_indices": "true"},
            seconds=_TIMEOUT_S,
            again=True,
        )
    except Unanswered as error:
        raise StoreError(NAME, f"POST {path}", str(error)) from None
    if reply.status == 404:
        return {}
    failed = reply.body.get("_shards", {}).get("failed", 0) if reply.status < 300 else 0
    if reply.status >= 300 or failed:
        why = f"{failed} shards do not answer" if failed else cause(reply)
        raise StoreError(NAME, f"POST {path}", why)
    found: Json = reply.body
    return found
