"""Cases of management servers that find and lose each other."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Peer scan is finished. profiler: Done. Duration: 18ms , "
        "profilerQueryActiveList: Done. Duration: 2ms, , profilerSyncClusterInfo: "
        "Done. Duration: 3ms, profilerInvalidatedNodeList: Done. Duration: 0ms, "
        "profilerRemovedList: Done. Duration: 0ms,, profilerNewList: Done. Duration: "
        "1ms, profilerInactiveList: Done. Duration: 10ms",
        {
            "cloudstack.family": "cluster.heartbeat",
            "event.action": "cluster-checked",
            "event.duration": 18000000,
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Cluster PDU 345052370017 -> 345052370017 completed. time: 323ms. agent: 0, "
        "pdu seq: 1, pdu ack seq: 0, json: "
        '{"managementServerHostId":1,"managementServerHostUuid":"00000007-0000-4000-800'
        '0-000000000007","managementServerRunId":345052370017,"collectionTime":"2026-11'
        '-22T23:57:23+0000","sessions":0,"cpuUtilization":0.0,"totalJvmMemoryBytes":817'
        '364992,"freeJvmMemoryBytes":319082888,"maxJvmMemoryBytes":2689073152,"processJ'
        'vmMemoryBytes":0,"jvmUptime":33619,"jvmStartTime":345052370017,"availablePr',
        {
            "cloudstack.family": "cluster.message",
            "event.action": "cluster-message-sent",
            "cloudstack.mgmt_id": "345052370017",
            "event.duration": 323000000,
            "labels": {
                "to_mgmt_id": "345052370017",
                "pdu_seq": "1",
            },
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "POST http://192.0.2.11:9090/clusterservice response :true, responding time: 95 ms",
        {
            "cloudstack.family": "cluster.message",
            "event.action": "cluster-message-sent",
            "url.original": "http://192.0.2.11:9090/clusterservice",
        },
        "c.c.c.ClusterServiceServletImpl",
    ),
    (
        "Exception from : https://192.0.2.11:9090/clusterservice, method : null, "
        "exception : javax.net.ssl.SSLPeerUnverifiedException: Certificate for "
        "<192.0.2.11> doesn't match any of the subject alternative names: "
        "[fd00:0:0:0:0:0:0:2, 192.0.2.2, fe80:0:0:0:fc:ff:fe00:1, vm, "
        "cloudstack.internal]",
        {
            "cloudstack.family": "cluster.message",
            "event.action": "cluster-message-failed",
            "event.outcome": "failure",
            "error.message": (
                "javax.net.ssl.SSLPeerUnverifiedException: Certificate for <192.0.2.11> "
                "doesn't match any of the subject alternative names: [fd00:0:0:0:0:0:0:2, "
                "192.0.2.2, fe80:0:0:0:fc:ff:fe00:1, vm, cloudstack.internal]"
            ),
            "url.original": "https://192.0.2.11:9090/clusterservice",
        },
        "c.c.c.ClusterServiceServletImpl",
    ),
    (
        "Cluster service servlet container listening on port 9090",
        {
            "cloudstack.family": "cluster.service",
            "event.action": "cluster-served",
            "labels": {
                "state": "listening",
                "port": "9090",
            },
        },
        "c.c.c.ClusterServiceServletContainer",
    ),
    (
        "Joining node, IP: 192.0.2.11, msid: 345052370017",
        {
            "cloudstack.family": "cluster.joined",
            "event.action": "management-server-joined",
            "cloudstack.mgmt_id": "345052370017",
            "cloudstack.resource.name": "192.0.2.11",
            "cloudstack.resource.type": "ManagementServer",
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Leaving node, IP: 192.0.2.11, msid: 345052370017",
        {
            "cloudstack.family": "cluster.left",
            "event.action": "management-server-left",
            "event.outcome": "failure",
            "cloudstack.mgmt_id": "345052370017",
            "cloudstack.resource.name": "192.0.2.11",
            "cloudstack.resource.type": "ManagementServer",
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Management server node 192.0.2.11 is up, send alert",
        {
            "cloudstack.family": "cluster.node",
            "event.action": "management-server-judged",
            "event.outcome": "success",
            "cloudstack.resource.name": "192.0.2.11",
            "cloudstack.resource.type": "ManagementServer",
            "cloudstack.state.new": "Up",
        },
        "c.c.a.ClusterAlertAdapter",
    ),
    (
        "Detected management server node 192.0.2.12 is down, send alert",
        {
            "cloudstack.family": "cluster.node",
            "event.action": "management-server-judged",
            "event.outcome": "failure",
            "cloudstack.resource.name": "192.0.2.12",
            "cloudstack.resource.type": "ManagementServer",
            "cloudstack.state.new": "Down",
        },
        "c.c.a.ClusterAlertAdapter",
    ),
    (
        "management server node msid: 345052370017, name: localhost, service ip: "
        "192.0.2.11, version: 4.18.1.0",
        {
            "cloudstack.family": "cluster.inactive",
            "event.action": "management-server-inactive",
            "event.outcome": "failure",
            "cloudstack.mgmt_id": "345052370017",
            "cloudstack.resource.name": "192.0.2.11",
            "cloudstack.resource.type": "ManagementServer",
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Management server 345052370017, runId 345052370017 is being started",
        {
            "cloudstack.family": "cluster.start",
            "event.action": "management-server-started",
            "cloudstack.mgmt_id": "345052370017",
            "cloudstack.resource.type": "ManagementServer",
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Stopping Cluster manager, msid : 345052370017",
        {
            "cloudstack.family": "cluster.stop",
            "event.action": "management-server-stopped",
            "cloudstack.mgmt_id": "345052370017",
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "register cluster listener class com.cloud.server.LockControllerListener",
        {
            "cloudstack.family": "cluster.listener",
            "event.action": "cluster-listener-added",
            "labels": {
                "listener": "com.cloud.server.LockControllerListener",
            },
        },
        "c.c.c.ClusterManagerImpl",
    ),
    (
        "Receive cluster alert, EventArgs: com.cloud.cluster.ClusterNodeJoinEventArgs",
        {
            "cloudstack.family": "cluster.alert",
            "event.action": "cluster-alert-received",
            "labels": {
                "event": "ClusterNodeJoinEventArgs",
            },
        },
        "c.c.a.ClusterAlertAdapter",
    ),
    (
        "Preparing for shutdown of management server 345",
        {
            "cloudstack.family": "cluster.maintenance",
            "event.action": "management-server-maintained",
        },
        "o.a.c.m.ManagementServerMaintenanceManagerImpl",
    ),
    (
        "Dispatch ->345051509350, json: "
        '[{"PropagateResourceEventCommand":{"hostId":6,"event":"AdminAskMaintenace","contextMa'
        'p":{},"wait":0}}]',
        {"cloudstack.family": "cluster.message"},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
    (
        "Intercepting command for agent change: agent 6 event: AgentDisconnected",
        {"cloudstack.family": "cluster.message", "cloudstack.host.id": "6"},
        "agent.manager.ClusteredAgentManagerImpl",
    ),
]
