"""Cases of agents on hosts and of hypervisors."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Processing agent ready command, agent id = 179, uuid = "
        "00000007-0000-4000-8000-000000000007, name = kvm-05.example.com",
        {
            "cloudstack.family": "agent.ready",
            "event.action": "agent-ready",
            "cloudstack.host.id": "179",
            "cloudstack.host.name": "kvm-05.example.com",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "cloud.agent.Agent",
    ),
    (
        "Stopping the agent: Reason = sig.kill",
        {
            "cloudstack.family": "agent.stop",
            "event.action": "agent-stopped",
            "event.reason": "sig.kill",
        },
        "cloud.agent.Agent",
    ),
    (
        "Attempted to connect to the server, but received an unexpected exception, "
        "trying again... << --original logging from previous PR.",
        {
            "cloudstack.family": "agent.reconnect",
            "event.action": "agent-lost",
            "event.outcome": "failure",
        },
        "cloud.agent.Agent",
    ),
    (
        "id is 4",
        {
            "cloudstack.family": "agent.start",
            "event.action": "agent-started",
            "cloudstack.host.id": "4",
        },
        "cloud.agent.Agent",
    ),
    (
        "Process agent startup answer, agent [id: 12, uuid: u-12, name: kvm-12] "
        "connected to the server 192.0.2.11",
        {
            "cloudstack.family": "agent.start",
            "event.action": "agent-started",
            "cloudstack.host.id": "12",
            "cloudstack.host.name": "kvm-12",
            "cloudstack.host.uuid": "u-12",
        },
        "cloud.agent.Agent",
    ),
    (
        "Processing cmd com.cloud.agent.api.StopCommand",
        {
            "cloudstack.family": "hypervisor.command",
            "event.action": "command-executed",
            "cloudstack.command": "StopCommand",
        },
        "c.c.h.k.r.LibvirtComputingResource",
    ),
    (
        "Run command on domR 192.0.2.164, /opt/cloud/bin/get_template_version.sh",
        {
            "cloudstack.family": "hypervisor.router",
            "event.action": "command-executed",
            "labels": {
                "router_ip": "192.0.2.164",
            },
            "process.command_line": "/opt/cloud/bin/get_template_version.sh",
        },
        "vmware.resource.VmwareResource",
    ),
    (
        "Starting i-4-7-VM : <domain type='kvm'>",
        {
            "cloudstack.family": "hypervisor.machine",
            "event.action": "vm-changed",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.name": "i-4-7-VM",
            "labels": {
                "change": "Starting",
            },
        },
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "Looking for libvirtd connection at: qemu:///system",
        {
            "cloudstack.family": "hypervisor.connect",
            "event.action": "hypervisor-connected",
            "url.original": "qemu:///system",
        },
        "c.c.h.kvm.resource.LibvirtConnection",
    ),
    (
        "Unable to apply default network rule for nic cloudbr0 for VM i-2-81-VM",
        {
            "cloudstack.family": "hypervisor.rule",
            "event.action": "rule-not-applied",
            "event.outcome": "failure",
            "cloudstack.vm.id": "81",
            "cloudstack.vm.name": "i-2-81-VM",
            "labels": {
                "nic": "cloudbr0",
            },
        },
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "Unable to create mount: /var/cloudstack/mnt/345052370017.f954274",
        {
            "cloudstack.family": "storage.mount",
            "event.action": "mount-failed",
            "event.outcome": "failure",
            "file.path": "/var/cloudstack/mnt/345052370017.f954274",
        },
        "o.a.c.s.NfsMountManager",
    ),
    (
        "Mounting device with nfs-style path of 192.0.2.250:/mnt/secondary/vmware",
        {
            "cloudstack.family": "storage.mount",
            "event.action": "mounted",
            "file.path": "192.0.2.250:/mnt/secondary/vmware",
        },
        "storage.resource.NfsSecondaryStorageResource",
    ),
    (
        "Unable to execute NetworkUsage command on DomR (192.0.2.164), domR may not be "
        "ready yet. failure due to Exception: java.lang.Exception",
        {
            "cloudstack.family": "hypervisor.failure",
            "event.action": "hypervisor-failed",
            "event.outcome": "failure",
            "event.reason": "Exception: java.lang.Exception",
        },
        "vmware.resource.VmwareResource",
    ),
    (
        "There is no storageip in /proc/cmdline, something wrong!",
        {
            "cloudstack.family": "hypervisor.failure",
            "event.action": "hypervisor-failed",
            "event.outcome": "failure",
            "event.reason": "There is no storageip in /proc/cmdline, something wrong!",
        },
        "storage.resource.NfsSecondaryStorageResource",
    ),
    (
        "Trying to fetch storage pool 00000007-0000-4000-8000-000000000007 from libvirt",
        {
            "cloudstack.family": "hypervisor.pool",
            "event.action": "pool-looked-up",
            "labels": {
                "pool": "00000007-0000-4000-8000-000000000007",
            },
        },
        "kvm.storage.LibvirtStorageAdaptor",
    ),
    (
        "Template download started of https://images.example.com/x.qcow2, template 214",
        {
            "cloudstack.family": "storage.transfer",
            "event.action": "image-transferred",
            "cloudstack.template.id": "214",
            "labels": {
                "change": "download",
            },
            "url.original": "https://images.example.com/x.qcow2",
        },
        "storage.template.DownloadManagerImpl",
    ),
    (
        "Download complete, template 214, bytes 4128",
        {
            "cloudstack.family": "storage.transfer",
            "event.action": "image-transferred",
            "event.outcome": "success",
            "cloudstack.template.id": "214",
            "labels": {
                "change": "Download",
            },
        },
        "storage.template.HttpTemplateDownloader",
    ),
    (
        "Host health check script path is not specified",
        {
            "cloudstack.family": "hypervisor.note",
            "event.action": "hypervisor-noted",
        },
        "kvm.resource.LibvirtComputingResource",
    ),
    (
        "Download Completion for jobId: u-1, status=DOWNLOAD_FINISHED",
        {
            "cloudstack.family": "storage.transfer",
            "event.action": "image-transferred",
            "event.outcome": "success",
            "labels": {"status": "DOWNLOAD_FINISHED"},
        },
        "storage.template.DownloadManagerImpl",
    ),
    (
        "local: /mnt/s/x.tmp, bytes=23308288, error=Downloaded, pct=100",
        {"cloudstack.family": "storage.transfer", "file.size": 23308288},
        "storage.template.DownloadManagerImpl",
    ),
    (
        "Starting download from https://images.example.com/x.ova to /mnt/s/x.tmp remoteSize=5 "
        ", max size=9",
        {
            "cloudstack.family": "storage.transfer",
            "url.original": "https://images.example.com/x.ova",
            "file.path": "/mnt/s/x.tmp",
        },
        "storage.template.HttpTemplateDownloader",
    ),
    (
        "Unable to start agent: Failed to get private nic name",
        {"cloudstack.family": "agent.start"},
        "cloud.agent.AgentShell",
    ),
    (
        "Ping Interval has gone past 300000.  Attempting to reconnect.",
        {"cloudstack.family": "agent.reconnect", "event.outcome": "failure"},
        "cloud.agent.Agent",
    ),
]
