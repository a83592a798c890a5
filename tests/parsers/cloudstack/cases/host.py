"""Cases of hosts that are added, maintained and powered."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Resource state update: [id = 1; name = kvm-05; old state = Disabled; event = "
        "Enable; new state = Enabled]",
        {
            "cloudstack.family": "host.state",
            "event.action": "host-state-changed",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.state.event": "Enable",
            "cloudstack.state.new": "Enabled",
            "cloudstack.state.old": "Disabled",
        },
        "c.c.r.ResourceState",
    ),
    (
        "Dispatching resource state event DELETE_HOST to Ovs",
        {
            "cloudstack.family": "host.event",
            "event.action": "host-event-sent",
            "cloudstack.state.event": "DELETE_HOST",
            "labels": {
                "listener": "Ovs",
            },
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Sent resource event EVENT_PREPARE_MAINTENANCE_AFTER to listener CapacityManagerImpl",
        {
            "cloudstack.family": "host.event",
            "event.action": "host-event-sent",
            "cloudstack.state.event": "EVENT_PREPARE_MAINTENANCE_AFTER",
            "labels": {
                "listener": "CapacityManagerImpl",
            },
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Trying to add a new host at http://sim/c0/h0 in data center 2",
        {
            "cloudstack.family": "host.add",
            "event.action": "host-added",
            "cloudstack.zone.id": "2",
            "url.original": "http://sim/c0/h0",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "server resources successfully discovered by Simulator Agent",
        {
            "cloudstack.family": "host.add",
            "event.action": "host-found",
            "event.outcome": "success",
            "labels": {
                "discoverer": "Simulator Agent",
            },
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Cannot find the server resources at http://hyperv-07",
        {
            "cloudstack.family": "host.add",
            "event.action": "host-not-found",
            "event.outcome": "failure",
            "url.original": "http://hyperv-07",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Host 00000007-0000-4000-8000-000000000007 entering in Maintenance",
        {
            "cloudstack.family": "host.maintenance",
            "event.action": "host-maintained",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
            "cloudstack.state.new": "Maintenance",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Maintenance: attempting maintenance of host 00000007-0000-4000-8000-000000000007",
        {
            "cloudstack.family": "host.maintenance",
            "event.action": "host-maintained",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Deleting Host 5 Guid: 7",
        {
            "cloudstack.family": "host.remove",
            "event.action": "host-removed",
            "cloudstack.host.id": "5",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Unable to delete the host kvm-05",
        {
            "cloudstack.family": "host.failure",
            "event.action": "host-failed",
            "event.outcome": "failure",
            "event.reason": "Unable to delete the host kvm-05",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Updating Host Tags to :[ssd, fast]",
        {
            "cloudstack.family": "host.update",
            "event.action": "host-updated",
            "labels": {
                "host_tags": "[ssd, fast]",
            },
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "The following active VMs [[]] are using the host [Host "
        '{"id":1,"name":"kvm-05","type":"Routing","uuid":"00000007-0000-4000-8000-00000'
        '0000007"}]. Updating the host tags will not affect them.',
        {
            "cloudstack.family": "host.update",
            "event.action": "host-updated",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "c.c.r.ResourceManagerImpl",
    ),
    (
        "Agent not running, or no route to agent on at http://hyperv-07",
        {
            "cloudstack.family": "host.discover",
            "event.action": "host-looked-for",
            "url.original": "http://hyperv-07",
        },
        "c.c.h.h.d.HypervServerDiscoverer",
    ),
    (
        "Resetting hosts suitable for reconnect",
        {
            "cloudstack.family": "host.load",
            "event.action": "hosts-loaded",
        },
        "c.c.h.d.HostDaoImpl",
    ),
    (
        "getCommandHostDelegation: class com.cloud.agent.api.GetStorageStatsCommand",
        {
            "cloudstack.family": "host.delegate",
            "event.action": "command-delegated",
            "cloudstack.command": "GetStorageStatsCommand",
        },
        "c.c.h.o.r.Ovm3HypervisorGuru",
    ),
    (
        "We are returning the default host to execute commands because the command is "
        "not of Copy type.",
        {
            "cloudstack.family": "host.delegate",
            "event.action": "command-not-delegated",
        },
        "c.c.h.XenServerGuru",
    ),
    (
        "Transitioned out-of-band management power state from On to Off due to event "
        "Off for Host 5",
        {
            "cloudstack.family": "host.power",
            "event.action": "host-power-changed",
            "cloudstack.host.id": "5",
            "cloudstack.state.event": "Off",
            "cloudstack.state.new": "Off",
            "cloudstack.state.old": "On",
        },
        "o.a.c.o.OutOfBandManagementServiceImpl",
    ),
    (
        "OutOfBandManagementDriver ipmitool initialized [ipmitool version 1.8.19",
        {
            "cloudstack.family": "host.power",
            "event.action": "host-power-managed",
        },
        "o.a.c.o.d.i.IpmitoolOutOfBandManagementDriver",
    ),
    (
        "Removed 0 old drs migration plans",
        {
            "cloudstack.family": "cluster.drs",
            "event.action": "cluster-balanced",
        },
        "o.a.c.c.ClusterDrsServiceImpl",
    ),
    (
        "No VMs to migrate for cluster 5",
        {"cloudstack.family": "cluster.drs"},
        "o.a.c.c.ClusterDrsServiceImpl",
    ),
]
