"""Verdict, what an answer to one document of a bulk request means for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Fate(Enum):
    """What becomes of a document."""

    STORED = auto()
    WAITS = auto()  #: the cluster does not take it now
    FAILED = auto()  #: the cluster broke over it, which may be its fault
    REFUSED = auto()  #: it will never be taken as it is


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`, `reason`: the server's words; empty for what is stored."""

    fate: Fate
    kind: str = ""
    reason: str = ""


STORED = Verdict(Fate.STORED)

_NOT_NOW = frozenset({429, 502, 503, 504})

_OF_THE_CLUSTER = frozenset(
    {
        "cluster_block_exception",
        "index_closed_exception",
        "index_not_found_exception",
        "security_exception",
        "validation_exception",
    }
)
"""Kinds of refusal that say nothing about the document: a block for writes, a closed or missing
index, missing rights, more shards than the cluster may have."""


def verdict(status: int, error: Mapping[str, Any] | None) -> Verdict:
    """`error`: as the answer has it, or as much of it as was asked for."""
    if status in {200, 201, 409}:
        # A conflict is over its id: it was stored before.
        return STORED
    kind, reason = str((error or {}).get("type", "")), _reason(error or {})
    if status in _NOT_NOW or kind in _OF_THE_CLUSTER or status in {401, 403, 404}:
        return Verdict(Fate.WAITS, kind, reason)
    if status >= 500:
        return Verdict(Fate.FAILED, kind, reason)
    return Verdict(Fate.REFUSED, kind, reason)


def _reason(error: Mapping[str, Any]) -> str:
    deeper = error.get("caused_by") or {}
    found = [str(part["reason"]) for part in (error, deeper) if part.get("reason")]
    return ": ".join(dict.fromkeys(found))
