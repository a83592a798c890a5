"""Cases of the families in `network`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        "Service SecurityGroup is not supported in the network id=208",
        {
            "cloudstack.family": "network.service",
            "labels": {"service": "SecurityGroup"},
            "cloudstack.network.id": "208",
        },
    ),
    (
        (
            "Checking permission for account alice "
            "(5583d859-d9b3-4e31-8217-9856cbf31fd6) on network alice-net "
            "(242056a3-b94d-40d8-8040-8997dfa037a2)"
        ),
        {
            "cloudstack.family": "network.permission",
            "cloudstack.account.name": "alice",
            "cloudstack.account.uuid": "5583d859-d9b3-4e31-8217-9856cbf31fd6",
            "cloudstack.network.name": "alice-net",
            "cloudstack.network.uuid": "242056a3-b94d-40d8-8040-8997dfa037a2",
        },
    ),
    (
        (
            "Checking permission for account Account "
            '[{"accountName":"alice","id":4,"uuid":"u-4"}] on network Network {"id": '
            '204, "name": "alice-net", "uuid": "u-204"}'
        ),
        {
            "cloudstack.family": "network.permission",
            "cloudstack.account.name": "alice",
            "cloudstack.network.name": "alice-net",
        },
    ),
    (
        (
            "Allocating nic for vm VM[DomainRouter|r-7-VM] in network "
            "Ntwk[200|Public|1] with requested profile NicProfile[0-0-null]"
        ),
        {
            "cloudstack.family": "network.nic",
            "cloudstack.vm.name": "r-7-VM",
            "cloudstack.network.id": "200",
        },
    ),
    (
        f'Allocating nic for vm {VM} in network Network {{"id": 204, "name": "net"}}',
        {"cloudstack.family": "network.nic", "cloudstack.network.name": "net"},
    ),
    (
        "Changing active number of nics for network id=208 on 1",
        {"cloudstack.family": "network.nic", "cloudstack.network.id": "208"},
        "c.c.NetworkOrchestrator",
    ),
    (
        ("Reserved NIC for r-7-VM [ipv4:169.254.81.255 netmask:255.255.0.0 gateway:169.254.0.1]"),
        {"cloudstack.family": "network.nic", "cloudstack.vm.name": "r-7-VM"},
        "c.c.ControlNetworkGuru",
    ),
    (
        "Asking VirtualRouter to prepare for Nic[8-4-8cac-10.1.1.1]",
        {
            "cloudstack.family": "network.element",
            "labels": {"element": "VirtualRouter", "verb": "prepare for"},
        },
    ),
    (
        ('Asking VirtualRouter to implemenet Network {"id": 204, "name": "net", "uuid": "u-204"}'),
        {
            "cloudstack.family": "network.element",
            "labels": {"element": "VirtualRouter", "verb": "implemenet"},
            "cloudstack.network.id": "204",
        },
    ),
    (
        'Asking VirtualRouter to release NicProfile {"id":7,"vmId":3}',
        {
            "cloudstack.family": "network.element",
            "labels": {"element": "VirtualRouter", "verb": "release"},
        },
    ),
    (
        "Lock is acquired for network id 208 as a part of network implement",
        {
            "cloudstack.family": "network.lock",
            "cloudstack.network.id": "208",
            "labels": {"lock": "acquired"},
            "event.reason": "network implement",
        },
    ),
    (
        "Network id=204 is already implemented",
        {"cloudstack.family": "network.implement", "cloudstack.network.id": "204"},
        "c.c.NetworkOrchestrator",
    ),
    (
        "Sending CheckNetworkCommand to check the Network is setup correctly on Agent",
        {"cloudstack.family": "network.implement"},
        "c.c.NetworkOrchestrator",
    ),
    (
        "Let VirtualRouter handle StaticNat in network 208",
        {"cloudstack.family": "network.implement", "cloudstack.network.id": "208"},
        "c.c.NetworkOrchestrator",
    ),
    (
        "NetworkGarbageCollector uses '20' seconds for GC interval.",
        {"cloudstack.family": "network.shutdown"},
        "c.c.NetworkOrchestrator",
    ),
    (
        ("We found network 210 to be free for the first time.  Adding it to the list: 1795393448"),
        {"cloudstack.family": "network.shutdown", "cloudstack.network.id": "210"},
        "c.c.NetworkOrchestrator",
    ),
    (
        (
            "Failed to add Tungsten provider to physical network due to:Unable to find "
            "the Network Element"
        ),
        {
            "cloudstack.family": "network.failed",
            "event.outcome": "failure",
            "error.message": "Unable to find the Network Element",
        },
        "c.c.NetworkOrchestrator",
    ),
    (
        ("Unable to complete shutdown of the network elements due to element: VirtualRouter"),
        {
            "cloudstack.family": "network.failed",
            "event.outcome": "failure",
            "error.message": "element: VirtualRouter",
        },
        "c.c.NetworkOrchestrator",
    ),
    ("Add provider VpcVirtualRouter and service Lb", {"cloudstack.family": "network.provider"}),
    ("Refusing to design this network", {"cloudstack.family": "network.provider"}),
    (
        "Got 192.0.2.5 to assign for account 4 in zone 2",
        {
            "cloudstack.family": "ip.change",
            "cloudstack.account.id": "4",
            "cloudstack.zone.id": "2",
            "related.ip": ["192.0.2.5"],
        },
        "c.c.IpAddressManagerImpl",
    ),
    (
        (
            'Associating ip Ip[192.0.2.5-2] to network Network {"id": 204, "name": '
            '"net", "uuid": "u-204"}'
        ),
        {"cloudstack.family": "ip.change", "cloudstack.network.name": "net", "related.ip": None},
        "c.c.IpAddressManagerImpl",
    ),
    (
        "Failed to fetch any free public IP address",
        {"cloudstack.family": "network.failed", "event.outcome": "failure"},
        "c.c.n.IpAddressManagerImpl",
    ),
    (
        "Allocating ip to guest nic n-7 failed, for insufficient address capacity",
        {"cloudstack.family": "network.failed", "event.outcome": "failure"},
        "c.c.n.NetworkServiceImpl",
    ),
    (
        "Listing quarantined public IPs to ignore on search for public IP for system VM.",
        {"cloudstack.family": "ip.change"},
        "c.c.n.IpAddressManagerImpl",
    ),
    (
        "Service SecurityGroup is not allowed in the network id=204",
        {"cloudstack.family": "network.service", "cloudstack.network.id": "204"},
        "cloud.network.NetworkManagerImpl",
    ),
    (
        "Locking network 204 as a part of network implement",
        {"cloudstack.family": "network.implement", "cloudstack.network.id": "204"},
        "cloud.network.NetworkManagerImpl",
    ),
    (
        "Applying ip associations in network id=204 as a part of network restart",
        {"cloudstack.family": "network.implement", "cloudstack.network.id": "204"},
        "cloud.network.NetworkManagerImpl",
    ),
    (
        "Network 204 is still free but it's not time to shutdown yet: 1330838",
        {"cloudstack.family": "network.shutdown", "cloudstack.network.id": "204"},
        "cloud.network.NetworkManagerImpl",
    ),
    (
        "Deallocate network: networkId: 204, ip: 10.1.1.44",
        {"cloudstack.family": "network.nic", "cloudstack.network.id": "204"},
        "cloud.network.guru.GuestNetworkGuru",
    ),
    (
        "Allocated a storage nic NicProfile[6-3-null-10.9.1.22-null for "
        "VM[SecondaryStorageVm|s-3-VM]",
        {"cloudstack.family": "network.nic", "cloudstack.vm.name": "s-3-VM"},
        "cloud.network.guru.StorageNetworkGuru",
    ),
    (
        "Got 203.0.113.44 to assign for account 3 in zone 1",
        {"cloudstack.family": "ip.change", "cloudstack.account.id": "3", "cloudstack.zone.id": "1"},
        "cloud.network.NetworkManagerImpl",
    ),
]
