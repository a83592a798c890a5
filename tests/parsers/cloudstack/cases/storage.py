"""Cases of the families in `storage`."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        (
            "Checking pool 1 for storage, totalSize: 1099511627776, usedBytes: 0, "
            "usedPct: 0.0, disable threshold: 0.95"
        ),
        {
            "cloudstack.family": "storage.pool.check",
            "labels": None,
            "cloudstack.capacity.total": 1099511627776,
            "cloudstack.capacity.used": 0,
            "cloudstack.capacity.type": "storage",
        },
    ),
    (
        (
            "Checking pool: StoragePool "
            '{"id":3,"name":"PS2","poolType":"NetworkFilesystem","uuid":"u-3"} for '
            "storage allocation , maxSize : (2.0000 TB) 2199023255552, "
            "totalAllocatedSize : (2.00 GB) 2147483648, askingSize : (2.00 GB) "
            "2147483648, allocated disable threshold: 0.95"
        ),
        {
            "cloudstack.family": "storage.pool.check",
            "cloudstack.resource.type": "StoragePool",
            "cloudstack.resource.name": "PS2",
            "cloudstack.resource.id": "3",
            "cloudstack.capacity.used": 2147483648,
            "cloudstack.capacity.total": 2199023255552,
        },
    ),
    (
        "Checking if storage pool is suitable, name: PS0 ,poolId: 1",
        {
            "cloudstack.family": "storage.pool.check",
            "cloudstack.resource.name": "PS0",
            "cloudstack.resource.id": "1",
            "cloudstack.resource.type": "StoragePool",
        },
    ),
    (
        "Storage pool PS0 (1) does not supply IOPS capacity, assuming enough capacity",
        {"cloudstack.family": "storage.pool.check"},
        "c.c.StorageManagerImpl",
    ),
    (
        ("Looking for pools in dc [2], pod [1] and cluster [1]. Disabled pools will be ignored."),
        {"cloudstack.family": "storage.pool.check"},
        "c.c.ClusterScopeStoragePoolAllocator",
    ),
    (
        (
            "LocalStoragePoolAllocator is returning null since the disk profile does "
            "not use local storage and bypassStorageTypeCheck is false."
        ),
        {"cloudstack.family": "storage.pool.check"},
        "c.c.LocalStoragePoolAllocator",
    ),
    (
        (
            "Successfully set Capacity - (2.0000 TB) 2199023255552 for capacity type - "
            "3 , DataCenterId - 2, HostOrPoolId - 1, PodId 1"
        ),
        {"cloudstack.family": "storage.pool.check"},
        "c.c.StorageManagerImpl",
    ),
    (
        (
            "Insufficient un-allocated capacity on: 1 for storage allocation, not "
            "enough storage, maxSize : 1, totalAllocatedSize : 1, askingSize : 2"
        ),
        {
            "cloudstack.family": "storage.pool.full",
            "event.outcome": "failure",
            "cloudstack.capacity.type": "storage",
        },
        "c.c.StorageManagerImpl",
    ),
    (
        ("Storage pool garbage collector found 0 templates to clean up in storage pool: PS0"),
        {"cloudstack.family": "storage.cleanup"},
        "c.c.StorageManagerImpl",
    ),
    (
        "Deleting template store DB entry: TmplDataStore[10-202-194631]",
        {"cloudstack.family": "storage.cleanup"},
        "c.c.StorageManagerImpl",
    ),
    (
        ('Connection established between storage pool {"name":"PS0","uuid":"u-1"} and host 5'),
        {"cloudstack.family": "storage.pool.connect", "cloudstack.host.id": "5"},
        "c.c.DefaultHostListener",
    ),
    (
        (
            "Host 5 connected, connecting host to shared pool id 1 and sending storage "
            "pool information ..."
        ),
        {"cloudstack.family": "storage.pool.connect", "cloudstack.host.id": "5"},
        "c.c.StoragePoolMonitor",
    ),
    (
        "Adding pool PS0 to  host 5",
        {"cloudstack.family": "storage.pool.connect", "cloudstack.host.id": "5"},
        "c.c.StorageManagerImpl",
    ),
    (
        (
            "Failed to add data store: No enum constant "
            "com.cloud.storage.Storage.StoragePoolType.bogus"
        ),
        {
            "cloudstack.family": "storage.failed",
            "event.outcome": "failure",
            "error.message": "No enum constant com.cloud.storage.Storage.StoragePoolType.bogus",
        },
        "c.c.StorageManagerImpl",
    ),
    ("registering data store provider:NFS", {"cloudstack.family": "storage.provider"}),
    (
        "Attempting to look for pool 200 for storage, totalSize: 1099511627776, usedBytes: "
        "5497558138, usedPct: 0.005, disable threshold: 0.85",
        {
            "cloudstack.family": "storage.pool.check",
            "cloudstack.resource.id": "200",
            "cloudstack.capacity.total": 1099511627776,
            "cloudstack.capacity.used": 5497558138,
        },
        "storage.allocator.AbstractStoragePoolAllocator",
    ),
    (
        "Checking pool: 200 for volume allocation [Vol[55|vm=44|ROOT]], maxSize : "
        "2199023255552, totalAllocatedSize : 10737418240, askingSize : 8589934592, allocated "
        "disable threshold: 0.85",
        {
            "cloudstack.family": "storage.pool.check",
            "cloudstack.resource.id": "200",
            "cloudstack.capacity.requested": 8589934592,
            "cloudstack.volume.id": "55",
            "cloudstack.vm.id": "44",
        },
        "storage.allocator.AbstractStoragePoolAllocator",
    ),
    (
        "FirstFitStoragePoolAllocator has 2 pools to check for allocation",
        {"cloudstack.family": "storage.pool.check"},
        "storage.allocator.FirstFitStoragePoolAllocator",
    ),
    (
        "Is localStorageAllocationNeeded? false",
        {"cloudstack.family": "storage.pool.check"},
        "storage.allocator.AbstractStoragePoolAllocator",
    ),
    (
        "StoragePool is not in UP state, pool: 200",
        {"cloudstack.family": "storage.pool.full", "event.outcome": "failure"},
        "storage.allocator.AbstractStoragePoolAllocator",
    ),
    (
        "Host 6 connected, sending down storage pool information ...",
        {"cloudstack.family": "storage.pool.connect", "cloudstack.host.id": "6"},
        "storage.listener.StoragePoolMonitor",
    ),
]
