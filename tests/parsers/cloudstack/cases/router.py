"""Cases of the families in `router`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        ('Applying dhcp entry in network Network {"id": 204, "name": "net", "uuid": "u-204"}'),
        {
            "cloudstack.family": "router.apply",
            "labels": {"what": "dhcp entry"},
            "cloudstack.network.id": "204",
        },
    ),
    (
        "... Applying userdata and password entry in network Ntwk[213|Guest|7]",
        {"cloudstack.family": "router.apply", "cloudstack.network.id": "213"},
    ),
    (
        "APPLYING VPC DHCP ENTRY RULES",
        {"cloudstack.family": "router.apply", "labels": {"what": "VPC DHCP ENTRY RULES"}},
    ),
    (
        "Unable to apply dhcp entry on disconnected router r-11-VM(11)",
        {
            "cloudstack.family": "router.failed",
            "cloudstack.router.name": "r-11-VM",
            "event.outcome": "failure",
            "labels": {"what": "dhcp entry"},
        },
    ),
    (
        (
            "Found 1 firewall Ingress rule(s) to apply as a part of domR VM instance "
            '{"id":4,"instanceName":"r-4-VM","type":"DomainRouter","uuid":"u-4"} start.'
        ),
        {
            "cloudstack.family": "router.start",
            "labels": {"count": "1", "what": "firewall Ingress rule(s)"},
            "cloudstack.router.name": "r-4-VM",
        },
    ),
    (
        "Found 2 routers to update status.",
        {"cloudstack.family": "router.poll", "labels": {"count": "2"}},
    ),
    (
        (
            "Stopping router VM instance "
            '{"id":4,"instanceName":"r-4-VM","type":"DomainRouter","uuid":"u-4"}'
        ),
        {"cloudstack.family": "router.change", "cloudstack.router.name": "r-4-VM"},
        "c.c.VirtualNetworkApplianceManagerImpl",
    ),
    (
        "Public IP : 192.0.2.4",
        {"cloudstack.family": "router.change", "related.ip": ["192.0.2.4"]},
        "c.c.VirtualNetworkApplianceManagerImpl",
    ),
    (
        (
            "Starting router VM instance "
            '{"id":4,"instanceName":"r-4-VM","type":"DomainRouter","uuid":"u-4"}'
        ),
        {"cloudstack.family": "router.change", "cloudstack.vm.name": "r-4-VM"},
        "c.c.NetworkHelperImpl",
    ),
    (
        "... Processing ScriptConfigItem ... took 600ms",
        {"cloudstack.family": "router.command"},
        "c.c.VirtualRoutingResource",
    ),
    (
        (
            "Unable to get alerts from router r-4-VM Command failed due to Exception: "
            "java.io.IOException"
        ),
        {
            "cloudstack.family": "router.failed",
            "cloudstack.router.name": "r-4-VM",
            "event.outcome": "failure",
        },
        "c.c.VirtualNetworkApplianceManagerImpl",
    ),
    (
        (
            "Router requires upgrade. Unable to send command to router:97, router "
            "template version : Cloudstack Release 4.10.0"
        ),
        {"cloudstack.family": "router.failed", "event.outcome": "failure"},
        "c.c.NetworkHelperImpl",
    ),
    (
        ("No network rule conflicts detected for Rule[2-Firewall-Staged] against 1 existing rules"),
        {"cloudstack.family": "firewall.rule"},
        "c.c.FirewallManagerImpl",
    ),
    (
        "There are no port forwarding rules to apply for network id=208",
        {"cloudstack.family": "firewall.rule", "cloudstack.network.id": "208"},
        "c.c.RulesManagerImpl",
    ),
    (
        "Revoking Firewall rule id=15 as a part of rule delete id=14 with apply=true",
        {"cloudstack.family": "firewall.rule"},
        "c.c.FirewallManagerImpl",
    ),
    (
        "Failed to apply port forwarding rules for ip due to ",
        {"cloudstack.family": "firewall.failed", "event.outcome": "failure"},
        "c.c.RulesManagerImpl",
    ),
    (
        "Applying load balancer rules of scheme Public in network id=208",
        {"cloudstack.family": "balancer.change", "cloudstack.network.id": "208"},
        "c.c.LoadBalancingRulesManagerImpl",
    ),
    (
        f"Adding {VM} to the load balancer pool",
        {"cloudstack.family": "balancer.change", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.LoadBalancingRulesManagerImpl",
    ),
    (
        "there are no Remote access vpns for public ip address id=6",
        {"cloudstack.family": "vpn.change"},
        "c.c.RemoteAccessVpnManagerImpl",
    ),
    (
        (
            "Created security group SecurityGroup "
            '{"id":2,"name":"default","uuid":"u-2"} for account [id: 4, name: alice]'
        ),
        {
            "cloudstack.family": "group.create",
            "cloudstack.account.id": "4",
            "cloudstack.resource.type": "SecurityGroup",
            "cloudstack.resource.name": "default",
        },
    ),
    (
        (
            "Created security group "
            "com.cloud.network.security.SecurityGroupVO$$EnhancerByCGLIB$$56@1e for "
            "account id=4"
        ),
        {
            "cloudstack.family": "group.create",
            "cloudstack.account.id": "4",
            "cloudstack.resource.type": "SecurityGroup",
        },
    ),
    (
        "Added 1 rules to security group sg-web",
        {
            "cloudstack.family": "group.rule",
            "labels": {"count": "1"},
            "cloudstack.resource.name": "sg-web",
            "cloudstack.resource.type": "SecurityGroup",
        },
    ),
    (
        ('Added 1 rules to security group SecurityGroup {"id":8,"name":"sg-web","uuid":"u-8"}'),
        {"cloudstack.family": "group.rule", "cloudstack.resource.name": "sg-web"},
    ),
    (
        "revokeSecurityGroupRule succeeded for security rule id: 12",
        {"cloudstack.family": "group.rule", "rule.id": "12", "event.outcome": "success"},
    ),
    (
        (
            "Security Group Mgr v2: scheduling ruleset updates for 3 vms  (unique=3), "
            "current queue size=0"
        ),
        {"cloudstack.family": "group.work"},
        "c.c.SecurityGroupManagerImpl",
    ),
    (
        "Received a host startup notification",
        {"cloudstack.family": "group.work"},
        "c.c.SecurityGroupListener",
    ),
    (
        "Redundant virtual router (name: r-31-VM, id: 31)  just switch from BACKUP to MASTER",
        {
            "cloudstack.family": "router.redundant",
            "event.action": "router-switched",
            "cloudstack.router.name": "r-31-VM",
            "cloudstack.router.id": "31",
            "cloudstack.state.old": "BACKUP",
            "cloudstack.state.new": "MASTER",
        },
        "c.c.n.r.VirtualNetworkApplianceManagerImpl",
    ),
    (
        "Fail to reboot r-31-VM",
        {"cloudstack.family": "router.failed", "event.outcome": "failure"},
        "c.c.n.r.VirtualNetworkApplianceManagerImpl",
    ),
    (
        "Virtual router (name: r-31-VM, id: 31 and router (name: r-32-VM, id: 32) are both in "
        "MASTER state!",
        {"cloudstack.family": "router.failed", "event.outcome": "failure"},
        "c.c.n.r.VirtualNetworkApplianceManagerImpl",
    ),
]
