"""Cases of VMware."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "vCenter API trace - attachDisk(). target MOR: vm-12, vmdkDatastorePath: x",
        {
            "cloudstack.family": "hypervisor.call",
            "event.action": "vcenter-called",
            "labels": {"call": "attachDisk", "target": "vm-12"},
            "event.outcome": None,
        },
        "c.c.h.v.m.VirtualMachineMO",
    ),
    (
        "vCenter API trace - attachDisk() done(successfully)",
        {"cloudstack.family": "hypervisor.call", "event.outcome": "success"},
        "c.c.h.v.m.VirtualMachineMO",
    ),
    (
        "vCenter API trace - attachDisk() failed",
        {"cloudstack.family": "hypervisor.call", "event.outcome": "failure"},
        "c.c.h.v.m.VirtualMachineMO",
    ),
    (
        "VMware powerOn failed due to : File was not found",
        {
            "cloudstack.family": "hypervisor.failure",
            "event.outcome": "failure",
            "event.reason": "File was not found",
            "labels": {"call": "powerOn"},
        },
        "c.c.h.v.m.VirtualMachineMO",
    ),
    (
        "attach volume failed due to no datastore",
        {
            "cloudstack.family": "hypervisor.failure",
            "event.outcome": "failure",
            "event.reason": "no datastore",
        },
        "c.c.s.r.VmwareStorageProcessor",
    ),
    (
        "initialize VmwareContext. url: https://vc-1/sdk, username: admin, password: hunter2",
        {
            "cloudstack.family": "hypervisor.session",
            "event.action": "vcenter-session-used",
            "url.original": "https://vc-1/sdk",
            "user.name": "admin",
        },
        "c.c.h.v.r.VmwareContextFactory",
    ),
    (
        "Encounter remote exception to vCenter, invalidate VMware session context",
        {"cloudstack.family": "hypervisor.session", "event.outcome": "failure"},
        "c.c.h.v.r.VmwareResource",
    ),
    (
        "find VM i-4-81-VM on host",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-looked-up",
            "cloudstack.vm.name": "i-4-81-VM",
        },
        "c.c.h.v.m.HostMO",
    ),
    (
        "VM i-4-81-VM not found in host cache",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-looked-up",
            "cloudstack.vm.name": "i-4-81-VM",
            "event.outcome": None,
        },
        "c.c.h.v.m.HostMO",
    ),
    (
        "VM i-4-81-VM: powerState = poweredOn",
        {"cloudstack.family": "hypervisor.machine", "cloudstack.state.new": "poweredOn"},
        "c.c.h.v.r.VmwareResource",
    ),
    (
        "Network cloud.guest.200.200.1-dvSwitch0 is ready on vSwitch dvSwitch0",
        {
            "cloudstack.family": "hypervisor.network",
            "event.action": "network-prepared",
            "labels": {"network": "cloud.guest.200.200.1-dvSwitch0", "switch": "dvSwitch0"},
        },
        "c.c.h.v.m.HypervisorHostHelper",
    ),
    (
        "Preparing NIC device on network cloud.private.untagged.0.1-vSwitch0",
        {"cloudstack.family": "hypervisor.network"},
        "c.c.h.v.r.VmwareResource",
    ),
    (
        "Search file ROOT-81.vmdk on [ds-1] i-4-81-VM",
        {
            "cloudstack.family": "hypervisor.disk",
            "event.action": "disk-looked-up",
            "labels": {"file": "ROOT-81.vmdk", "datastore": "ds-1"},
        },
        "c.c.h.v.m.DatastoreMO",
    ),
    (
        "Reconfiguring virtual machine [i-4-81-VM] to remove its disks.",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-configured",
            "cloudstack.vm.name": "i-4-81-VM",
        },
        "c.c.h.v.m.VirtualMachineMO",
    ),
    (
        "Recycle pending worker VM: w-1",
        {
            "cloudstack.family": "hypervisor.worker",
            "event.action": "worker-vm-swept",
            "labels": {"worker": "w-1"},
        },
        "c.c.h.v.r.VmwareResource",
    ),
    (
        "*Worker VM expired, seconds elapsed: 252*",
        {"cloudstack.family": "hypervisor.worker"},
        "c.c.h.v.m.VmwareManagerImpl",
    ),
]
