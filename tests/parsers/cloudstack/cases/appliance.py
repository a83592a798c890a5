"""Cases of scripts of routers and hosts."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Executing: iptables-save",
        {
            "cloudstack.family": "appliance.command",
            "event.action": "command-executed",
            "process.command_line": "iptables-save",
        },
        "x.systemvm",
    ),
    (
        "Executing command: add_network_rules",
        {
            "cloudstack.family": "appliance.command",
            "event.action": "command-executed",
            "process.command_line": "add_network_rules",
        },
        "x.agent",
    ),
    (
        "Add: rule=-A FIREWALL_192.0.2.201 -p tcp --dport 22:22 -j RETURN",
        {
            "cloudstack.family": "appliance.rule",
            "event.action": "rule-changed",
            "labels": {
                "change": "Add",
                "rule": "-A FIREWALL_192.0.2.201 -p tcp --dport 22:22 -j RETURN",
            },
        },
        "x.systemvm",
    ),
    (
        "iptables -F i-4-7-VM",
        {
            "cloudstack.family": "appliance.rule",
            "event.action": "rule-changed",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.name": "i-4-7-VM",
            "process.command_line": "iptables -F i-4-7-VM",
        },
        "x.agent",
    ),
    (
        "programming network rules for  IP: 192.0.2.18 vmname=i-4-7-VM",
        {
            "cloudstack.family": "appliance.rules",
            "event.action": "rules-programmed",
            "event.outcome": "success",
            "cloudstack.vm.id": "7",
            "cloudstack.vm.name": "i-4-7-VM",
        },
        "x.agent",
    ),
    (
        "Processing JSON file firewall_rules.json",
        {
            "cloudstack.family": "appliance.update",
            "event.action": "update-processed",
            "file.name": "firewall_rules.json",
        },
        "x.systemvm",
    ),
    (
        "Restarting service apache2",
        {
            "cloudstack.family": "appliance.service",
            "event.action": "service-changed",
            "labels": {
                "change": "Restarting",
            },
            "process.name": "apache2",
        },
        "x.systemvm",
    ),
]
