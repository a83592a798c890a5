"""Cases of agents on KVM hosts."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Starting live migration of instance [i-4-81-VM] to destination host "
        "[qemu+tls://192.0.2.5/system] having the final XML configuration: [<domain/>]",
        {
            "cloudstack.family": "vm.migrate",
            "event.action": "vm-migrating",
            "cloudstack.vm.name": "i-4-81-VM",
            "labels": {"destination": "qemu+tls://192.0.2.5/system"},
            "event.outcome": None,
        },
        "resource.wrapper.LibvirtMigrateCommandWrapper",
    ),
    (
        "Live migration of instance i-4-81-VM initiated to destination host: "
        "qemu+tcp://192.0.2.5/system",
        {
            "cloudstack.family": "vm.migrate",
            "cloudstack.vm.name": "i-4-81-VM",
            "labels": {"destination": "qemu+tcp://192.0.2.5/system"},
        },
        "resource.wrapper.LibvirtMigrateCommandWrapper",
    ),
    (
        "Waiting for migration of i-4-81-VM to complete, waited 26000ms",
        {
            "cloudstack.family": "vm.migrate",
            "cloudstack.vm.name": "i-4-81-VM",
            "labels": {"waited_ms": "26000"},
        },
        "resource.wrapper.LibvirtMigrateCommandWrapper",
    ),
    (
        "vm.migrate.wait value set to: 3600for VM: i-4-81-VM",
        {"cloudstack.family": "vm.migrate", "cloudstack.vm.name": "i-4-81-VM"},
        "resource.wrapper.LibvirtMigrateCommandWrapper",
    ),
    (
        "Aborting migration of VM [i-4-81-VM] due to time out after [3600] seconds.",
        {
            "cloudstack.family": "vm.migrate",
            "cloudstack.vm.name": "i-4-81-VM",
            "event.outcome": "failure",
        },
        "resource.wrapper.LibvirtMigrateCommandWrapper",
    ),
    (
        "(web-1) [   0.0] Setting up the source",
        {
            "cloudstack.family": "vm.convert",
            "event.action": "vm-converted",
            "labels": {"instance": "web-1"},
        },
        "resource.wrapper.LibvirtConvertInstanceCommandWrapper",
    ),
    (
        "Error converting instance web-1 from VMware",
        {"cloudstack.family": "vm.convert", "event.outcome": "failure"},
        "resource.wrapper.LibvirtConvertInstanceCommandWrapper",
    ),
    (
        "Conversion of instance web-1 successful",
        {"cloudstack.family": "vm.convert", "event.outcome": "success"},
        "resource.wrapper.LibvirtConvertInstanceCommandWrapper",
    ),
    (
        "Attempting to create volume v-1 (NetworkFilesystem) in pool p-1 with size (8.00 GB) "
        "8589934592",
        {
            "cloudstack.family": "hypervisor.disk",
            "event.action": "disk-handled",
            "labels": {"volume": "v-1", "pool": "p-1"},
            "event.outcome": None,
        },
        "kvm.storage.LibvirtStorageAdaptor",
    ),
    (
        "Storage pool p-1 was succesfully removed from libvirt.",
        {"cloudstack.family": "hypervisor.disk"},
        "kvm.storage.LibvirtStorageAdaptor",
    ),
    (
        "Succeeded in unmounting /mnt/p-1",
        {"cloudstack.family": "hypervisor.disk", "event.outcome": "success"},
        "kvm.storage.LibvirtStorageAdaptor",
    ),
    (
        "deleteStoragePool removed pool from libvirt, but libvirt had trouble unmounting the pool.",
        {"cloudstack.family": "hypervisor.disk", "event.outcome": "failure"},
        "kvm.storage.LibvirtStorageAdaptor",
    ),
    (
        "looking for pif for bridge cloudbr0",
        {"cloudstack.family": "hypervisor.network", "event.action": "bridge-looked-up"},
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "getting vlanId from bridge: cloudbr0",
        {"cloudstack.family": "hypervisor.network", "labels": {"bridge": "cloudbr0"}},
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "Try to stop the vm at first",
        {"cloudstack.family": "hypervisor.machine", "event.action": "vm-changed"},
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "successfully shut down vm i-4-81-VM",
        {
            "cloudstack.family": "hypervisor.machine",
            "cloudstack.vm.name": "i-4-81-VM",
            "event.outcome": "success",
        },
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        'Retrieved value [2400.0] from command "lscpu". This corresponds to a CPU speed of '
        "[2400] MHz.",
        {
            "cloudstack.family": "host.health",
            "event.action": "host-measured",
            "labels": {"mhz": "2400"},
        },
        "kvm.resource.KVMHostInfo",
    ),
    (
        "Groovy script '/etc/cloudstack/agent/hooks/x.groovy' is not available. "
        "Transformations will not be applied.",
        {
            "cloudstack.family": "hypervisor.hook",
            "event.action": "hook-missed",
            "file.path": "/etc/cloudstack/agent/hooks/x.groovy",
        },
        "kvm.resource.LibvirtKvmAgentHook",
    ),
    (
        "guest.loader.secure =null",
        {
            "cloudstack.family": "agent.start",
            "event.action": "agent-configured",
            "labels": {"setting": "guest.loader.secure"},
        },
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "IO uring driver for Qemu: enabled",
        {"cloudstack.family": "agent.start"},
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "Duplicate StorageAdaptor type PowerFlex, not loading x",
        {"cloudstack.family": "agent.start"},
        "kvm.storage.KVMStoragePoolManager",
    ),
]
