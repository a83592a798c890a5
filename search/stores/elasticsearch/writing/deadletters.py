"""Dead letters, keeps what the cluster will never take as it is, and brings it in later."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from search.errors import StoreError
from search.stores.elasticsearch.client import NAME, Client, Unanswered, cause
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.targets import DEAD_LETTERS, Targets
from search.stores.elasticsearch.writing.bulk import Bulk, Line, present, search
from search.stores.elasticsearch.writing.verdict import Verdict

PART: Final = 256 * 1024
"""Characters of a packed document in one letter: what was too large for a request fits into
several."""

_SHOWN: Final = 1_000
"""Characters of the message, and of the reason, that people see of a letter."""

_PAGE: Final = 500
_TIMEOUT_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of dead letters: the `stored` are none any longer, the `refused` stay."""

    stored: int
    refused: int


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """Those of one namespace.  Of the client's loop only; all of it raises StoreError."""

    client: Client
    bulk: Bulk
    targets: Targets

    @property
    def target(self) -> str:
        name = self.targets.name(DEAD_LETTERS)
        return name if self.targets.streams else f"{name}-000001"

    async def kept(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the ids that are kept as letters."""
        return await present(self.client, [Line(id_, self.target, b"") for id_ in ids])

    async def keep(self, refused: Mapping[str, tuple[Line, Verdict]]) -> None:
        """Return when each refused line is kept.

        The first part of a letter is written after its others, so that it stands for all.
        """
        letters = [self._letter(line, why) for line, why in refused.values()]
        await self._store([part for letter in letters for part in letter[1:]])
        await self._store([letter[0] for letter in letters])

    async def replay(self) -> Replayed:
        """Try each letter again, now that its index may take it."""
        stored = refused = 0
        after: list[object] | None = None
        while letters := await self._page(after):
            after = letters[-1]["sort"]
            ids = {letter["_id"]: letter for letter in letters}
            lines = [await self._line(letter) for letter in letters]
            still = await self.bulk.store(lines, again=True)
            done = [letter for id_, letter in ids.items() if id_ not in still]
            await self._forget(done)
            stored += len(done)
            refused += len(still)
        return Replayed(stored, refused)

    async def _store(self, lines: Sequence[Line]) -> None:
        failed = await self.bulk.store(lines, again=True)
        if failed:
            why = failed[min(failed)]
            raise StoreError(NAME, "dead letters", f"{why.kind}: {why.reason}")

    def _letter(self, line: Line, why: Verdict) -> Sequence[Line]:
        """The lines that keep a line."""
        document = line.data.partition(b"\n")[2]
        packed = base64.b64encode(zlib.compress(document)).decode()
        pieces = [packed[at : at + PART] for at in range(0, len(packed), PART)]
        shown = _shown(json.loads(document), line, why, self.targets.namespace)
        found = []
        for number, piece in enumerate(pieces):
            id_ = f"{line.id}/{number}" if number else line.id
            own = {"part": number, "parts": len(pieces), "document": piece}
            body = shown | {f"nephoscope.{name}": value for name, value in own.items()}
            data = create(self.target, id_, json.dumps(body).encode())
            found.append(Line(id_, self.target, data))
        return found

    async def _page(self, after: Sequence[object] | None) -> Sequence[Json]:
        """The next letters in the order of their arrival: their first parts."""
        body: Json = {
            "size": _PAGE,
            "query": {"term": {"nephoscope.part": 0}},
            "sort": [{"event.sequence": "asc"}, {"event.id": "asc"}],
        }
        if after is not None:
            body["search_after"] = after
        return await search(self.client, self.target, body)

    async def _line(self, letter: Json) -> Line:
        """The line that the letter keeps."""
        parts, id_ = letter["_source"]["nephoscope.parts"], letter["_id"]
        pieces = {0: letter["_source"]["nephoscope.document"]}
        if parts > 1:
            for hit in await self._others(id_, parts):
                pieces[hit["_source"]["nephoscope.part"]] = hit["_source"]["nephoscope.document"]
        packed = "".join(pieces[number] for number in range(parts))
        document = zlib.decompress(base64.b64decode(packed))
        target = letter["_source"]["nephoscope.target"]
        return Line(id_, target, create(target, id_, document))

    async def _others(self, id_: str, parts: int) -> Sequence[Json]:
        ids = [f"{id_}/{number}" for number in range(1, parts)]
        body: Json = {"size": len(ids), "query": {"ids": {"values": ids}}}
        return await search(self.client, self.target, body)

    async def _forget(self, letters: Sequence[Json]) -> None:
        """A letter's first part goes last, so that a letter is whole or gone."""
        others: list[Json] = []
        for letter in letters:
            parts = letter["_source"]["nephoscope.parts"]
            if parts > 1:
                others += await self._others(letter["_id"], parts)
        await self._delete(others)
        await self._delete(letters)

    async def _delete(self, hits: Sequence[Json]) -> None:
        if not hits:
            return
        actions = [{"delete": {"_index": hit["_index"], "_id": hit["_id"]}} for hit in hits]
        data = "".join(f"{json.dumps(action)}\n" for action in actions).encode()
        try:
            reply = await self.client.send(
                "POST",
                "/_bulk",
                data,
                params={"refresh": "true"},
                seconds=_TIMEOUT_S,
                ndjson=True,
                again=True,
            )
        except Unanswered as error:
            raise StoreError(NAME, "dead letters", str(error)) from None
        if reply.status >= 300:
            raise StoreError(NAME, "dead letters", cause(reply))


def create(target: str, id_: str, document: bytes) -> bytes:
    """The two lines of one document in a bulk request."""
    action = json.dumps({"create": {"_index": target, "_id": id_}}).encode()
    return action + b"\n" + document.rstrip(b"\n") + b"\n"


def _shown(event: Mapping[str, Any], line: Line, why: Verdict, namespace: str) -> Json:
    """What people see of a letter."""
    return {
        "@timestamp": event["@timestamp"],
        "message": str(event.get("message", ""))[:_SHOWN],
        "error.type": why.kind,
        "error.message": why.reason[:_SHOWN],
        "event.id": line.id,
        "event.kind": "pipeline_error",
        "event.sequence": event.get("event.sequence", 0),
        "event.dataset": DEAD_LETTERS,
        "data_stream.type": "logs",
        "data_stream.dataset": DEAD_LETTERS,
        "data_stream.namespace": namespace,
        "nephoscope.target": line.target,
    }
