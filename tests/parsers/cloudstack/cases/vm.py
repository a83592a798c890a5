"""Cases of the families in `vm`."""

from tests.parsers.cloudstack.cases import HOST, VM, Case

CASES: list[Case] = [
    (
        f"Allocating entries for VM: {VM}",
        {"cloudstack.family": "vm.allocate", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        ("allocating virtual machine from template:t-1 with hostname:i-4-7-VM and 1 networks"),
        {"cloudstack.family": "vm.allocate", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Successfully transitioned to start state for {VM} reservation id = u-1",
        {"cloudstack.family": "vm.start", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            "Orchestrating VM start for 'i-4-7-VM' "
            "com.cloud.vm.VirtualMachineProfile$Param@b6 set to null"
        ),
        {"cloudstack.family": "vm.start", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            "advanceStart: DeploymentPlan is provided, using dcId:2, podId: 1, "
            "clusterId: 1, hostId: 3, poolId: null"
        ),
        {"cloudstack.family": "vm.start", "cloudstack.host.id": "3", "cloudstack.zone.id": "2"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            f"Deployment found - Attempt #1 - P0={VM}, "
            "P0=Dest[Zone(Id)-Pod(Id)-Cluster(Id)-Host(Id)-Storage(Volume(Id|Type-->Pool(Id))] "
            ": Dest[Zone(1)-Pod(2)-Cluster(3)-Host(5)-Storage(Volume(9|ROOT-->Pool(4))]"
        ),
        {
            "cloudstack.family": "vm.start",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.host.id": "5",
            "cloudstack.zone.id": "1",
            "cloudstack.pod.id": "2",
            "cloudstack.cluster.id": "3",
            "cloudstack.volume.id": "9",
            "event.outcome": "success",
        },
    ),
    (
        f"Start completed for VM {VM}",
        {
            "cloudstack.family": "vm.start",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "success",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Unable to start VM on {HOST} due to Simulated failure",
        {
            "cloudstack.family": "vm.start.failed",
            "cloudstack.host.name": "kvm-05",
            "error.message": "Simulated failure",
            "event.outcome": "failure",
        },
    ),
    (
        f"Failed to start instance {VM}",
        {
            "cloudstack.family": "vm.start.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Unable to find any host for [User|i-8-42-VM-untagged]",
        {"cloudstack.family": "vm.start.failed"},
        "c.c.UserVmManagerImpl",
    ),
    (
        f"{VM} is stopped on the host.  Proceeding to release resource held.",
        {"cloudstack.family": "vm.stop", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Successfully released network resources for the vm VM[User|i-2-6-VM]",
        {"cloudstack.family": "vm.stop", "cloudstack.vm.name": "i-2-6-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Cleaning up resources for the vm {VM} in Starting state",
        {"cloudstack.family": "vm.stop"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Unable to stop vm {VM}",
        {
            "cloudstack.family": "vm.stop.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Unable to stop VM due to java.lang.Exception: Simulated fault",
        {
            "cloudstack.family": "vm.stop.failed",
            "event.outcome": "failure",
            "error.message": "java.lang.Exception: Simulated fault",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Failed to stop vm {VM} in Starting state as a part of cleanup process",
        {"cloudstack.family": "vm.stop.failed", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            "Orchestrating VM reboot for 'i-4-7-VM' "
            "com.cloud.vm.VirtualMachineProfile$Param@b6 set to null"
        ),
        {"cloudstack.family": "vm.reboot", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            f"Migrating {VM} to Dest[Zone(Id)-Pod(Id)-Cluster(Id)-Host(Id)-Storage()] "
            ": Dest[Zone(1)-Pod(2)-Cluster(3)-Host(5)-Storage()]"
        ),
        {
            "cloudstack.family": "vm.migrate",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.host.id": "5",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Unable to migrate {VM} to {HOST}",
        {
            "cloudstack.family": "vm.migrate.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.host.name": "kvm-05",
            "event.outcome": "failure",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"Destroying vm {VM}, expunge flag off",
        {"cloudstack.family": "vm.destroy", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Firewall rules are removed successfully as a part of vm id=7 expunge",
        {"cloudstack.family": "vm.destroy", "cloudstack.vm.id": "7"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Unable to contact resource.",
        {"cloudstack.family": "vm.host.unreachable", "event.outcome": "failure"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "Found an alien VM Windows 7 (32-bit) (1)",
        {"cloudstack.family": "vm.found"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "VM VM[User|i-2-6-VM] unexpectedly went to Stopped state",
        {"cloudstack.family": "vm.found", "cloudstack.vm.name": "i-2-6-VM"},
        "c.c.UserVmManagerImpl",
    ),
    (
        "Handling unfinished work item: ItWork[0b74-Starting-29-Starting]",
        {"cloudstack.family": "vm.found"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        f"{VM} is a [User], returning null for control Nic IP.",
        {"cloudstack.family": "vm.check", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        "The count of ongoing Snapshots for VM with ID 7 and disk type ROOT is 0",
        {"cloudstack.family": "vm.check", "cloudstack.vm.id": "7"},
        "c.c.UserVmManagerImpl",
    ),
    (
        f"Failed to update nic of {VM} due to no answer",
        {
            "cloudstack.family": "vm.failed",
            "cloudstack.vm.name": "i-4-7-VM",
            "error.message": "no answer",
            "event.outcome": "failure",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        'Removed vm VM instance {"id":51,"instanceName":"i-4-51-VM"} from all load balancers '
        "as a part of expunge process",
        {"cloudstack.family": "vm.destroy", "cloudstack.vm.id": "51"},
        "c.c.v.UserVmManagerImpl",
    ),
    (
        "Failed to import volumes while importing vm: web-1",
        {
            "cloudstack.family": "vm.import",
            "event.action": "vm-not-imported",
            "event.outcome": "failure",
        },
        "o.a.c.v.UnmanagedVMsManagerImpl",
    ),
    (
        "Error importing VM: Unable to look up template by id 202",
        {"cloudstack.family": "vm.import", "event.outcome": "failure"},
        "o.a.c.v.UnmanagedVMsManagerImpl",
    ),
    (
        "Successfully completed the conversion of the VMware VM web-1 to KVM",
        {
            "cloudstack.family": "vm.import",
            "event.action": "vm-imported",
            "event.outcome": "success",
        },
        "o.a.c.v.UnmanagedVMsManagerImpl",
    ),
    (
        "nic, '0', goes on net, 'n-7'",
        {"cloudstack.family": "vm.import"},
        "o.a.c.a.c.a.v.ImportUnmanagedInstanceCmd",
    ),
    (
        "VM i-3-44-VM: cs state = Running and realState = Stopped",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-compared",
            "cloudstack.state.old": "Running",
            "cloudstack.state.new": "Stopped",
            "cloudstack.vm.name": "i-3-44-VM",
            "cloudstack.vm.id": "44",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "VM v-2-VM: server state = Starting and agent state = Running",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-compared",
            "cloudstack.state.old": "Starting",
            "cloudstack.state.new": "Running",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Both states are Running for VM[User|web-04]",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-compared",
            "cloudstack.state.new": "Running",
            "cloudstack.vm.name": "web-04",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Found vm i-3-44-VM in inconsistent state. Running on CS while Stopped on agent",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-compared",
            "cloudstack.state.old": "Running",
            "cloudstack.state.new": "Stopped",
            "cloudstack.vm.name": "i-3-44-VM",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Found vm i-3-44-VM with inconsistent host in db, new host is 8",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-synced",
            "cloudstack.vm.name": "i-3-44-VM",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Stopping a VM that we have no record of <fullHostSync>: i-3-44-VM",
        {
            "cloudstack.family": "vm.sync",
            "event.action": "vm-state-synced",
            "cloudstack.vm.id": "44",
        },
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "State matches but the agent said stopped so let's send a cleanup command anyways.",
        {"cloudstack.family": "vm.sync", "event.action": "vm-state-synced"},
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Cluster VM sync started with jobid 1213290757",
        {"cloudstack.family": "vm.sync", "event.action": "vm-state-synced"},
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Updating outstanding work item to Done, id:7ab4-22",
        {"cloudstack.family": "vm.sync", "event.action": "vm-state-synced"},
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Allocaing entries for VM: VM[User|web-04]",
        {"cloudstack.family": "vm.allocate"},
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Successfully cleanued up resources for the vm VM[User|web-04] in Starting state",
        {"cloudstack.family": "vm.stop"},
        "cloud.vm.VirtualMachineManagerImpl",
    ),
    (
        "Vm 44 is removed from all security groups",
        {"cloudstack.family": "vm.destroy"},
        "cloud.vm.UserVmManagerImpl",
    ),
]
