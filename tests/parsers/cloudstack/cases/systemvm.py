"""Cases of machines that serve the cloud itself."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Console proxy up in zone [Tokyo], proxy [v-2-VM], public IP [192.0.2.3], "
        "private IP [192.0.2.109].",
        {
            "cloudstack.family": "systemvm.alert",
            "event.action": "systemvm-changed",
            "event.outcome": "success",
            "cloudstack.vm.id": "2",
            "cloudstack.vm.name": "v-2-VM",
            "cloudstack.zone.name": "Tokyo",
            "labels": {
                "what": "up",
                "public_ip": "192.0.2.3",
                "private_ip": "192.0.2.109",
            },
        },
        "c.c.a.ConsoleProxyAlertAdapter",
    ),
    (
        "Console proxy v-2-VM is started",
        {
            "cloudstack.family": "systemvm.start",
            "event.action": "systemvm-started",
            "cloudstack.vm.id": "2",
            "cloudstack.vm.name": "v-2-VM",
        },
        "c.c.c.ConsoleProxyManagerImpl",
    ),
    (
        "Unable to reboot secondary storage VM [s-1-VM] due to [java.lang.Exception: "
        "Simulated fault].",
        {
            "cloudstack.family": "systemvm.failure",
            "event.action": "systemvm-failed",
            "event.outcome": "failure",
            "cloudstack.vm.id": "1",
            "cloudstack.vm.name": "s-1-VM",
            "error.message": "java.lang.Exception: Simulated fault",
            "labels": {
                "verb": "reboot",
            },
        },
        "o.a.c.s.SecondaryStorageManagerImpl",
    ),
    (
        "Stop console proxy manager",
        {
            "cloudstack.family": "systemvm.manager",
            "event.action": "systemvms-managed",
        },
        "c.c.c.ConsoleProxyManagerImpl",
    ),
    (
        "Zone 2 is ready to launch console proxy",
        {
            "cloudstack.family": "systemvm.scan",
            "event.action": "systemvms-scanned",
            "cloudstack.zone.id": "2",
        },
        "c.c.c.ConsoleProxyManagerImpl",
    ),
    (
        "Allocating console proxy standby capacity for zone [2].",
        {
            "cloudstack.family": "systemvm.allocate",
            "event.action": "systemvm-allocated",
            "cloudstack.zone.id": "2",
        },
        "c.c.c.ConsoleProxyManagerImpl",
    ),
    (
        "Management server cidr list is 192.0.2.0/24",
        {
            "cloudstack.family": "systemvm.setup",
            "event.action": "systemvm-set-up",
            "labels": {
                "cidrs": "192.0.2.0/24",
            },
        },
        "c.c.c.ConsoleProxyManagerImpl",
    ),
    (
        "received console proxy alert",
        {
            "cloudstack.family": "systemvm.check",
            "event.action": "systemvm-checked",
        },
        "c.c.a.ConsoleProxyAlertAdapter",
    ),
]
