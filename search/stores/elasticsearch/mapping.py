"""Mapping, makes the index templates of the events' data streams from FIELDS."""

import hashlib
import json
from typing import Any, Final, assert_never

from parsers.schema import FIELDS, Field, FieldType
from search.stores.elasticsearch.capabilities import Capabilities
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.targets import DEAD_LETTERS, Targets

SETTINGS: Final = "nephoscope@settings"
MAPPINGS: Final = "nephoscope@mappings"
EVENTS: Final = "nephoscope-events"
REFUSED: Final = "nephoscope-deadletters"
POLICY: Final = "nephoscope"

IGNORE_ABOVE: Final = 8_191
"""Characters of a keyword; four bytes each is what Lucene takes of a term (32,766)."""

_PRIORITY: Final = 250
"""Above those that Elastic's own templates for `logs-*-*` and its integrations have."""

_UNINDEXED: Final = frozenset({"event.original"})
"""As ECS says; its words are in `nephoscope.tokens`."""

_OWN: Final[Json] = {
    "time": {"type": "long"},
    "ingested": {"type": "long"},
    "day": {"type": "integer"},
    "batch": {"type": "long"},
    "tokens": {"type": "text", "analyzer": "whitespace", "norms": False},
    "inexact": {"type": "keyword"},
    "odd": {"type": "object", "enabled": False},
}
_STREAM: Final[Json] = {name: {"type": "keyword"} for name in ("type", "dataset", "namespace")}

ROLLOVER: Final[Json] = {"max_age": "1d", "max_primary_shard_size": "50gb"}


def components(capabilities: Capabilities) -> dict[str, Json]:
    """Component templates by name."""
    return {
        SETTINGS: {"template": {"settings": settings(capabilities)}},
        MAPPINGS: {"template": {"mappings": mappings(capabilities)}},
    }


def index_templates(capabilities: Capabilities, targets: Targets) -> dict[str, Json]:
    """Index templates by name, each with a mark by which a changed one is known."""
    made: dict[str, Json] = {
        EVENTS: {
            "index_patterns": list(targets.patterns),
            "composed_of": [SETTINGS, MAPPINGS],
            "priority": _PRIORITY,
        },
        REFUSED: {
            "index_patterns": [f"logs-{DEAD_LETTERS}-*"],
            "template": {
                "settings": {"index.auto_expand_replicas": "0-1"},
                "mappings": _dead_letters(),
            },
            "priority": _PRIORITY,
        },
    }
    if capabilities.data_streams:
        made = {name: {**template, "data_stream": {}} for name, template in made.items()}
    mark = _mark({**components(capabilities), **made})
    return {name: {**body, "_meta": {"nephoscope": mark}} for name, body in made.items()}


def settings(capabilities: Capabilities) -> Json:
    """Of an index.  The newest events come first in it, as searches want them."""
    found: Json = {
        "index.auto_expand_replicas": "0-1",
        "index.sort.field": ["nephoscope.time", "event.sequence"],
        "index.sort.order": ["desc", "desc"],
    }
    if capabilities.logsdb:
        found |= {"index.mode": "logsdb"}
    else:
        found |= {"index.codec": "best_compression"}
    if capabilities.stored_source:
        # What is made up from columns again has other texts and another order of lists.
        found |= {"index.mapping.source.mode": "stored"}
    if capabilities.ilm:
        found |= {"index.lifecycle.name": POLICY}
    return found


def mappings(capabilities: Capabilities) -> Json:
    """A row of FIELDS each; nothing else is indexed, whatever an event brings."""
    properties: Json = {}
    for name, field in FIELDS.items():
        _place(properties, name, field_mapping(field, capabilities))
    properties["nephoscope"] = {"properties": _OWN}
    properties["data_stream"] = {"properties": _STREAM}
    return {"dynamic": False, "properties": properties}


def field_mapping(field: Field, capabilities: Capabilities) -> Json:
    if field.name in _UNINDEXED:
        return {"type": "keyword", "index": False, "doc_values": False}
    match field.type:
        case FieldType.KEYWORD:
            return {"type": "keyword", "ignore_above": IGNORE_ABOVE}
        case FieldType.TEXT:
            words = capabilities.text == "match_only_text"
            return {"type": "match_only_text"} if words else {"type": "text", "norms": False}
        case FieldType.DATE:
            return {"type": "date", "format": "strict_date_optional_time"}
        case FieldType.FLATTENED:
            limit = {} if capabilities.opensearch else {"ignore_above": IGNORE_ABOVE}
            return {"type": capabilities.flat, **limit}
        case FieldType.LONG | FieldType.DOUBLE | FieldType.BOOLEAN | FieldType.IP:
            return {"type": field.type.value}
        case _:
            assert_never(field.type)


def policy() -> Json:
    """Life of an index where the server has ILM.  Days are deleted by us, by events' times."""
    return {"policy": {"phases": {"hot": {"actions": {"rollover": ROLLOVER}}}}}


def _dead_letters() -> Json:
    """What was refused is kept as text, which nothing can refuse."""
    kept = {"type": "keyword", "index": False, "doc_values": False}
    return {
        "dynamic": False,
        "properties": {
            "@timestamp": {"type": "date", "format": "strict_date_optional_time"},
            "message": {"type": "text", "norms": False},
            "error": {"properties": {"type": {"type": "keyword"}, "message": {"type": "text"}}},
            "event": {
                "properties": {
                    name: {"type": "keyword", "ignore_above": 1_024}
                    for name in ("id", "dataset", "kind")
                }
                | {"sequence": {"type": "long"}}
            },
            "data_stream": {"properties": _STREAM},
            "nephoscope": {
                "properties": {
                    "target": {"type": "keyword"},
                    "batch": {"type": "long"},
                    "part": {"type": "integer"},
                    "parts": {"type": "integer"},
                    "document": kept,
                }
            },
        },
    }


def _place(properties: Json, name: str, mapping: Json) -> None:
    """Put a field where its dots say."""
    first, _, rest = name.partition(".")
    if not rest:
        properties[first] = mapping
        return
    inner: dict[str, Any] = properties.setdefault(first, {"properties": {}})
    _place(inner["properties"], rest, mapping)


def _mark(bodies: Json) -> str:
    return hashlib.sha256(json.dumps(bodies, sort_keys=True).encode()).hexdigest()[:16]
