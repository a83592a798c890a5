"""Check, tells whether a cluster can be used as the store, a line each."""

from collections.abc import Iterator
from typing import NamedTuple

from search.errors import StoreError
from search.stores.elasticsearch import capabilities as capabilities_
from search.stores.elasticsearch.capabilities import Capabilities
from search.stores.elasticsearch.client import Client, cause
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.setup import is_prepared
from search.stores.elasticsearch.targets import DEAD_LETTERS, Targets

_TIMEOUT_S = 30.0

_OLDEST = {"elasticsearch": (8, 15), "opensearch": (2, 11)}
"""Older ones are not tried."""


class Finding(NamedTuple):
    """One thing that was looked at.  `sentence`: for who runs the cluster."""

    name: str
    ok: bool
    sentence: str


def check(connection: Connection) -> list[Finding]:
    """What was found, in the order of looking; what needs an earlier thing is left out."""
    client = Client(connection)
    try:
        return [*_found(client, connection)]
    finally:
        client.close()


def _found(client: Client, connection: Connection) -> Iterator[Finding]:
    try:
        can = capabilities_.ask(client)
    except StoreError as error:
        yield Finding("connection", False, str(error))
        return
    hosts = ", ".join(connection.hosts)
    yield Finding("connection", True, f"{hosts} answers")
    yield _version(can)
    yield _health(client)
    for name, sentence in can.sentences().items():
        yield Finding(name, name != "index templates" or can.index_templates, sentence)
    targets = Targets(connection.namespace, can.data_streams)
    yield _templates(client, can, targets)
    yield _rights(client, targets)
    yield _dead_letters(client, targets)


def _version(can: Capabilities) -> Finding:
    oldest = _OLDEST[can.kind]
    written = ".".join(map(str, oldest))
    tried = not can.version or capabilities_.numbers(can.version)[:2] >= oldest
    sentence = f"{can.kind} {can.version or 'tells no version'}"
    return Finding("version", tried, sentence if tried else f"{sentence} is older than {written}")


def _health(client: Client) -> Finding:
    reply = client.ask("GET", "/_cluster/health", timeout=_TIMEOUT_S)
    if reply.status >= 300:
        return Finding("health", False, cause(reply))
    status, nodes = reply.body["status"], reply.body["number_of_nodes"]
    return Finding(
        "health", status != "red", f"{status}, {nodes} {'node' if nodes == 1 else 'nodes'}"
    )


def _templates(client: Client, can: Capabilities, targets: Targets) -> Finding:
    try:
        there = is_prepared(client, can, targets)
    except StoreError as error:
        return Finding("templates", False, str(error))
    missing = "not there or of another version; `nephoscope store init` writes them"
    return Finding("templates", there, "up to date" if there else missing)


def _rights(client: Client, targets: Targets) -> Finding:
    """What the user may do with the events' indices, where the cluster has users."""
    wanted = ["auto_configure", "create_doc", "read", "view_index_metadata", "manage"]
    body = {
        "cluster": ["monitor", "manage_index_templates"],
        "index": [{"names": [targets.name("*")], "privileges": wanted}],
    }
    reply = client.ask("POST", "/_security/user/_has_privileges", body, timeout=_TIMEOUT_S)
    if reply.status >= 300:
        return Finding("rights", True, "the cluster has no users that it tells of")
    if reply.body.get("has_all_requested"):
        return Finding("rights", True, "all that is needed")
    lacking = [name for name, given in reply.body.get("cluster", {}).items() if not given]
    for given in reply.body.get("index", {}).values():
        lacking += [name for name, allowed in given.items() if not allowed]
    return Finding("rights", False, f"the user lacks {', '.join(dict.fromkeys(lacking))}")


def _dead_letters(client: Client, targets: Targets) -> Finding:
    reply = client.ask(
        "POST",
        f"/{targets.pattern(DEAD_LETTERS)}/_count",
        {"query": {"term": {"nephoscope.part": 0}}},
        params={"ignore_unavailable": "true", "allow_no_indices": "true"},
        timeout=_TIMEOUT_S,
    )
    if reply.status >= 300:
        return Finding("dead letters", False, cause(reply))
    count = reply.body["count"]
    some = f"{count} wait; mend their cause, then replay them"
    return Finding("dead letters", not count, some if count else "none")
