"""Cases of the families in `capacity_use`."""

from tests.parsers.cloudstack.cases import HOST, Case

CASES: list[Case] = [
    (
        (
            "CPU STATS after allocation: for host: 5, old used: 0, old reserved: 0, "
            "actual total: 32000, total with overprovisioning: 32000; new used:500, "
            "reserved:0; requested cpu:500,alloc_from_last:false"
        ),
        {
            "cloudstack.family": "capacity.allocated",
            "cloudstack.host.id": "5",
            "cloudstack.capacity.type": "cpu",
            "cloudstack.capacity.used": 500,
            "cloudstack.capacity.total": 32000,
            "cloudstack.capacity.requested": 500,
        },
    ),
    (
        (
            f"RAM STATS after allocation: for host: {HOST}, old used: (1.00 GB) "
            "1073741824, old reserved: (0 bytes) 0, total: (8.00 GB) 8589934592; new "
            "used: (1.50 GB) 1610612736, reserved: (0 bytes) 0; requested mem: (512.00 "
            "MB) 536870912,alloc_from_last:false"
        ),
        {
            "cloudstack.family": "capacity.allocated",
            "cloudstack.host.name": "kvm-05",
            "cloudstack.capacity.used": 1610612736,
            "cloudstack.capacity.type": "memory",
        },
    ),
    (
        (
            "release cpu from host: 5, old used: 500,reserved: 0, actual total: 32000, "
            "total with overprovisioning: 32000; new used: 0,reserved:500; "
            "movedfromreserved: false,moveToReserveredtrue"
        ),
        {
            "cloudstack.family": "capacity.released",
            "cloudstack.host.id": "5",
            "cloudstack.capacity.type": "cpu",
            "cloudstack.capacity.used": 0,
        },
    ),
    (
        (
            "release mem from host: 5, old used: (2.00 GB) 2147483648,reserved: (0 "
            "bytes) 0, total: (8.00 GB) 8589934592; new used: (1.50 GB) "
            "1610612736,reserved:(0 bytes) 0"
        ),
        {"cloudstack.family": "capacity.released", "cloudstack.capacity.total": 8589934592},
    ),
    (
        (
            "Current Used RAM: (1.00 GB) 1073741824 , Free RAM:(7.00 GB) 7516192768 "
            ",Requested RAM: (512.00 MB) 536870912"
        ),
        {
            "cloudstack.family": "capacity.compare",
            "cloudstack.capacity.used": 1073741824,
            "cloudstack.capacity.free": 7516192768,
            "cloudstack.capacity.requested": 536870912,
            "cloudstack.capacity.type": "memory",
        },
    ),
    (
        "Reserved CPU: 0 , Requested CPU: 500",
        {
            "cloudstack.family": "capacity.compare",
            "cloudstack.capacity.requested": 500,
            "cloudstack.capacity.type": "cpu",
        },
    ),
    (
        "Reserved RAM: 536870912 , Requested RAM: 536870912",
        {"cloudstack.family": "capacity.compare", "cloudstack.capacity.requested": 536870912},
    ),
    (
        "Hosts's actual total CPU: 32000 and CPU after applying overprovisioning: 64000",
        {
            "cloudstack.family": "capacity.total",
            "cloudstack.capacity.total": 64000,
            "cloudstack.capacity.type": "cpu",
        },
    ),
    (
        "Host has enough CPU and RAM available",
        {"cloudstack.family": "capacity.granted", "event.outcome": "success"},
        "c.c.CapacityManagerImpl",
    ),
    (
        (
            "Host: 5 has cpu capability (cpu:4, speed:8000) to support requested CPU: "
            "1 and requested speed: 500"
        ),
        {"cloudstack.family": "capacity.granted", "cloudstack.host.id": "5"},
        "c.c.CapacityManagerImpl",
    ),
    (
        f"{HOST} has cpu capability (cpu: 4, speed: 8000 ) to support requested CPU: 1",
        {"cloudstack.family": "capacity.granted", "cloudstack.host.name": "kvm-05"},
        "c.c.CapacityManagerImpl",
    ),
    (
        (
            "Host: 5 doesn't have cpu capability (cpu:4, speed:8000) to support "
            "requested CPU: 8 and requested speed: 500"
        ),
        {
            "cloudstack.family": "capacity.denied",
            "cloudstack.host.id": "5",
            "event.outcome": "failure",
        },
        "c.c.CapacityManagerImpl",
    ),
    (
        (
            "No need to calibrate memory capacity, host:5 usedMem: (2.00 GB) "
            "2147483648 reservedMem: (0 bytes) 0"
        ),
        {"cloudstack.family": "capacity.calibrate", "cloudstack.host.id": "5"},
        "c.c.CapacityManagerImpl",
    ),
    (
        "Found 0 VMs are Migrating from host 5",
        {"cloudstack.family": "capacity.calibrate", "cloudstack.host.id": "5"},
        "c.c.CapacityManagerImpl",
    ),
    (
        "We are allocating VM, increasing the used capacity of this host:5",
        {"cloudstack.family": "capacity.calibrate", "cloudstack.host.id": "5"},
        "c.c.CapacityManagerImpl",
    ),
]
