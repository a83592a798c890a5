"""Families `job.*`: what happens to asynchronous jobs between submission and completion."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_WORK = re.compile(
    r'"(?P<key>vmId|hostId|userId|accountId|dcId|zoneId|podId|clusterId)": ?"?(?P<value>\d+)'
)
_WORK_FIELDS = {
    "vmId": "cloudstack.vm.id",
    "hostId": "cloudstack.host.id",
    "userId": "user.id",
    "accountId": "cloudstack.account.id",
    "dcId": "cloudstack.zone.id",
    "zoneId": "cloudstack.zone.id",
    "podId": "cloudstack.pod.id",
    "clusterId": "cloudstack.cluster.id",
}
_DETAIL = re.compile(
    r'(?<!\w)"?(?P<key>id|userId|accountId|cmd)"?: ?"?(?P<value>[\w.$]+)'
    r"|job origin: ?(?P<origin>\d+)"
)
_DETAIL_FIELDS = {
    "id": "cloudstack.job.id",
    "userId": "user.id",
    "accountId": "cloudstack.account.id",
}


def _command(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.command"] = match["class"].rpartition(".")[2]


def _queue(match: re.Match[str], fields: Fields) -> None:
    """The queue of a machine has its number."""
    name, _, number = match["object"].partition(".")
    if name == "VmWorkJobQueue" and number.isdigit():
        fields["cloudstack.vm.id"] = number


def _work(match: re.Match[str], fields: Fields) -> None:
    _command(match, fields)
    for found in _WORK.finditer(match["details"] or ""):
        fields[_WORK_FIELDS[found["key"]]] = found["value"]


def _run(match: re.Match[str], fields: Fields) -> None:
    _command(match, fields)
    if match["vm"].isdigit():
        fields["cloudstack.vm.id"] = match["vm"]


def _uncompleted(match: re.Match[str], fields: Fields) -> None:
    """The job as text or as JSON; `cmdInfo`, which is in it, is no part of it."""
    before, _, rest = match["details"].partition("cmdInfo")
    for found in _DETAIL.finditer(before):
        if found["key"] == "cmd":
            fields["cloudstack.command"] = found["value"].rpartition(".")[2]
        elif found["origin"] is None:
            fields[_DETAIL_FIELDS[found["key"]]] = found["value"]
    for found in _DETAIL.finditer(before + rest):
        if found["origin"] is not None:
            fields["cloudstack.job.parent_id"] = found["origin"]
        elif found["key"] == "id" and "cloudstack.job.id" not in fields:
            fields["cloudstack.job.id"] = found["value"]


FAMILY = Family(
    __file__,
    "job_life.lark",
    texts=(
        Text(
            "PUBLISHED",
            ("Publish",),
            constants("job.publish", "job-published", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "WOKEN",
            ("Wake",),
            constants("job.wake", "jobs-woken", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "UPDATED",
            ("Update",),
            constants("job.update", "job-updated", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "ATTACHED",
            ("Update",),
            constants("job.update", "job-attached", category="process", types="info"),
            {
                "job": "cloudstack.job.id",
                "uuid": "cloudstack.job.uuid",
                "type": "cloudstack.resource.type",
                "id": "cloudstack.resource.id",
            },
        ),
        Text(
            "PROGRESS",
            ("Update",),
            constants("job.update", "job-updated", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "BEGUN",
            ("Executing",),
            constants("job.execute", "job-executed", category="process", types="start"),
            {"job": "cloudstack.job.id", "uuid": "cloudstack.job.uuid"},
            read=_command,
        ),
        Text(
            "QUEUED",
            ("job",),
            constants("job.queue", "job-queued", category="process", types="info"),
            {"job": "cloudstack.job.id"},
            read=_command,
        ),
        Text(
            "DONE",
            ("Done",),
            constants("job.done", "job-done", category="process", types="end"),
            {"job": "cloudstack.job.id"},
            read=_command,
        ),
        Text(
            "SYNCED",
            ("Sync",),
            constants("job.queue", "job-queued", category="process", types="info"),
            {"job": "cloudstack.job.id", "object": "labels.queue"},
            read=_queue,
        ),
        Text(
            "SCHEDULED",
            ("Schedule",),
            constants("job.queue", "job-scheduled", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "QUEUE_ITEM",
            ("Execute", "Executing", "Discard", "Purge", "Sync", "Dequeue"),
            constants("job.queue", "queue-item-handled", category="process", types="info"),
            {"job": "cloudstack.job.id", "queue": "labels.queue_id", "msid": "cloudstack.mgmt_id"},
        ),
        Text(
            "QUEUE_NOTE",
            ("There", "Queue", "Blocked", "Unable", "Remove", "Sync", "Enqueue"),
            constants("job.queue", "queue-waited", category="process", types="info"),
            classes=("AsyncJobManagerImpl", "SyncQueueManagerImpl"),
        ),
        Text(
            "CANCELLED",
            ("Cancel", "Purge", "Cancelling", "Expired", "Remove", "Expunge", "Delete"),
            constants(
                "job.cancel", "job-cancelled", category="process", types="end", outcome="failure"
            ),
            {"job": "cloudstack.job.id"},
            classes=("AsyncJobManagerImpl",),
        ),
        Text(
            "MONITORED",
            ("Add", "Remove"),
            constants("job.monitor", "job-watched", category="process", types="info"),
            {"job": "cloudstack.job.id"},
        ),
        Text(
            "TOO_LONG",
            ("Task",),
            constants("job.monitor", "job-slow", category="process", types="info"),
            {"job": "cloudstack.job.id", "seconds": "labels.seconds"},
        ),
        Text(
            "EVENT_TYPE",
            ("Retrieved",),
            constants("job.event", "job-event-type-read", category="process", types="info"),
            {"event": "cloudstack.event.type"},
        ),
        Text(
            "POOL",
            ("Start", "Begin", "End", "Job", "Found"),
            constants("job.manager", "job-manager-ran", category="process", types="info"),
            classes=("AsyncJobManagerImpl",),
        ),
        Text(
            "WORKED",
            ("Execute", "Done"),
            constants("job.work", "vm-work-executed", category="process", types="info"),
            read=_work,
        ),
        Text(
            "WORK_RUN",
            ("Run", "Done"),
            constants("job.work", "vm-work-run", category="process", types="info"),
            {"parent": "cloudstack.job.parent_id"},
            read=_run,
        ),
        Text(
            "WORK_FAILED",
            ("Unable",),
            constants(
                "job.failed", "vm-work-failed", category="process", types="end", outcome="failure"
            ),
            read=_uncompleted,
        ),
        Text(
            "RETHROWN",
            ("Rethrow", "Invocation"),
            constants(
                "job.failed", "vm-work-failed", category="process", types="end", outcome="failure"
            ),
            {"type": "error.type", "error": "error.message"},
            classes=("VmWorkJobHandlerProxy",),
        ),
        Text(
            "CONTEXTLESS",
            ("Job",),
            constants("job.manager", "job-without-context", category="process", types="info"),
        ),
        Text(
            "NEW_JOB",
            ("New",),
            constants("job.update", "job-read", category="process", types="info"),
            {"job": "cloudstack.job.id"},
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
                "job.error",
                "job-handling-failed",
                category="process",
                types="info",
                outcome="failure",
            ),
            {"error": "error.message"},
            classes=(
                "AsyncJobManagerImpl",
                "AsyncJobMonitor",
                "SyncQueueManagerImpl",
                "VmWorkJobDispatcher",
                "ApiAsyncJobDispatcher",
            ),
        ),
    ),
)
