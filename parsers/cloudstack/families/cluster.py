"""Families `cluster.*`: management servers start, find each other and are lost."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_MANAGERS = (
    "ClusterManagerImpl",
    "ClusterFenceManagerImpl",
    "ClusterAlertAdapter",
    "StatsCollector",
)
_SERVICE = (
    "ClusterManagerImpl",
    "ClusteredAgentManagerImpl",
    "ClusteredAgentDispatcher",
    "DispatcherTask",
    "ClusterServiceServletContainer",
    "ClusterServiceServletHttpHandler",
    "ClusterServiceServletImpl",
    "ClusterServiceServletAdapter",
    "ListenerThread",
)
_NODE = {
    "address": "host.ip",
    "msid": "cloudstack.mgmt_id",
}


def _node(match: re.Match[str], fields: Fields) -> None:
    """The address is that of the other server; the event's host is who writes."""
    groups = match.groupdict()
    address = fields.pop("host.ip", None)
    if isinstance(address, str):
        fields["cloudstack.resource.name"] = address
    if groups.get("id") is not None:
        fields["cloudstack.resource.id"] = groups["id"]
    fields["cloudstack.resource.type"] = "ManagementServer"
    _took(match, fields)


def _took(match: re.Match[str], fields: Fields) -> None:
    took = match.groupdict().get("took")
    if took is not None:
        fields["event.duration"] = int(took[:12]) * 1_000_000


def _judged(match: re.Match[str], fields: Fields) -> None:
    up = match["state"] == "up"
    fields["cloudstack.state.new"] = "Up" if up else "Down"
    fields["event.outcome"] = "success" if up else "failure"
    _node(match, fields)


FAMILY = Family(
    __file__,
    "cluster.lark",
    texts=(
        Text(
            "HEARTBEAT",
            (
                *("No", "Peer", "We", "ping", "Cluster", "Management", "Heartbeat", "Unable"),
                "Ping",
            ),
            constants("cluster.heartbeat", "cluster-checked", category="process", types="info"),
            {},
            _took,
            classes=_MANAGERS,
        ),
        Text(
            "MESSAGE",
            ("Cluster",),
            constants("cluster.message", "cluster-message-sent", category="process", types="info"),
            {
                "from": "cloudstack.mgmt_id",
                "to": "labels.to_mgmt_id",
                "seq": "labels.pdu_seq",
            },
            _took,
            classes=_SERVICE,
        ),
        Text(
            "SENT",
            (
                *("Forwarding", "POST", "GET", "Executing", "Setup", "Dispatch", "Dispatching"),
                *("Intercepting", "Remote", "Received"),
            ),
            constants("cluster.message", "cluster-message-sent", category="process", types="info"),
            {"url": "url.original", "service": "labels.service", "set": "labels.service"},
            classes=_SERVICE,
        ),
        Text(
            "UNSENT",
            ("Exception",),
            constants(
                "cluster.message",
                "cluster-message-failed",
                category="process",
                types="info",
                outcome="failure",
            ),
            {"url": "url.original", "reason": "error.message"},
            classes=_SERVICE,
        ),
        Text(
            "SERVING",
            ("Cluster",),
            constants("cluster.service", "cluster-served", category="process", types="info"),
            {"state": "labels.state", "port": "labels.port"},
            classes=_SERVICE,
        ),
        Text(
            "JOINED",
            ("Detected", "Joining", "Notify", "Notifying", "Handle", "New", "Cluster"),
            constants("cluster.joined", "management-server-joined", category="host", types="start"),
            _NODE,
            _node,
            classes=_MANAGERS,
        ),
        Text(
            "LEFT",
            ("Detected", "Leaving", "Notify", "Notifying", "Handle", "Cluster"),
            constants(
                "cluster.left",
                "management-server-left",
                category="host",
                types="end",
                outcome="failure",
            ),
            _NODE,
            _node,
            classes=_MANAGERS,
        ),
        Text(
            "JUDGED",
            ("Detected", "Management"),
            constants("cluster.node", "management-server-judged", category="host", types="change"),
            {"address": "host.ip"},
            _judged,
            classes=_MANAGERS,
        ),
        Text(
            "INACTIVE",
            (
                *("Management", "Found", "management", "Detected", "Recovering", "Recovered"),
                *("Cluster", "No", "Received", "Fence", "Runtime", "Invalid"),
            ),
            constants(
                "cluster.inactive",
                "management-server-inactive",
                category="host",
                types="info",
                outcome="failure",
            ),
            _NODE,
            _node,
            classes=_MANAGERS,
        ),
        Text(
            "STARTED",
            ("Starting", "Start", "Cluster", "New", "Management", "management"),
            constants(
                "cluster.start", "management-server-started", category="process", types="start"
            ),
            _NODE,
            _node,
            classes=_MANAGERS,
        ),
        Text(
            "STOPPED",
            ("Stopping", "Cluster"),
            constants("cluster.stop", "management-server-stopped", category="process", types="end"),
            {"msid": "cloudstack.mgmt_id"},
            classes=_MANAGERS,
        ),
        Text(
            "LISTENER",
            ("register", "Register"),
            constants(
                "cluster.listener", "cluster-listener-added", category="process", types="info"
            ),
            {"listener": "labels.listener"},
            classes=(*_MANAGERS, "ManagementServerMaintenanceManagerImpl"),
        ),
        Text(
            "ALERTED",
            ("Receive", "Start", "Stopping", "Stop"),
            constants("cluster.alert", "cluster-alert-received", category="process", types="info"),
            {"event": "labels.event"},
            classes=_MANAGERS,
        ),
        Text(
            "MAINTAINED",
            (),
            constants(
                "cluster.maintenance",
                "management-server-maintained",
                category="process",
                types="change",
            ),
            classes=("ManagementServerMaintenanceManagerImpl", "ShutdownManagerImpl"),
        ),
    ),
)
