"""Cases of usage jobs and quotas."""

from tests.parsers.cloudstack.cases import Case

CASES: list[Case] = [
    (
        "Parsing usage records between [2026-11-22T23:45:00+0000] and [2026-11-23T00:04:59+0000].",
        {
            "cloudstack.family": "usage.period",
            "event.action": "usage-parsed",
            "labels": {
                "period_start": "2026-11-22T23:45:00+0000",
                "period_end": "2026-11-23T00:04:59+0000",
            },
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ab1ddfd6",
    ),
    (
        "Usage is configured to execute in time zone [UTC], at [00:05], each [20] "
        "minutes; the current time in that timezone is [2026-11-23T00:01:42+0000] and "
        "the next job is scheduled to execute at [2026-11-23T00:05:00+0000]. During "
        "its execution, Usage will aggregate stats according to the time zone [UTC] "
        "defined in global setting [usage.aggregation.timezone].",
        {
            "cloudstack.family": "usage.schedule",
            "event.action": "usage-scheduled",
            "labels": {
                "zone": "UTC",
                "at": "00:05",
                "minutes": "20",
            },
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ab1ddfd6",
    ),
    (
        "Current Time: Mon Nov 23 00:28:43 UTC 2026",
        {
            "cloudstack.family": "usage.schedule",
            "event.action": "usage-scheduled",
            "labels": {
                "at": "Mon Nov 23 00:28:43 UTC 2026",
            },
        },
        "cloud.usage.UsageManagerImpl",
    ),
    (
        "Parsing all VPC usage events for account: [Account "
        '[{"accountName":"system","id":1,"uuid":null}]]',
        {
            "cloudstack.family": "usage.parse",
            "event.action": "usage-parsed",
            "cloudstack.account.id": "1",
            "cloudstack.account.name": "system",
            "labels": {
                "usage": "VPC",
            },
        },
        "usage.parser.VpcUsageParser",
    ),
    (
        "VPC usage was successfully parsed for [Account "
        '[{"accountName":"system","id":1,"uuid":null}]].',
        {
            "cloudstack.family": "usage.parse",
            "event.action": "usage-parsed",
            "event.outcome": "success",
            "cloudstack.account.id": "1",
            "cloudstack.account.name": "system",
            "labels": {
                "usage": "VPC",
            },
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ab1ddfd6",
    ),
    (
        "Total running time 16001 ms",
        {
            "cloudstack.family": "usage.parse",
            "event.action": "usage-parsed",
            "event.duration": 16001000000,
        },
        "usage.parser.StorageUsageParser",
    ),
    (
        "Creating Storage usage record for type [1], with id [202], usage [0.004445], "
        "startDate [2026-11-22T23:45:00+0000], and endDate [2026-11-23T00:04:59+0000], "
        "for account [2].",
        {
            "cloudstack.family": "usage.record",
            "event.action": "usage-recorded",
            "cloudstack.resource.id": "202",
            "labels": {
                "usage": "Storage",
                "usage_type": "1",
                "usage_amount": "0.004445",
            },
        },
        "usage.parser.StorageUsageParser",
    ),
    (
        "assigning ip address: 192.0.2.4 to account: 4",
        {
            "cloudstack.family": "usage.helper",
            "event.action": "usage-noted",
            "cloudstack.account.id": "4",
            "labels": {
                "change": "assigning",
            },
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ab1ddfd6",
    ),
    (
        "Implementation Version is 4.18.1.0",
        {
            "cloudstack.family": "usage.server",
            "event.action": "usage-server-noted",
            "labels": {
                "version": "4.18.1.0",
            },
        },
        "cloud.usage.UsageManagerImpl",
    ),
    (
        "usage job complete",
        {
            "cloudstack.family": "usage.job",
            "event.action": "usage-job-completed",
            "event.outcome": "success",
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ed9a1eec",
    ),
    (
        "Failed to run the usage job",
        {
            "cloudstack.family": "usage.job",
            "event.action": "usage-job-failed",
            "event.outcome": "failure",
        },
        "cloud.usage.UsageManagerImpl",
    ),
    (
        "deleting volume: 4 from account: 4",
        {
            "cloudstack.family": "usage.helper",
            "event.action": "usage-noted",
            "cloudstack.account.id": "4",
            "labels": {
                "change": "deleting",
                "usage": "volume",
            },
        },
        "cloud.usage.UsageManagerImpl_EnhancerByCloudStack_ab1ddfd6",
    ),
    (
        "Starting Quota Manager",
        {
            "cloudstack.family": "quota.run",
            "event.action": "quota-noted",
        },
        "o.a.c.q.QuotaManagerImpl",
    ),
    (
        "Creating VM usage record for vm: web-04, type: 1, usage: 24.5, startDate: Sat Mar "
        "03 00:00:00 UTC 2012, endDate: Sat Mar 03 23:59:59 UTC 2012, for account: 3",
        {
            "cloudstack.family": "usage.record",
            "cloudstack.vm.name": "web-04",
            "cloudstack.account.id": "3",
        },
        "usage.parser.VMInstanceUsageParser",
    ),
    (
        "Creating Volume usage record for vol: 55, usage: 24, startDate: Sat Mar 03 00:00:00 "
        "UTC 2012, endDate: Sat Mar 03 23:59:59 UTC 2012, for account: 3",
        {
            "cloudstack.family": "usage.record",
            "cloudstack.resource.id": "55",
            "cloudstack.account.id": "3",
        },
        "usage.parser.StorageUsageParser",
    ),
]
