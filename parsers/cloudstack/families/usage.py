"""Families `usage.*` and `quota.*`: what accounts used is added up and charged."""

import re

from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_MANAGER = (
    "UsageManagerImpl",
    "UsageServiceImpl",
    "UsageServer",
    "UsageEventDaoImpl",
    "UsageSanityChecker",
    "UsageVMSnapshotOnPrimaryDaoImpl",
)
_PARSERS = (
    "BackupUsageParser",
    "BucketUsageParser",
    "IPAddressUsageParser",
    "LoadBalancerUsageParser",
    "NetworkOfferingUsageParser",
    "NetworkUsageParser",
    "NetworksUsageParser",
    "PortForwardingUsageParser",
    "SecurityGroupUsageParser",
    "StorageUsageParser",
    "UsageParser",
    "VMInstanceUsageParser",
    "VMSnapshotOnPrimaryParser",
    "VMSnapshotUsageParser",
    "VPNUserUsageParser",
    "VmDiskUsageParser",
    "VolumeUsageParser",
    "VpcUsageParser",
)
_QUOTA = (
    "QuotaAlertManagerImpl",
    "QuotaManagerImpl",
    "QuotaResponseBuilderImpl",
    "QuotaServiceImpl",
    "QuotaStatementImpl",
)
_KIND = {"kind": "labels.usage"}
_JOBS = {
    "starting usage job": ("usage-job-started", "start", None),
    "usage job complete": ("usage-job-completed", "end", "success"),
    "Failed to": ("usage-job-failed", "info", "failure"),
    "Error": ("usage-job-failed", "info", "failure"),
    "error": ("usage-job-failed", "info", "failure"),
    "Unable to": ("usage-job-failed", "info", "failure"),
}


def _job(match: re.Match[str], fields: Fields) -> None:
    action, kind, outcome = _JOBS.get(match["what"], ("usage-job-noted", "info", None))
    fields["event.action"] = action
    fields["event.type"] = [kind]
    if outcome is not None:
        fields["event.outcome"] = outcome


def _parsed(match: re.Match[str], fields: Fields) -> None:
    fields["event.outcome"] = "failure" if match["how"].startswith("not") else "success"


def _nothing(match: re.Match[str], fields: Fields) -> None:
    add_labels(fields, {"usage": match["kind"] or match["other"]})
    if match["took"] is not None:
        fields["event.duration"] = int(match["took"][:12]) * 1_000_000


def _recorded(match: re.Match[str], fields: Fields) -> None:
    """Objects by their numbers, and machines by their names."""
    if match["named"].isdigit():
        fields["cloudstack.resource.id"] = match["named"]
    elif match["kind"] == "VM":
        fields["cloudstack.vm.name"] = match["named"]


FAMILY = Family(
    __file__,
    "usage.lark",
    texts=(
        Text(
            "PERIOD",
            ("Parsing",),
            constants("usage.period", "usage-parsed", category="process", types="start"),
            {"start": "labels.period_start", "end": "labels.period_end"},
            classes=_MANAGER,
        ),
        Text(
            "SCHEDULE",
            ("Usage",),
            constants("usage.schedule", "usage-scheduled", category="process", types="info"),
            {
                "zone": "labels.zone",
                "at": "labels.at",
                "minutes": "labels.minutes",
                "aggregation": "labels.zone",
                "duration": "labels.minutes",
            },
            classes=_MANAGER + _QUOTA,
        ),
        Text(
            "CLOCK",
            ("Execution", "Current"),
            constants("usage.schedule", "usage-scheduled", category="process", types="info"),
            {"time": "labels.at"},
            classes=_MANAGER,
        ),
        Text(
            "PARSING",
            ("Parsing",),
            constants("usage.parse", "usage-parsed", category="process", types="start"),
            _KIND | {"account": "cloudstack.account.id"},
            classes=_PARSERS,
        ),
        Text(
            "PARSED",
            (),
            constants("usage.parse", "usage-parsed", category="process", types="end"),
            _KIND,
            _parsed,
            needles=(" parsed for ",),
            classes=_MANAGER,
        ),
        Text(
            "NOTHING",
            ("No", "Cannot", "Total"),
            constants("usage.parse", "usage-parsed", category="process", types="info"),
            {},
            _nothing,
            classes=_PARSERS,
        ),
        Text(
            "RECORD_OF",
            ("Creating",),
            constants("usage.record", "usage-recorded", category="process", types="info"),
            _KIND
            | {
                "type": "labels.usage_type",
                "usage": "labels.usage_amount",
                "account": "cloudstack.account.id",
            },
            _recorded,
            classes=_PARSERS,
        ),
        Text(
            "RECORD",
            ("Creating", "Created", "creating"),
            constants("usage.record", "usage-recorded", category="process", types="info"),
            _KIND
            | {
                "type": "labels.usage_type",
                "id": "cloudstack.resource.id",
                "usage": "labels.usage_amount",
            },
            classes=_PARSERS,
        ),
        Text(
            "ADDRESS",
            ("assigning", "Assigning", "releasing", "Releasing"),
            constants("usage.helper", "usage-noted", category="process", types="info"),
            {"verb": "labels.change", "account": "cloudstack.account.id"},
            classes=_MANAGER,
        ),
        Text(
            "SERVER",
            (),
            constants("usage.server", "usage-server-noted", category="process", types="info"),
            {"version": "labels.version", "account": "cloudstack.account.id"},
            classes=_MANAGER,
        ),
        Text(
            "JOB",
            (),
            constants("usage.job", "usage-job-noted", category="process", types="info"),
            {},
            _job,
            classes=_MANAGER,
        ),
        Text(
            "HELPER",
            (),
            constants("usage.helper", "usage-noted", category="process", types="info"),
            {"verb": "labels.change", "kind": "labels.usage", "account": "cloudstack.account.id"},
            classes=_MANAGER,
        ),
        Text(
            "QUOTA",
            (),
            constants("quota.run", "quota-noted", category="process", types="info"),
            classes=_QUOTA,
        ),
    ),
)
