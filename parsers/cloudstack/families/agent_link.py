"""Families `agent.*`: an agent connects, pings, changes its state, is lost and looked for."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_MANAGERS = (
    "AgentManagerImpl",
    "ClusteredAgentManagerImpl",
    "AgentConnectTask",
    "HandleAgentConnectTask",
    "SimulateStartTask",
    "DisconnectTask",
    "AgentHandler",
    "ClusteredAgentHandler",
    "MonitorTask",
    "AgentMonitor",
    "BehindOnPingListener",
    "AgentLoadBalancerTask",
    "DirectAgentScanTimerTask",
    "ManagedContextTimerTask",
    "RebalanceTask",
    "DispatcherTask",
)
_ATTACHES = (
    "AgentAttache",
    "ConnectedAgentAttache",
    "DirectAgentAttache",
    "PingTask",
    "ClusteredAgentAttache",
    "ClusteredDirectAgentAttache",
)
_HOST = {"host": "cloudstack.host.id", "name": "cloudstack.host.name"}
_CHANGE = {
    "old": "cloudstack.state.old",
    "new": "cloudstack.state.new",
    "event": "cloudstack.state.event",
}
_LOST = frozenset({"Down", "Alert", "Disconnected", "Removed", "Error"})
_STATE = constants("agent.state", "agent-state-changed", category="host", types="change")


def _only(names: dict[str, str], *groups: str) -> dict[str, str]:
    return {group: names[group] for group in groups}


def _judged(match: re.Match[str], fields: Fields) -> None:
    fields["event.outcome"] = "failure" if match["new"] in _LOST else "success"


def _healthy(match: re.Match[str], fields: Fields) -> None:
    fields["event.outcome"] = "success" if match["health"] == "succeeds" else "failure"


def _closed(match: re.Match[str], fields: Fields) -> None:
    address = match["address"]
    if address is not None:
        fields["source.ip"] = address.partition(":")[0] if address.count(":") == 1 else address


FAMILY = Family(
    __file__,
    "agent_link.lark",
    texts=(
        Text(
            "PING",
            ("Ping",),
            constants("agent.ping", "agent-pinged", category="host", types="info"),
            _HOST,
            classes=_ATTACHES + _MANAGERS,
        ),
        Text(
            "BEHIND",
            ("Found", "Ping", "Agents", "Agent", "Host", "Handling", "Disconnect", "Heartbeat"),
            constants(
                "agent.timeout", "agent-timed-out", category="host", types="info", outcome="failure"
            ),
            _only(_HOST, "host"),
            classes=_MANAGERS,
        ),
        Text(
            "LEAVING",
            ("Host",),
            constants("agent.disconnect", "agent-disconnected", category="host", types="end"),
            {"host": "cloudstack.host.id", "event": "cloudstack.state.event"},
            classes=_MANAGERS,
        ),
        Text(
            "ALERTED",
            ("Agent", "The", "Host"),
            constants(
                "agent.alert", "agent-alerted", category="host", types="change", outcome="failure"
            ),
            _only(_HOST, "host"),
            classes=_MANAGERS,
        ),
        Text(
            "NEXT",
            ("The",),
            _STATE,
            _only(_CHANGE, "old", "new") | _only(_HOST, "host"),
            classes=_MANAGERS,
        ),
        Text(
            "TRANSITION",
            ("Transition", "Resource"),
            _STATE,
            _HOST | _only(_CHANGE, "event") | {"resource": "labels.resource_state"},
            classes=(*_MANAGERS, "Status"),
        ),
        Text(
            "TRANSITION_CUT",
            ("Resource", "Transition"),
            _STATE,
            _only(_CHANGE, "event") | {"resource": "labels.resource_state"},
            classes=(*_MANAGERS, "Status"),
        ),
        Text("STATUS", ("Agent",), _STATE, _HOST | _CHANGE),
        Text(
            "DETERMINED",
            ("The",),
            constants("agent.investigate", "agent-investigated", category="host", types="info"),
            _only(_CHANGE, "new") | _only(_HOST, "host"),
            _judged,
            classes=_MANAGERS,
        ),
        Text(
            "INVESTIGATED",
            (
                "Investigating",
                "The",
                "Checking",
                "checking",
                "Agent",
                "Host",
                "There",
                "Unable",
                "agent",
            ),
            constants("agent.investigate", "agent-investigated", category="host", types="info"),
            _only(_HOST, "host"),
            classes=_MANAGERS,
        ),
        Text(
            "DOWN",
            ("Host",),
            constants("host.down", "host-down", category="host", types="change", outcome="failure"),
            _HOST,
        ),
        Text(
            "DOWN_NOW",
            ("Host",),
            constants("host.down", "host-down", category="host", types="change", outcome="failure"),
            _only(_HOST, "host"),
        ),
        Text(
            "MONITOR",
            ("Monitor",),
            constants(
                "agent.connect", "agent-refused", category="host", types="start", outcome="failure"
            ),
            {
                "listener": "labels.listener",
                "host": "cloudstack.host.id",
                "reason": "event.reason",
            },
            classes=_MANAGERS,
        ),
        Text(
            "HEALTH",
            ("Host",),
            constants("host.health", "host-health-checked", category="host", types="change"),
            {"auto": "labels.change"},
            _healthy,
            classes=_MANAGERS,
        ),
        Text(
            "UNSENT",
            (
                *("Can", "Host", "Operation", "send", "Unable", "Exception", "No", "Throwing"),
                *("Unsupported", "Error"),
            ),
            constants(
                "agent.unsent", "agent-unsent", category="host", types="info", outcome="failure"
            ),
            {
                "command": "cloudstack.command",
                "sent": "cloudstack.command",
                "host": "cloudstack.host.id",
            },
            classes=_MANAGERS,
        ),
        Text(
            "LISTENER",
            ("Sending", "Registering", "Unregistering"),
            constants("agent.listener", "agent-listener-told", category="host", types="info"),
            {"phase": "labels.phase", "listener": "labels.listener"},
            classes=_MANAGERS,
        ),
        Text(
            "DETAILED",
            ("Details",),
            constants("agent.details", "agent-answered", category="host", types="info"),
            {"command": "cloudstack.command", "details": "event.reason"},
            classes=_MANAGERS,
        ),
        Text(
            "WAITING",
            ("Wait", "Checking"),
            constants("agent.wait", "agent-wait-set", category="host", types="info"),
            {"command": "cloudstack.command", "seconds": "labels.wait_seconds"},
            classes=_MANAGERS,
        ),
        Text(
            "UNREACHABLE",
            ("Resource",),
            constants(
                "agent.unreachable",
                "agent-unreachable",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"host": "cloudstack.host.id", "reason": "error.message"},
        ),
        Text(
            "SHARED",
            (
                *("Loading", "process", "Marking", "Deleting", "Scheduled", "Found", "Begin"),
                *("Starting", "Completed", "Rebalance", "Rebalancing", "Agent", "Processing"),
                *("Host", "Unable", "Failed", "Not", "Propagating", "Connection"),
                *("Remove", "Successfully", "Direct"),
            ),
            constants("agent.rebalance", "agents-rebalanced", category="host", types="info"),
            _HOST,
            classes=(*_MANAGERS, "IndirectAgentLBServiceImpl"),
        ),
        Text(
            "LISTENING",
            ("Configuring", "Listening", "Created", "Ping", "Stopping"),
            constants("agent.listen", "agents-awaited", category="host", types="info"),
            {"msid": "cloudstack.mgmt_id", "port": "labels.port"},
            classes=_MANAGERS,
        ),
        Text(
            "CONNECTED",
            (
                *("StartupAnswer", "Create", "create", "Simulating", "Creating", "Completed"),
                *("Processing", "Handling", "Adding", "Agent", "Kicking", "New", "Sent"),
                *("Sending", "Connected", "Unable", "Failed", "Got"),
            ),
            constants("agent.connect", "agent-connected", category="host", types="start"),
            _only(_HOST, "host"),
            classes=_ATTACHES + _MANAGERS,
        ),
        Text(
            "DISCONNECTED",
            (
                *("Processing", "Deregistering", "Remove", "Agent", "Lost", "Connection"),
                *("Disconnecting", "Removing", "Notifying", "Host", "Handling", "The", "Asking"),
                *("Closing", "Unable", "Received", "Error", "Exception", "Cannot", "Can"),
            ),
            constants("agent.disconnect", "agent-disconnected", category="host", types="end"),
            _HOST,
            _closed,
            classes=_ATTACHES + _MANAGERS,
        ),
    ),
)
