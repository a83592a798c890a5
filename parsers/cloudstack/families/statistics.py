"""Families `statistics.*`: what the collectors of numbers say of their work."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_COLLECTORS = (
    "AutoScaleMonitor",
    "BucketUsageTask",
    "DbCollector",
    "DirectNetworkStatsCollector",
    "ExternalDeviceUsageManagerImpl",
    "ExternalDeviceNetworkUsageTask",
    "HostCollector",
    "ManagementServerCollector",
    "NetworkUsageManagerImpl",
    "StatsCollector",
    "StorageCollector",
    "VmDiskStatsTask",
    "VmNetworkStatsTask",
    "VmStatsCleaner",
    "VmStatsCollector",
    "VolumeStatsTask",
)


def _noted(match: re.Match[str], fields: Fields) -> None:
    if match["what"].startswith(("Error", "error", "Unable", "Failed", "Could not")):
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "statistics.lark",
    texts=(
        Text(
            "DETAIL",
            ("not",),
            constants("statistics.detail", "detail-collected", category="process", types="info"),
            {"detail": "labels.detail", "value": "labels.value"},
            classes=_COLLECTORS,
        ),
        Text(
            "MEMORY",
            ("system", "free", "used"),
            constants("statistics.memory", "memory-collected", category="host", types="info"),
            {"kind": "labels.memory", "amount": "labels.bytes"},
            classes=_COLLECTORS,
        ),
        Text(
            "RUNNING",
            (),
            constants(
                "statistics.collect", "statistics-collected", category="process", types="start"
            ),
            {"collector": "labels.collector", "what": "labels.scope"},
            needles=(" is running",),
            classes=_COLLECTORS,
        ),
        Text(
            "STATUS",
            ("StatusUpdate",),
            constants("statistics.server", "server-collected", category="host", types="info"),
            {"msid": "cloudstack.mgmt_id"},
            classes=_COLLECTORS,
        ),
        Text(
            "SESSIONS",
            ("Sessions",),
            constants("statistics.server", "sessions-counted", category="session", types="info"),
            {"sessions": "labels.sessions"},
            classes=_COLLECTORS,
        ),
        Text(
            "LEFT",
            ("node",),
            constants("cluster.left", "management-server-left", category="host", types="end"),
            {
                "name": "cloudstack.resource.name",
                "uuid": "cloudstack.resource.uuid",
                "address": "labels.address",
            },
            classes=_COLLECTORS,
        ),
        Text(
            "UNSCHEDULED",
            ("vm", "volume", "storage", "host"),
            constants("statistics.off", "statistics-left-out", category="process", types="info"),
            {"setting": "labels.setting"},
            classes=_COLLECTORS,
        ),
        Text(
            "METRICS",
            (),
            constants("statistics.metrics", "metrics-asked", category="process", types="info"),
            {"name": "cloudstack.resource.name", "uuid": "cloudstack.resource.uuid"},
            classes=(
                "MetricsServiceImpl",
                "PrometheusExporterImpl",
                "PrometheusExporterServerImpl",
            ),
        ),
        Text(
            "NOTED",
            (),
            constants(
                "statistics.collect", "statistics-collected", category="process", types="info"
            ),
            classes=_COLLECTORS,
        ),
    ),
)
