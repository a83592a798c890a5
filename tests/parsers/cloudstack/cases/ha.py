"""Cases of failing hosts and machines."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "HA state post-transition:: new state=[Disabled], old state=[null], for "
        "resource id=[9], status=[true], ha config state=[Disabled].",
        {
            "cloudstack.family": "ha.state",
            "event.action": "ha-state-changed",
            "cloudstack.host.id": "9",
            "cloudstack.state.new": "Disabled",
            "labels": {
                "status": "true",
            },
        },
        "o.a.c.h.HAManagerImpl",
    ),
    (
        "Transitioned host HA state from:null to:Disabled due to event:Disabled for the host id:9",
        {
            "cloudstack.family": "ha.state",
            "event.action": "ha-state-changed",
            "cloudstack.host.id": "9",
            "cloudstack.state.event": "Disabled",
            "cloudstack.state.new": "Disabled",
        },
        "o.a.c.h.HAManagerImpl",
    ),
    (
        "Checking Host HA inspection is in progress or not for the host 1 from "
        "HAConfig, HA state is Fenced",
        {
            "cloudstack.family": "ha.check",
            "event.action": "hosts-checked",
            "cloudstack.host.id": "1",
            "cloudstack.state.new": "Fenced",
        },
        "c.c.h.HighAvailabilityManagerExtImpl",
    ),
    (
        "HA manager has been configured.",
        {
            "cloudstack.family": "ha.check",
            "event.action": "ha-configured",
        },
        "o.a.c.h.HAManagerImpl",
    ),
    (
        "Scheduled migration work of VM 00000007-0000-4000-8000-000000000007 from host "
        "Host "
        '{"id":1,"name":"kvm-05","type":"Routing","uuid":"00000007-0000-4000-8000-00000'
        '0000007"} with HAWork HAWork[1-Migration-1-Running-Scheduled]',
        {
            "cloudstack.family": "ha.work",
            "event.action": "ha-work-scheduled",
            "cloudstack.host.id": "1",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.host.uuid": "00000007-0000-4000-8000-000000000007",
            "cloudstack.state.old": "Running",
            "cloudstack.vm.id": "1",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
            "labels": {
                "work": "1-Migration-1-Running-Scheduled",
                "work_type": "Migration",
                "work_step": "Scheduled",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Starting work",
        {
            "cloudstack.family": "ha.idle",
            "event.action": "ha-worker-waits",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Migration attempt: for VM 00000007-0000-4000-8000-000000000007from host id 1. "
        "Starting attempt: 1/5 times.",
        {
            "cloudstack.family": "ha.migrate",
            "event.action": "vm-evacuated",
            "cloudstack.host.id": "1",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Fencer OvmFenceBuilder returned null",
        {
            "cloudstack.family": "ha.fence",
            "event.action": "vm-fenced",
            "labels": {
                "fencer": "OvmFenceBuilder",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Fencing off VM that we don't know the state of",
        {
            "cloudstack.family": "ha.fence",
            "event.action": "vm-fenced",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "HA on VM instance "
        '{"id":29,"instanceName":"i-4-29-VM","type":"User","uuid":"00000007-0000-4000-8'
        '000-000000000007"}',
        {
            "cloudstack.family": "ha.restart",
            "event.action": "vm-restarted",
            "cloudstack.vm.id": "29",
            "cloudstack.vm.name": "i-4-29-VM",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Unable to restart VM instance "
        '{"id":7,"instanceName":"i-4-7-VM","type":"User","uuid":"u-7"} due to no room',
        {
            "cloudstack.family": "ha.restart",
            "event.action": "vm-restarted",
            "event.outcome": "failure",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.vm.uuid": "u-7",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "KVMInvestigator was able to determine host "
        '{"id":5,"name":"kvm-05","type":"Routing","uuid":"u-5"} is in Down',
        {
            "cloudstack.family": "ha.investigate",
            "event.action": "host-judged",
            "cloudstack.state.new": "Down",
            "labels": {
                "investigator": "KVMInvestigator",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Unable to schedule restart for the VM web-1 (7), VM high availability manager "
        "is disabled.",
        {
            "cloudstack.family": "ha.disabled",
            "event.action": "vm-not-restarted",
            "event.outcome": "failure",
            "labels": {
                "work_type": "restart",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "PingInvestigator could not find VM instance "
        '{"id":29,"instanceName":"i-4-29-VM","type":"User","uuid":"00000007-0000-4000-8'
        '000-000000000007"}',
        {
            "cloudstack.family": "ha.investigate",
            "event.action": "vm-looked-for",
            "cloudstack.vm.id": "29",
            "cloudstack.vm.name": "i-4-29-VM",
            "cloudstack.vm.uuid": "00000007-0000-4000-8000-000000000007",
            "labels": {
                "investigator": "PingInvestigator",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "KVMInvestigator found VM instance "
        '{"id":7,"instanceName":"i-4-7-VM","type":"User","uuid":"u-7"} to be alive? '
        "true",
        {
            "cloudstack.family": "ha.investigate",
            "event.action": "vm-looked-for",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.name": "i-4-7-VM",
            "cloudstack.vm.uuid": "u-7",
            "labels": {
                "investigator": "KVMInvestigator",
                "alive": "true",
            },
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Don't know how to fence non Ovm hosts Simulator",
        {
            "cloudstack.family": "ha.fence",
            "event.action": "vm-not-fenced",
            "labels": {
                "hypervisor": "Simulator",
            },
        },
        "c.c.o.h.OvmFencer",
    ),
    (
        "isVmAlive: web-2 on kvm-05",
        {
            "cloudstack.family": "ha.investigate",
            "event.action": "vm-looked-for",
            "event.reason": "isVmAlive: web-2 on kvm-05",
        },
        "c.c.h.Ovm3Investigator",
    ),
    (
        "write heartbeat failed: timeout, retry: 0",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "heartbeat-failed",
            "event.outcome": "failure",
            "event.reason": "timeout",
            "labels": {
                "retry": "0",
            },
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "write heartbeat failed: timeout; reboot the host",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "host-rebooted",
            "event.outcome": "failure",
            "event.reason": "timeout",
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "heartbeat written again to storage pool 00000007-0000-4000-8000-000000000007",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "heartbeat-written",
            "event.outcome": "success",
            "labels": {
                "pool": "00000007-0000-4000-8000-000000000007",
            },
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "SimpleInvestigator unable to determine the state of the host.  Moving on.",
        {"cloudstack.family": "ha.investigate", "labels": {"investigator": "SimpleInvestigator"}},
        "c.c.h.HighAvailabilityManagerExtImpl",
    ),
    (
        "SimpleInvestigator found VM[User|i-4-3-VM]to be alive? false",
        {
            "cloudstack.family": "ha.investigate",
            "labels": {"investigator": "SimpleInvestigator", "alive": "false"},
            "cloudstack.vm.name": "i-4-3-VM",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Found NFS storage pool [p-1] in libvirt, continuing.",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "heartbeat-checked",
            "event.outcome": None,
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "Failed to lookup libvirt storage pool [p-1].",
        {"cloudstack.family": "ha.heartbeat", "event.outcome": "failure"},
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "Write heartbeat for pool [p-1] failed: timeout; try: 5 of 5.",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "heartbeat-failed",
            "event.outcome": "failure",
            "event.reason": "timeout",
            "labels": {"pool": "p-1", "retry": "5"},
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "Write heartbeat for pool [p-1] failed: timeout; stopping cloudstack-agent.",
        {
            "cloudstack.family": "ha.heartbeat",
            "event.action": "agent-stopped",
            "event.outcome": "failure",
        },
        "kvm.resource.KVMHAMonitor",
    ),
    (
        "Schedule vm for HA:  VM[User|i-4-3-VM]",
        {
            "cloudstack.family": "ha.restart",
            "event.action": "vm-restart-scheduled",
            "event.type": ["info"],
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Skip HA for VMware VM i-4-3-VM",
        {
            "cloudstack.family": "ha.restart",
            "event.action": "vm-not-restarted",
            "event.type": ["info"],
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "VM is now restarted: 12 on 4",
        {
            "cloudstack.family": "ha.restart",
            "event.action": "vm-restarted",
            "event.outcome": "success",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "Successfully stopped VM[User|i-4-3-VM]",
        {"cloudstack.family": "ha.restart", "event.action": "vm-stopped", "event.type": ["end"]},
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        'Scheduled migration work of VM VM instance {"id":3,"instanceName":"i-4-3-VM"} from '
        'host Host {"id":1,"name":"kvm-1"} with HAWork HAWork[17-Migration-3-Running-Scheduled]',
        {
            "cloudstack.family": "ha.work",
            "event.action": "ha-work-scheduled",
            "cloudstack.vm.id": "3",
        },
        "c.c.h.HighAvailabilityManagerImpl",
    ),
    (
        "VM[User|web-04] could not be pinged, returning that it is unknown",
        {"cloudstack.family": "ha.investigate", "cloudstack.vm.name": "web-04"},
        "cloud.ha.UserVmDomRInvestigator",
    ),
    (
        "user vm VM[User|web-04] has been successfully pinged, returning that it is alive",
        {"cloudstack.family": "ha.investigate"},
        "cloud.ha.UserVmDomRInvestigator",
    ),
]
