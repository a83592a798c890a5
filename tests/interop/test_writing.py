"""What real servers take of strange events: all of it, byte for byte."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Event
from search.stores.arrow import to_table
from search.stores.elasticsearch.writing.documents import documents
from tests.interop.load import NOW, documents_of, emptied, opened

STRANGE: tuple[dict[str, object], ...] = (
    {"labels": {"k" * 500: "v" * 40_000}},
    {"labels": {"key": "雲" * 12_000}},
    {"labels": {"": "x", ".": "y", "a..b": "z", "a.": "1", ".b": "2", "\0": "3"}},
    {"labels": {"a b": "x", "日本": "y", "*": "z", '"': "q", "\\": "b", "a/b": "s", " ": "t"}},
    {"labels": {"a": "x", "a.b": "y", "a.b.c": "z"}},
    {"labels": {f"k{at}": "v" for at in range(2_000)}},
    {"labels": {"null": "null", "true": "true", "1": "1.0"}},
    {"log.syslog.structured_data": {"id@1.x": "v", "..": "w"}},
    {"user.name": "u" * 100_000},
    {"user.name": "雲" * 8_191},
    {"related.user": ["r" * 40_000, "r", "r", ""]},
    {"@timestamp": datetime(1, 1, 1, tzinfo=UTC), "event.start": datetime(1, 1, 1, tzinfo=UTC)},
    {"@timestamp": datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC)},
    {"source.ip": "::ffff:1.2.3.4", "related.ip": ["::1", "fe80::1", "255.255.255.255"]},
    {"source.port": 2**63 - 1, "event.severity": -(2**63)},
    {"source.port": "not a port", "source.ip": "not an address", "event.duration": 1.5},
    {"event.original": "x" * 1_000_000, "message": "y" * 1_000_000},
    {"event.original": "\u2028\u3000\ufffe\0 \x7f", "message": "\ud800 half"},
    {"event.original": "a " * 200_000},
    {"event.dataset": "..", "event.id": "mine"},
    {"event.dataset": "A/B*?", "nobody.knows": {"this": ["one"]}},
)


@pytest.mark.parametrize("server", ["elasticsearch", "opensearch"])
def test_every_strange_event_is_stored_as_it_is(
    server: str, request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(server)
    table = to_table([Event(dict(fields)) for fields in STRANGE], 1, 1, NOW, "spool")
    with emptied(url, server == "opensearch") as namespace, opened(url, namespace=namespace) as to:
        assert not to.insert(1, table)
        found = documents_of(to)
        made = documents(table, to.targets)
    wanted: dict[str, Any] = {
        id_: json.loads(line.partition(b"\n")[2])
        for id_, line in zip(made.ids, made.lines, strict=True)
    }
    assert found.keys() == wanted.keys()
    for id_, document in wanted.items():
        document.pop("nephoscope.tokens", None)
        assert {k: v for k, v in found[id_].items() if k != "nephoscope.tokens"} == document
