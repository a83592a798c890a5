"""Families `storage.*`: storage pools, what fits into them, and the cleaning of them."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_STORAGE = (
    *("StorageManagerImpl", "AbstractStoragePoolAllocator", "ClusterScopeStoragePoolAllocator"),
    *("ZoneWideStoragePoolAllocator", "LocalStoragePoolAllocator", "RandomStoragePoolAllocator"),
    *("GarbageCollectingStoragePoolAllocator", "FirstFitStoragePoolAllocator"),
    *("DefaultHostListener", "HypervisorHostListener", "StoragePoolMonitor"),
    *("LocalStoragePoolListener", "PrimaryDataStoreImpl", "PrimaryDataStoreHelper"),
    *("CloudStackPrimaryDataStoreLifeCycleImpl", "CloudStackImageStoreLifeCycleImpl"),
    *("StoragePoolAutomationImpl", "SolidFirePrimaryDataStoreLifeCycle", "DataStoreManagerImpl"),
    *("BasePrimaryDataStoreLifeCycleImpl", "SimulatorImageStoreLifeCycleImpl"),
    *("AdaptivePrimaryHostListener", "ElastistorVolumeApiServiceImpl", "ImageStoreHelper"),
    *("StorageCacheRandomAllocator", "StorageCacheManagerImpl", "ImageStoreProviderManagerImpl"),
)
_LONGEST = 18
"""Digits of a number that surely fits 64 bits."""


def _pool(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.capacity.type"] = "storage"
    for group, name in (("total", "total"), ("used", "used"), ("asked", "requested")):
        digits = match[group]
        if digits is not None and len(digits) <= _LONGEST:
            fields[f"cloudstack.capacity.{name}"] = int(digits)
    if match["pool"].isdigit():
        fields["cloudstack.resource.id"] = match["pool"]
        fields["cloudstack.resource.type"] = "StoragePool"


def _is_pool(_match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.resource.type"] = "StoragePool"


def _full(_match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.capacity.type"] = "storage"


FAMILY = Family(
    __file__,
    "storage.lark",
    texts=(
        Text(
            "POOL_CHECKED",
            ("Checking",),
            constants("storage.pool.check", "pool-checked", category="host", types="info"),
            read=_pool,
        ),
        Text(
            "LOOKED_AT",
            ("Attempting", "Checking"),
            constants("storage.pool.check", "pool-checked", category="host", types="info"),
            read=_pool,
            classes=_STORAGE,
        ),
        Text(
            "SUITABLE",
            ("Checking",),
            constants("storage.pool.check", "pool-checked", category="host", types="info"),
            {"name": "cloudstack.resource.name", "id": "cloudstack.resource.id"},
            read=_is_pool,
        ),
        Text(
            "POOL_NOTE",
            (
                "Checking",
                "Found",
                "Looking",
                "LocalStoragePoolAllocator",
                "ClusterScopeStoragePoolAllocator",
                "ZoneWideStoragePoolAllocator",
                "GarbageCollectingStoragePoolAllocator",
                "RandomStoragePoolAllocator",
                "FirstFitStoragePoolAllocator",
                *("Is", "Did"),
                "Using",
                "Storage",
                "Pool",
                "Destination",
                "Total",
                "Volume",
                "Filtering",
                "List",
                "Adding",
                "Re",
                "reordering",
                "Successfully",
                "Could",
            ),
            constants("storage.pool.check", "pool-considered", category="host", types="info"),
            classes=_STORAGE,
        ),
        Text(
            "POOL_FULL",
            (
                *("Insufficient", "Cannot", "Found", "Unable", "No", "Pool", "Storage", "There"),
                "StoragePool",
            ),
            constants(
                "storage.pool.full",
                "pool-refused",
                category="host",
                types="info",
                outcome="failure",
            ),
            read=_full,
            classes=_STORAGE,
        ),
        Text(
            "CLEANED",
            ("Storage", "Secondary", "Deleting", "Cleaning", "Removed", "Found", "pool"),
            constants("storage.cleanup", "storage-cleaned", category="host", types="info"),
            classes=_STORAGE,
        ),
        Text(
            "CONNECTED",
            (
                "Adding",
                "Connection",
                "Sending",
                "Attaching",
                "creating",
                "In",
                "createPool",
                "Host",
                "Connecting",
                "Found",
                "Registering",
                "Not",
                "Will",
                "Successfully",
                "Storage",
                "Created",
            ),
            constants("storage.pool.connect", "pool-connected", category="host", types="change"),
            classes=_STORAGE,
        ),
        Text(
            "STORE_FAILED",
            ("Failed", "Unable", "Cannot", "Error", "Exception", "Could"),
            constants(
                "storage.failed", "storage-failed", category="host", types="info", outcome="failure"
            ),
            {"error": "error.message"},
            classes=_STORAGE,
        ),
        Text(
            "PROVIDED",
            ("registering", "Did"),
            constants(
                "storage.provider", "provider-registered", category="configuration", types="info"
            ),
        ),
    ),
)
