"""Families `deploy.*`: where a machine shall run, and what is avoided."""

import re

from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_LONGEST = 18
"""Digits of a number that surely fits 64 bits."""

_PLANNING = (
    *("DeploymentPlanningManagerImpl", "FirstFitPlanner", "ImplicitDedicationPlanner"),
    *(
        "UserDispersingPlanner",
        "UserConcentratedPodPlanner",
        "BareMetalPlanner",
        "SkipHeuresticsPlanner",
    ),
    *("FirstFitAllocator", "FirstFitRoutingAllocator", "RandomAllocator", "RecreateHostAllocator"),
    *("UserConcentratedAllocator", "TestingAllocator", "BaseAllocator"),
    *("HostAntiAffinityProcessor", "HostAffinityProcessor", "NonStrictHostAffinityProcessor"),
    *("ExplicitDedicationProcessor", "AffinityProcessorBase", "NonStrictHostAntiAffinityProcessor"),
)


def _asked(match: re.Match[str], fields: Fields) -> None:
    for group in ("pod", "cluster"):
        if match[group].isdigit():
            fields[f"cloudstack.{group}.id"] = match[group]
    if len(match["ram"]) <= _LONGEST:
        fields["cloudstack.capacity.type"] = "memory"
        fields["cloudstack.capacity.requested"] = int(match["ram"])
    add_labels(fields, {"cpu_requested": match["cpu"]})


FAMILY = Family(
    __file__,
    "deploy.lark",
    texts=(
        Text(
            "ASKED",
            ("Trying",),
            constants("deploy.request", "deployment-asked", category="host", types="info"),
            {"dc": "cloudstack.zone.id"},
            read=_asked,
        ),
        Text(
            "ASKED_IN",
            ("Trying",),
            constants("deploy.request", "deployment-asked", category="host", types="info"),
            read=_asked,
        ),
        Text(
            "ASKED_FOR",
            ("Trying",),
            constants("deploy.request", "deployment-asked", category="host", types="info"),
            classes=_PLANNING,
        ),
        Text(
            "AVOIDED",
            ("Deploy",),
            constants("deploy.avoid", "places-avoided", category="host", types="info"),
            {
                "pods": "labels.avoid_pods",
                "clusters": "labels.avoid_clusters",
                "hosts": "labels.avoid_hosts",
            },
            classes=(
                "DeploymentPlanningManagerImpl",
                "VirtualMachineManagerImpl",
                "ClusteredVirtualMachineManagerImpl",
            ),
        ),
        Text(
            "AVOIDING",
            ("Adding", "Removing"),
            constants("deploy.avoid", "places-avoided", category="host", types="info"),
            {"kind": "labels.avoid", "places": "labels.places"},
            classes=_PLANNING,
        ),
        Text(
            "IN_AVOID_SET",
            ("Added", "The", "Host", "DataCenter", "Cluster", "Skipping", "Adding"),
            constants("deploy.avoid", "place-avoided", category="host", types="info"),
            classes=_PLANNING,
        ),
        Text(
            "FOUND",
            ("Returning", "Found", "Deployment"),
            constants(
                "deploy.destination",
                "destination-found",
                category="host",
                types="info",
                outcome="success",
            ),
        ),
        Text(
            "HOST_FOUND",
            (
                *("Calling", "Not"),
                "Found",
                "Host",
                "FirstFitAllocator",
                "FirstFitRoutingAllocator",
                "RandomAllocator",
                "UserConcentratedAllocator",
                "RecreateHostAllocator",
                "Looking",
                "Guest",
                "Re",
                "Hosts",
                "Deploy",
                "Checking",
                "DeploymentPlan",
                "This",
                "The",
                "Cannot",
                "Random",
                "Suitable",
                "Now",
                "Volume",
                "Processing",
            ),
            constants("deploy.host", "host-considered", category="host", types="info"),
            {
                "id": "cloudstack.host.id",
                "name": "cloudstack.host.name",
                "number": "cloudstack.host.id",
            },
            classes=_PLANNING,
        ),
        Text(
            "STORAGE_SOUGHT",
            (
                "Calling",
                "Checking",
                "Is",
                "We",
                "Looking",
                "Volume",
                "Planner",
                "StoragePoolAllocator",
                "System",
                "ROOT",
                "DATADISK",
                "Trying",
                "Suitable",
            ),
            constants("deploy.storage", "storage-considered", category="host", types="info"),
            classes=_PLANNING,
        ),
        Text(
            "SEARCHED",
            (
                *("In", "CPUOverprovisioningFactor"),
                "Searching",
                "Listing",
                "CapacityType",
                "Checking",
                "DeploymentPlanner",
                "Done",
                "Cannot",
                "Cluster",
                "Pod",
                "List",
                "Applying",
            ),
            constants("deploy.search", "clusters-searched", category="host", types="info"),
            classes=_PLANNING,
        ),
        Text(
            "NOT_FOUND",
            ("No", "Could", "Cannot", "Unable", "Host", "There", "Not", "Deployment"),
            constants(
                "deploy.failed", "no-place-found", category="host", types="info", outcome="failure"
            ),
            {"tags": "labels.tags"},
            classes=_PLANNING,
        ),
        Text(
            "FAILED",
            (
                "Unable",
                "Failed",
                "Could",
                "Couldn",
                "Cannot",
                "Can",
                "Caught",
                "Error",
                "Exception",
            ),
            constants(
                "deploy.failed",
                "deployment-failed",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"error": "error.message"},
            classes=_PLANNING,
        ),
    ),
)
