"""Setup, puts templates into a cluster, and new fields into the indices that are there."""

import logging

from search.errors import StoreError
from search.stores.elasticsearch.capabilities import Capabilities
from search.stores.elasticsearch.client import NAME, Client, cause
from search.stores.elasticsearch.mapping import (
    EVENTS,
    POLICY,
    components,
    index_templates,
    mappings,
    policy,
)
from search.stores.elasticsearch.targets import Targets

LOG = logging.getLogger(__name__)
TIMEOUT_S = 60.0


def prepare(client: Client, capabilities: Capabilities, targets: Targets) -> bool:
    """Bring the templates up to date; whether anything was to do.  Raises StoreError."""
    if not capabilities.index_templates:
        raise StoreError(NAME, "templates", "the cluster knows no composable index templates")
    wanted = index_templates(capabilities, targets)
    if is_prepared(client, capabilities, targets):
        return False
    if capabilities.ilm:
        client.request("PUT", f"/_ilm/policy/{POLICY}", policy(), timeout=TIMEOUT_S)
    for name, body in components(capabilities).items():
        client.request("PUT", f"/_component_template/{name}", body, timeout=TIMEOUT_S)
    for name, body in wanted.items():
        client.request("PUT", f"/_index_template/{name}", body, timeout=TIMEOUT_S)
    _widen(client, capabilities, targets)
    return True


def is_prepared(client: Client, capabilities: Capabilities, targets: Targets) -> bool:
    """Whether the cluster's templates are those that we would make."""
    mark = index_templates(capabilities, targets)[EVENTS]["_meta"]
    reply = client.ask("GET", f"/_index_template/{EVENTS}", timeout=TIMEOUT_S)
    if reply.status == 404:
        return False
    if reply.status >= 300:
        raise StoreError(NAME, f"GET /_index_template/{EVENTS}", cause(reply))
    there = reply.body["index_templates"]
    return bool(there) and there[0]["index_template"].get("_meta") == mark


def _widen(client: Client, capabilities: Capabilities, targets: Targets) -> None:
    """Give the namespace's indices the fields that FIELDS got since they were made.

    One that has a field otherwise stays as it is: its successor will have it right.
    """
    body = {"properties": mappings(capabilities)["properties"]}
    reply = client.ask(
        "PUT",
        f"/{targets.everything}/_mapping",
        body,
        params={"ignore_unavailable": "true", "allow_no_indices": "true"},
        timeout=TIMEOUT_S,
    )
    if reply.status >= 300 and reply.status != 404:
        LOG.warning("indices of %s keep their fields: %s", targets.namespace, cause(reply))
