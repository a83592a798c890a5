"""Cases of agents that connect, ping, change their state and are lost."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Ping from 1(kvm-05)",
        {
            "cloudstack.family": "agent.ping",
            "event.action": "agent-pinged",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.a.m.DirectAgentAttache",
    ),
    (
        "Ping from [id: 5, uuid: u-5, name: kvm-05]",
        {
            "cloudstack.family": "agent.ping",
            "event.action": "agent-pinged",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "u-5",
        },
        "c.c.a.m.D.PingTask",
    ),
    (
        "Found the following agents behind on ping: [4, 9]",
        {
            "cloudstack.family": "agent.timeout",
            "event.action": "agent-timed-out",
            "event.outcome": "failure",
            "cloudstack.host.id": "4",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Ping timeout for host 5, do invstigation",
        {
            "cloudstack.family": "agent.timeout",
            "event.action": "agent-timed-out",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "Host 3 is disconnecting with event Remove",
        {
            "cloudstack.family": "agent.disconnect",
            "event.action": "agent-disconnected",
            "cloudstack.host.id": "3",
            "cloudstack.state.event": "Remove",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Agent state cannot be determined for more than 10 minutes(600) seconds, will "
        "go to Alert state",
        {
            "cloudstack.family": "agent.alert",
            "event.action": "agent-alerted",
            "event.outcome": "failure",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "The next status of agent 3is Removed, current status is Up",
        {
            "cloudstack.family": "agent.state",
            "event.action": "agent-state-changed",
            "cloudstack.host.id": "3",
            "cloudstack.state.new": "Removed",
            "cloudstack.state.old": "Up",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Transition:[Resource state = Enabled, Agent event = Ready, Host id = 1, name = kvm-05]",
        {
            "cloudstack.family": "agent.state",
            "event.action": "agent-state-changed",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.state.event": "Ready",
            "labels": {
                "resource_state": "Enabled",
            },
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "[Resource state = Enabled, Agent event = , Host = Ready]",
        {
            "cloudstack.family": "agent.state",
            "event.action": "agent-state-changed",
            "cloudstack.state.event": "Ready",
            "labels": {
                "resource_state": "Enabled",
            },
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "Agent status update: [id = 5; name = kvm-05; old status = Up; event = "
        "PingTimeout; new status = Alert; old update count = 7; new update count = 8]",
        {
            "cloudstack.family": "agent.state",
            "event.action": "agent-state-changed",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.state.event": "PingTimeout",
            "cloudstack.state.new": "Alert",
            "cloudstack.state.old": "Up",
        },
        "c.c.h.Status",
    ),
    (
        "The agent from host Host "
        '{"id":1,"name":"kvm-05","type":"Routing","uuid":"00000007-0000-4000-8000-00000'
        '0000007"} state determined is Down',
        {
            "cloudstack.family": "agent.investigate",
            "event.action": "agent-investigated",
            "event.outcome": "failure",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
            "cloudstack.state.new": "Down",
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "The agent from host 5 state determined is Down",
        {
            "cloudstack.family": "agent.investigate",
            "event.action": "agent-investigated",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
            "cloudstack.state.new": "Down",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Investigating why host 5 has disconnected with event PingTimeout",
        {
            "cloudstack.family": "agent.investigate",
            "event.action": "agent-investigated",
            "cloudstack.host.id": "5",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Host is down: 5-kvm-05.  Starting HA on the VMs",
        {
            "cloudstack.family": "host.down",
            "event.action": "host-down",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        'Host {"id":5,"name":"kvm-05","type":"Routing","uuid":"u-5"} is down. Starting '
        "HA on the VMs",
        {
            "cloudstack.family": "host.down",
            "event.action": "host-down",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "u-5",
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "Monitor StoragePoolMonitor says there is an error in the connect process for "
        "5 due to no pool",
        {
            "cloudstack.family": "agent.connect",
            "event.action": "agent-refused",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
            "event.reason": "no pool",
            "labels": {
                "listener": "StoragePoolMonitor",
            },
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Host health check fails, auto disabling KVM host: Host "
        '{"id":5,"name":"kvm-05","type":"Routing","uuid":"u-5"}',
        {
            "cloudstack.family": "host.health",
            "event.action": "host-health-checked",
            "event.outcome": "failure",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "u-5",
            "labels": {
                "change": "disabling",
            },
        },
        "c.c.a.m.A.AgentHandler",
    ),
    (
        "Can not send command StopCommand due to Host "
        '{"id":5,"name":"kvm-05","type":"Routing","uuid":"u-5"} not being up',
        {
            "cloudstack.family": "agent.unsent",
            "event.action": "agent-unsent",
            "event.outcome": "failure",
            "cloudstack.command": "StopCommand",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "u-5",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Sending Connect to listener: UploadListener",
        {
            "cloudstack.family": "agent.listener",
            "event.action": "agent-listener-told",
            "labels": {
                "phase": "Sending Connect to",
                "listener": "UploadListener",
            },
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Details from executing class com.cloud.agent.api.SecStorageSetupCommand: success",
        {
            "cloudstack.family": "agent.details",
            "event.action": "agent-answered",
            "cloudstack.command": "SecStorageSetupCommand",
            "event.reason": "success",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Wait time setting on com.cloud.agent.api.ReadyCommand is 60 seconds",
        {
            "cloudstack.family": "agent.wait",
            "event.action": "agent-wait-set",
            "cloudstack.command": "ReadyCommand",
            "labels": {
                "wait_seconds": "60",
            },
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "Resource [Host:1] is unreachable: Host 1: Unable to send class "
        "com.cloud.agent.api.NetworkUsageCommand because agent kvm-05 is in "
        "maintenance mode",
        {
            "cloudstack.family": "agent.unreachable",
            "event.action": "agent-unreachable",
            "event.outcome": "failure",
            "cloudstack.host.id": "1",
            "error.message": (
                "Host 1: Unable to send class com.cloud.agent.api.NetworkUsageCommand because "
                "agent kvm-05 is in maintenance mode"
            ),
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Loading directly connected host 1(kvm-05)",
        {
            "cloudstack.family": "agent.rebalance",
            "event.action": "agents-rebalanced",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.a.m.ClusteredAgentManagerImpl",
    ),
    (
        "Listening on 8251 with 10 workers",
        {
            "cloudstack.family": "agent.listen",
            "event.action": "agents-awaited",
            "labels": {
                "port": "8251",
            },
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Creating agent for host 1",
        {
            "cloudstack.family": "agent.connect",
            "event.action": "agent-connected",
            "cloudstack.host.id": "1",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Processing disconnect 1(kvm-05)",
        {
            "cloudstack.family": "agent.disconnect",
            "event.action": "agent-disconnected",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.a.m.DirectAgentAttache",
    ),
    (
        "Connection from /192.0.2.14 closed but no cleanup was done.",
        {
            "cloudstack.family": "agent.disconnect",
            "event.action": "agent-disconnected",
            "source.ip": "192.0.2.14",
        },
        "c.c.a.m.AgentManagerImpl",
    ),
    (
        "Processing disconnect 5(kvm-05)",
        {
            "cloudstack.family": "agent.disconnect",
            "event.action": "agent-disconnected",
            "cloudstack.host.id": "5",
            "cloudstack.host.name": "kvm-05",
        },
        "c.c.a.m.DirectAgentAttache",
    ),
    (
        "Found the following agents behind on ping: [6, 8]",
        {
            "cloudstack.family": "agent.timeout",
            "event.outcome": "failure",
            "cloudstack.host.id": "6",
        },
        "agent.manager.AgentMonitor",
    ),
    (
        "Ping timeout but host 6 is in resource state of Maintenance, so no investigation",
        {"cloudstack.family": "agent.timeout", "cloudstack.host.id": "6"},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
    (
        "create forwarding ClusteredAgentAttache for 6",
        {"cloudstack.family": "agent.connect", "cloudstack.host.id": "6"},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
    (
        "agent (6) responded to checkHeathCommand, reporting that agent is up",
        {"cloudstack.family": "agent.investigate"},
        "agent.manager.AgentManagerImpl",
    ),
    (
        "Connection to peer opened: 345051509350, ip: 10.9.1.12",
        {"cloudstack.family": "agent.rebalance", "related.ip": ["10.9.1.12"]},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
    (
        "Remove forwarding link to host 6",
        {"cloudstack.family": "agent.rebalance", "cloudstack.host.id": "6"},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
]
