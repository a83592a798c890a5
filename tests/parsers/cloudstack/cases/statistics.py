"""Cases of collectors of numbers."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "not storing detail jvmuptime, 47122",
        {
            "cloudstack.family": "statistics.detail",
            "event.action": "detail-collected",
            "labels": {
                "detail": "jvmuptime",
                "value": "47122",
            },
        },
        "c.c.s.StatsCollector",
    ),
    (
        "used memory from /proc: 763720",
        {
            "cloudstack.family": "statistics.memory",
            "event.action": "memory-collected",
            "labels": {
                "memory": "used",
                "bytes": "763720",
            },
        },
        "c.c.s.StatsCollector",
    ),
    (
        "HostStatsCollector is running to process 0 UP hosts",
        {
            "cloudstack.family": "statistics.collect",
            "event.action": "statistics-collected",
            "labels": {
                "collector": "HostStatsCollector",
                "scope": "0 UP hosts",
            },
        },
        "c.c.s.S.HostCollector",
    ),
    (
        "StatusUpdate from 345052370017, json: "
        '{"managementServerHostId":2,"managementServerHostUuid":"00000007-0000-4000-800'
        '0-000000000007","collectionTime":"Nov 23, 2026, 12:13:52 '
        'AM","sessions":0,"cpuUtilization":0.0,"totalJvmMemoryBytes":564658176,"freeJvm'
        'MemoryBytes":303826848,"maxJvmMemoryBytes":2502950912,"processJvmMemoryBytes":'
        '0,"jvmUptime":46994,"jvmStartTime":345052370017,"availableProcessors":2,"loadA'
        'verage":3.490234375,"totalInit":276103168,"totalUsed":399321456,"totalCommitte'
        'd":706478080,"pi',
        {
            "cloudstack.family": "statistics.server",
            "event.action": "server-collected",
            "cloudstack.mgmt_id": "345052370017",
        },
        "c.c.s.StatsCollector",
    ),
    (
        "Sessions active: 0",
        {
            "cloudstack.family": "statistics.server",
            "event.action": "sessions-counted",
            "labels": {
                "sessions": "0",
            },
        },
        "c.c.s.StatsCollector",
    ),
    (
        "node localhost (00000007-0000-4000-8000-000000000007) at 192.0.2.11 "
        "(57600000000001d) is reported to have left the cluster, invalidating status.",
        {
            "cloudstack.family": "cluster.left",
            "event.action": "management-server-left",
            "cloudstack.resource.name": "localhost",
            "cloudstack.resource.uuid": "00000007-0000-4000-8000-000000000007",
            "labels": {
                "address": "192.0.2.11",
            },
        },
        "c.c.s.StatsCollector",
    ),
    (
        "vm.disk.stats.interval - 0 is 0 or less than 0, so not scheduling the vm disk "
        "stats thread",
        {
            "cloudstack.family": "statistics.off",
            "event.action": "statistics-left-out",
            "labels": {
                "setting": "vm.disk.stats.interval",
            },
        },
        "c.c.s.StatsCollector",
    ),
    (
        "No status object found for MS localhost - 00000007-0000-4000-8000-000000000007.",
        {
            "cloudstack.family": "statistics.metrics",
            "event.action": "metrics-asked",
            "cloudstack.resource.name": "localhost",
            "cloudstack.resource.uuid": "00000007-0000-4000-8000-000000000007",
        },
        "o.a.c.m.MetricsServiceImpl",
    ),
    (
        "Error trying to retrieve host stats",
        {
            "cloudstack.family": "statistics.collect",
            "event.action": "statistics-collected",
        },
        "c.c.s.StatsCollector",
    ),
]
