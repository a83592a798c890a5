"""Families `network.*`, `ip.*`: networks made, implemented, shut down, and their addresses."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_NAMED = re.compile(r"(?P<name>.+) \((?P<uuid>[0-9a-f-]{36})\)\s*\Z")
_NETWORK = (
    *("NetworkOrchestrator", "NetworkManagerImpl", "NetworkServiceImpl", "NetworkModelImpl"),
    *("DirectNetworkGuru", "DirectPodBasedNetworkGuru", "ControlNetworkGuru", "PublicNetworkGuru"),
    *("PodBasedNetworkGuru", "StorageNetworkGuru", "GuestNetworkGuru", "ExternalGuestNetworkGuru"),
    *("PrivateNetworkGuru", "NetworkGarbageCollector", "OvsGuestNetworkGuru", "NetworkHelperImpl"),
    *("ConfigDriveNetworkElement", "VirtualRouterElement", "VpcVirtualRouterElement"),
    *("OvsElement", "SecurityGroupElement", "InternalLoadBalancerElement", "VpcManagerImpl"),
)


def _permission(match: re.Match[str], fields: Fields) -> None:
    for group, kind in (("who", "account"), ("network", "network")):
        found = _NAMED.match(match[group])
        if found is not None:
            fields[f"cloudstack.{kind}.name"] = found["name"]
            fields[f"cloudstack.{kind}.uuid"] = found["uuid"]


FAMILY = Family(
    __file__,
    "network.lark",
    texts=(
        Text(
            "UNSUPPORTED",
            ("Service",),
            constants("network.service", "service-not-supported", category="network", types="info"),
            {"service": "labels.service"},
        ),
        Text(
            "PERMITTED",
            ("Checking",),
            constants(
                "network.permission", "permission-checked", category="network iam", types="info"
            ),
            read=_permission,
        ),
        Text(
            "NIC_ALLOCATED",
            ("Allocating",),
            constants("network.nic", "nic-allocated", category="network", types="info"),
        ),
        Text(
            "NIC",
            (
                "Changing",
                "Removed",
                "Revoving",
                "Cleaning",
                "Adding",
                "Removing",
                "Reserved",
                "Released",
                "Allocated",
                "Saving",
                "Reprogramming",
                "Releasing",
                *("Deallocated", "Deallocate", "public"),
            ),
            constants("network.nic", "nic-changed", category="network", types="info"),
            classes=_NETWORK,
        ),
        Text(
            "ASKED",
            ("Asking",),
            constants("network.element", "element-asked", category="network", types="info"),
            {"element": "labels.element", "verb": "labels.verb"},
        ),
        Text(
            "LOCKED",
            ("Lock",),
            constants("network.lock", "network-locked", category="network", types="info"),
            {"state": "labels.lock", "part": "event.reason"},
        ),
        Text(
            "IMPLEMENTED",
            (
                "Network",
                "Starting",
                "Implementing",
                "Creating",
                "Sending",
                "Host",
                "Found",
                "Let",
                "Restarting",
                "Marking",
                "Successfully",
                "Assigning",
                "ISOLATION",
                "Adding",
                "removing",
                "trying",
                "no",
                "Reprogramming",
                "Configuring",
                "Setting",
                *("Locking", "Applying"),
            ),
            constants(
                "network.implement", "network-implemented", category="network", types="start"
            ),
            classes=_NETWORK,
        ),
        Text(
            "SHUTDOWN",
            (
                "Sending",
                "We",
                "Shutting",
                "Network",
                "Cleaning",
                "Deleting",
                "Successfully",
                "Deleted",
                "Releasing",
                "NetworkGarbageCollector",
                "Found",
                *("Destroying", "Performing", "No"),
            ),
            constants("network.shutdown", "network-shut-down", category="network", types="end"),
            classes=_NETWORK,
        ),
        Text(
            "NETWORK_FAILED",
            (
                "Unable",
                "Failed",
                "Could",
                "Cannot",
                "Can",
                "Error",
                "Exception",
                "Network",
                "There",
                "No",
                "Allocating",
            ),
            constants(
                "network.failed",
                "network-failed",
                category="network",
                types="info",
                outcome="failure",
            ),
            {"error": "error.message"},
            classes=(*_NETWORK, "IpAddressManagerImpl", "Ipv6ServiceImpl"),
        ),
        Text(
            "PROVIDED",
            ("Add", "Network", "Started", "IPAddress", "Control", "Discovered", "VLAN", "Refusing"),
            constants("network.provider", "provider-noted", category="configuration", types="info"),
        ),
        Text(
            "IP",
            (
                "Associate",
                "Associating",
                "Successfully",
                "Got",
                "IP",
                "Public",
                "trying",
                "locked",
                "successfully",
                "Releasing",
                "lock",
                "Revoking",
                "Release",
                "Disassociate",
                "The",
                "Marking",
                "Allocating",
                "Reserving",
                "Calculated",
                "Assigning",
                "Listing",
                "Found",
                *("ip", "Source"),
            ),
            constants("ip.change", "address-changed", category="network", types="info"),
            classes=(
                "IpAddressManagerImpl",
                "NetworkManagerImpl",
                "IpAddressManager",
                "PublicIpAddress",
                "DataCenterIpAddressDaoImpl",
                "Ipv6ServiceImpl",
                "Ipv6AddressManagerImpl",
                "DirectPodBasedNetworkGuru",
                "NetUtils",
                "NetworkHelperImpl",
                "PrivateIpDaoImpl",
            ),
        ),
    ),
)
