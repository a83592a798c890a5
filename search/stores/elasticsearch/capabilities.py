"""Capabilities, what a cluster can do, found out by asking it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from search.errors import StoreError
from search.stores.elasticsearch.client import NAME, Client, Reply, cause
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.reading.transport import AwayError

Kind = Literal["elasticsearch", "opensearch"]

TIMEOUT_S = 30.0
_PROBE = "nephoscope-probe-none"
"""No index has this name; templates that are only simulated are for it."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Of the cluster as it is now.

    `kind`: by what its answers say.  `version`: of its oldest node, as it writes it; empty where
    it does not tell.  `point_in_time`: path behind an index.  `flat`: the type of fields for
    maps of unknown keys.  `text`: the type of fields for words.
    """

    kind: Kind
    version: str
    data_streams: bool
    index_templates: bool
    ilm: bool
    ism: bool
    logsdb: bool
    stored_source: bool
    flat: Literal["flattened", "flat_object"]
    text: Literal["match_only_text", "text"]

    @property
    def opensearch(self) -> bool:
        return self.kind == "opensearch"

    @property
    def point_in_time(self) -> str:
        return "_search/point_in_time" if self.opensearch else "_pit"

    @property
    def _begins(self) -> str:
        if not self.data_streams:
            return "each day has its index"
        return "ILM begins new indices" if self.ilm else "the nodes begin new indices"

    def sentences(self) -> Mapping[str, str]:
        """What was found, for people."""
        found = "ISM is there and left alone; " if self.ism else ""
        return {
            "kind": f"{self.kind} {self.version or 'of a version that it does not tell'}",
            "data streams": "there" if self.data_streams else "not there: dated indices and alias",
            "index templates": "there" if self.index_templates else "not there",
            "life cycle": f"{found}{self._begins}, and the nodes delete old days",
            "compression": "logsdb" if self.logsdb else "best_compression",
            "maps": self.flat,
            "text": self.text,
            "point in time": self.point_in_time,
        }


def ask(client: Client) -> Capabilities:
    """Raises StoreError when the cluster does not answer, or does not let us ask."""
    kind, version = _kind(client)
    flattened = _takes(client, mappings={"properties": {"a": {"type": "flattened"}}})
    words = _takes(client, mappings={"properties": {"a": {"type": "match_only_text"}}})
    return Capabilities(
        kind=kind,
        version=version,
        data_streams=_has(client, f"/_data_stream/{_PROBE}*"),
        index_templates=_has(client, f"/_index_template/{_PROBE}*"),
        ilm=_has(client, "/_ilm/status"),
        ism=_has(client, "/_plugins/_ism/policies"),
        logsdb=_takes(client, settings={"index.mode": "logsdb"}),
        stored_source=_takes(client, settings={"index.mapping.source.mode": "stored"}),
        flat="flattened" if flattened else "flat_object",
        text="match_only_text" if words else "text",
    )


def _kind(client: Client) -> tuple[Kind, str]:
    """Every answer of Elasticsearch says that it is one; `GET /` is not everywhere allowed."""
    reply = _answer(client, "GET", "/_nodes?filter_path=nodes.*.version")
    if reply.status in {401, 403}:
        reply = _answer(client, "GET", "/")
    if reply.status >= 300:
        raise StoreError(NAME, "GET /_nodes", cause(reply))
    found = [str(node["version"]) for node in reply.body.get("nodes", {}).values()]
    if not found and isinstance(reply.body.get("version"), dict):
        found = [str(reply.body["version"].get("number", ""))]
    return ("opensearch" if reply.foreign else "elasticsearch"), min(found, default="", key=numbers)


def numbers(version: str) -> tuple[int, ...]:
    """To compare versions by."""
    digits = (part for part in version.partition("-")[0].split("."))
    return tuple(int(part) for part in digits if part.isdecimal())


_ABSENT = frozenset({"no handler found", "invalid_index_name", "method is not supported"})


def _has(client: Client, path: str) -> bool:
    """Whether the cluster knows the path.  What it knows, and may be empty, it answers."""
    reply = _answer(client, "GET", path)
    if reply.status < 300:
        return True
    return reply.status in {401, 403, 404} and not _unknown(cause(reply))


def _unknown(text: str) -> bool:
    return any(part in text for part in _ABSENT)


def _takes(
    client: Client,
    settings: Mapping[str, Any] = MappingProxyType({}),
    mappings: Mapping[str, Any] = MappingProxyType({}),
) -> bool:
    """Whether an index could be made with these, which the cluster checks without making it."""
    template = {"settings": dict(settings), "mappings": dict(mappings)}
    body = {"index_patterns": [_PROBE], "priority": 10_000, "template": template}
    reply = _answer(client, "POST", "/_index_template/_simulate", body)
    if reply.status in {401, 403}:
        raise StoreError(
            NAME,
            "POST /_index_template/_simulate",
            f"{cause(reply)}; the user needs the privilege manage_index_templates",
        )
    return reply.status < 300


def _answer(client: Client, method: str, path: str, body: Json | None = None) -> Reply:
    """What a cluster says that is well: a busy one would seem to lack what it has, and would be
    given the templates of another.  Raises AwayError."""
    reply = client.ask(method, path, body, timeout=TIMEOUT_S)
    if reply.status == 429 or reply.status >= 500:
        raise AwayError(NAME, f"{method} {path}", cause(reply))
    return reply
