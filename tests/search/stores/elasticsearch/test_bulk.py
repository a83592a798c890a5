"""What answers to bulk requests mean, and how documents are divided among requests."""

from typing import Any

import pytest

from search.errors import StoreError
from search.stores.elasticsearch.client import Reply
from search.stores.elasticsearch.writing.bulk import (
    Hold,
    Line,
    Lost,
    TooLarge,
    parts,
    verdicts,
    wait_s,
)
from search.stores.elasticsearch.writing.verdict import Fate, verdict


@pytest.mark.parametrize(
    ("status", "kind", "fate"),
    [
        (201, "", Fate.STORED),
        (409, "version_conflict_engine_exception", Fate.STORED),
        (429, "es_rejected_execution_exception", Fate.WAITS),
        (503, "unavailable_shards_exception", Fate.WAITS),
        (403, "cluster_block_exception", Fate.WAITS),
        (404, "index_not_found_exception", Fate.WAITS),
        (403, "security_exception", Fate.WAITS),
        (400, "validation_exception", Fate.WAITS),
        (500, "null_pointer_exception", Fate.FAILED),
        (400, "document_parsing_exception", Fate.REFUSED),
        (400, "illegal_argument_exception", Fate.REFUSED),
        (413, "too_large", Fate.REFUSED),
    ],
)
def test_only_what_is_the_documents_own_fault_is_refused(
    status: int, kind: str, fate: Fate
) -> None:
    error = {"type": kind, "reason": "because", "caused_by": {"reason": "of that"}}
    found = verdict(status, error if kind else None)
    assert found.fate is fate
    if fate is not Fate.STORED:
        assert (found.kind, found.reason) == (kind, "because: of that")


def ok(count: int) -> dict[str, Any]:
    return {"errors": False, "items": [{"create": {"status": 201}}] * count}


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(200, ok(2)), Lost),
        (Reply(200, {"took": 1}), Lost),
        (Reply(200, "half an ans"), Lost),
        (Reply(502, "bad gateway"), Lost),
        (Reply(503, {}), Lost),
        (Reply(413, "too large"), TooLarge),
        (Reply(401, {}), StoreError),
        (Reply(400, {"error": {"type": "illegal_argument_exception", "reason": "r"}}), StoreError),
    ],
)
def test_an_answer_that_does_not_tell_of_each_document_is_none(
    reply: Reply, error: type[Exception]
) -> None:
    with pytest.raises(error):
        verdicts(reply, 3)


def test_answers_are_those_of_the_lines_in_their_order() -> None:
    body = ok(3)
    assert [one.fate for one in verdicts(Reply(200, body), 3) or ()] == [Fate.STORED] * 3
    bad = {"create": {"status": 400, "error": {"type": "t", "reason": "r"}}}
    body = {"errors": True, "items": [body["items"][0], bad]}
    assert [one.fate for one in verdicts(Reply(200, body), 2) or ()] == [Fate.STORED, Fate.REFUSED]
    assert verdicts(Reply(429, {}), 2) is None


def test_lines_are_divided_by_size_in_their_order() -> None:
    lines = [Line(str(at), "t", b"x" * size) for at, size in enumerate([4, 4, 4, 20, 1, 1])]
    found = [[line.id for line in part] for part in parts(lines, 10)]
    assert found == [["0", "1"], ["2"], ["3"], ["4", "5"]]
    assert list(parts([], 10)) == []


def test_waits_double_within_bounds_and_as_the_server_asks() -> None:
    for attempt in range(12):
        longest = min(0.1 * 2**attempt, 5.0)
        assert longest / 2 <= wait_s(attempt, Hold("")) <= longest
    assert wait_s(0, Hold("", 2.0)) == 2.0
    assert wait_s(0, Hold("", 3_600.0)) == 5.0
    assert len({wait_s(3, Hold("")) for _ in range(20)}) > 1
