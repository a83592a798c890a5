"""Cases of the families in `power`."""

from tests.parsers.cloudstack.cases import HOST, VM, Case

CASES: list[Case] = [
    (
        "VM state report. host: 5, vm id: 7, power state: PowerOn",
        {
            "cloudstack.family": "vm.power",
            "cloudstack.host.id": "5",
            "cloudstack.vm.id": "7",
            "cloudstack.state.new": "PowerOn",
        },
    ),
    (
        f"VM state report. {HOST}, {VM}, power state: PowerOff",
        {
            "cloudstack.family": "vm.power",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.vm.name": "i-4-7-VM",
        },
    ),
    (
        f"VM state report is updated. {HOST}, {VM}, power state: PowerOn",
        {
            "cloudstack.family": "vm.power.change",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.state.new": "PowerOn",
        },
    ),
    (
        "Process VM state report. host: 5, number of records in report: 0",
        {"cloudstack.family": "vm.power.run", "cloudstack.host.id": "5"},
        "c.c.VirtualMachinePowerStateSyncImpl",
    ),
    (
        "VM power state update time is null, falling back to update time for vm id: 7",
        {"cloudstack.family": "vm.power.run", "cloudstack.vm.id": "7"},
        "c.c.VirtualMachinePowerStateSyncImpl",
    ),
    (
        (
            "Detected missing VM. host: 5, vm id: 7(u-7), power state: "
            "PowerReportMissing, last state update: 2026/11/23T00:21:08.000Z"
        ),
        {
            "cloudstack.family": "vm.power.missing",
            "cloudstack.host.id": "5",
            "cloudstack.vm.id": "7",
            "cloudstack.state.new": "PowerReportMissing",
        },
    ),
    (
        ("vm id: 7 - time since last state update(10118ms) has not passed graceful period yet"),
        {"cloudstack.family": "vm.power.missing", "cloudstack.vm.id": "7"},
        "c.c.VirtualMachinePowerStateSyncImpl",
    ),
    (
        (
            "Detected missing VM but power state is outdated, wait for another process "
            "report run for VM id: 7"
        ),
        {"cloudstack.family": "vm.power.missing", "cloudstack.vm.id": "7"},
        "c.c.VirtualMachinePowerStateSyncImpl",
    ),
    (
        "Unable to find matched VM in CloudStack DB. name: i-4-7-VM",
        {"cloudstack.family": "vm.power.missing", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VirtualMachinePowerStateSyncImpl",
    ),
    (
        (
            "VM i-4-7-VM is sync-ed to at Stopped state according to power-off report "
            "from hypervisor"
        ),
        {
            "cloudstack.family": "vm.power.sync",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.state.new": "Stopped",
            "event.reason": "power-off",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            "VM i-4-7-VM is at Starting and we received a PowerReportMissing report "
            "while there is no pending jobs on it"
        ),
        {
            "cloudstack.family": "vm.power.sync",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.state.old": "Starting",
            "event.reason": "PowerReportMissing",
        },
        "c.c.VirtualMachineManagerImpl",
    ),
    (
        (
            "There is pending job or HA tasks working on the VM. vm id: 7, postpone "
            "power-change report by resetting power-change counters"
        ),
        {"cloudstack.family": "vm.power.sync", "cloudstack.vm.id": "7"},
    ),
]
