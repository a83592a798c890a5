"""Cases of XenServer and XCP-ng."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "10. The VM i-4-81-VM is in Stopped state",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-state-noted",
            "cloudstack.vm.name": "i-4-81-VM",
            "cloudstack.state.new": "Stopped",
            "labels": {"step": "10"},
        },
        "c.c.h.x.r.w.x.CitrixStopCommandWrapper",
    ),
    (
        "callHostPlugin failed for cmd: setIptables with args  due to There was a failure "
        "communicating with the plug-in.",
        {
            "cloudstack.family": "hypervisor.failure",
            "event.outcome": "failure",
            "event.reason": "There was a failure communicating with the plug-in.",
            "labels": {"call": "setIptables"},
        },
        "c.c.h.x.r.XcpServer83Resource",
    ),
    (
        "Task failed! Task record: uuid: u-1",
        {"cloudstack.family": "hypervisor.failure", "event.outcome": "failure"},
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "Creating a new connection to 192.0.2.4",
        {
            "cloudstack.family": "hypervisor.session",
            "event.action": "xapi-session-used",
            "event.outcome": None,
        },
        "c.c.h.x.r.XenServerConnectionPool",
    ),
    (
        "Slave logon successful to 192.0.2.4",
        {"cloudstack.family": "hypervisor.session", "event.outcome": "success"},
        "c.c.h.x.r.XenServerConnectionPool",
    ),
    (
        "Host 192.0.2.4 is not reachable",
        {
            "cloudstack.family": "hypervisor.session",
            "event.outcome": "failure",
            "labels": {"address": "192.0.2.4"},
        },
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "Unable to slave local login to 192.0.2.4",
        {"cloudstack.family": "hypervisor.session", "event.outcome": "failure"},
        "c.c.h.x.r.XenServerConnectionPool",
    ),
    (
        "Creating VIF for i-4-81-VM on nic [Nic:Guest-192.0.2.9-vlan://200]",
        {
            "cloudstack.family": "hypervisor.network",
            "event.action": "network-prepared",
            "cloudstack.vm.name": "i-4-81-VM",
        },
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "Creating a not shared SR for nfs://192.0.2.5/secondary",
        {
            "cloudstack.family": "hypervisor.disk",
            "event.action": "storage-repository-used",
            "url.original": "nfs://192.0.2.5/secondary",
        },
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "Copying VR with ip 169.254.1.5 config file into host 192.0.2.4",
        {
            "cloudstack.family": "hypervisor.router",
            "event.action": "router-file-written",
            "labels": {"router_ip": "169.254.1.5"},
        },
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "Created VM 00000007-0000-4000-8000-000000000007 for i-4-81-VM",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-changed",
            "cloudstack.vm.name": "i-4-81-VM",
            "cloudstack.vm.uuid": None,
        },
        "c.c.h.x.r.CitrixResourceBase",
    ),
    (
        "VBD d5b7-1111 created for Vol[55|vm=44|ROOT]",
        {"cloudstack.family": "hypervisor.disk", "cloudstack.volume.id": "55"},
        "xen.resource.CitrixResourceBase",
    ),
    (
        "Vm i-3-44-VM still running",
        {"cloudstack.family": "hypervisor.machine", "cloudstack.vm.name": "i-3-44-VM"},
        "xen.resource.CitrixResourceBase",
    ),
]
