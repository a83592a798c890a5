"""Cases of the families in `job_life`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        "Publish async job-7 complete on message bus",
        {"cloudstack.family": "job.publish", "cloudstack.job.id": "7"},
    ),
    ("Wake up jobs related to job-7", {"cloudstack.family": "job.wake", "cloudstack.job.id": "7"}),
    (
        "Wake up jobs joined with job-7 and disjoin all subjobs created from job- 7",
        {"cloudstack.family": "job.wake", "cloudstack.job.id": "7"},
    ),
    ("Update db status for job-7", {"cloudstack.family": "job.update", "cloudstack.job.id": "7"}),
    (
        "Update async-job attachment, job-40, instanceType: Volume, instanceId: 7",
        {
            "cloudstack.family": "job.update",
            "cloudstack.job.id": "40",
            "cloudstack.resource.type": "Volume",
            "cloudstack.resource.id": "7",
        },
    ),
    (
        "Update async-job progress, job-40, processStatus: 1, result: x",
        {"cloudstack.family": "job.update", "cloudstack.job.id": "40"},
    ),
    (
        "Done executing com.cloud.vm.VmWorkStop for job-55",
        {
            "cloudstack.family": "job.done",
            "cloudstack.job.id": "55",
            "cloudstack.command": "VmWorkStop",
        },
    ),
    (
        "Sync job-37 execution on object VmWorkJobQueue.6",
        {
            "cloudstack.family": "job.queue",
            "cloudstack.job.id": "37",
            "cloudstack.vm.id": "6",
            "labels": {"queue": "VmWorkJobQueue.6"},
        },
    ),
    ("Schedule queued job-16", {"cloudstack.family": "job.queue", "cloudstack.job.id": "16"}),
    (
        (
            "Execute sync-queue item: SyncQueueItemVO {id:1, queueId: 5, contentType: "
            "AsyncJob, contentId: 16, lastProcessMsid: 345, lastprocessNumber: 1}"
        ),
        {
            "cloudstack.family": "job.queue",
            "cloudstack.job.id": "16",
            "labels": {"queue_id": "5"},
            "cloudstack.mgmt_id": "345",
        },
    ),
    (
        "There is a pending process in sync queue(id: 5)",
        {"cloudstack.family": "job.queue"},
        "c.c.SyncQueueManagerImpl",
    ),
    (
        "Cancel left-over job-3",
        {"cloudstack.family": "job.cancel", "cloudstack.job.id": "3", "event.outcome": "failure"},
        "c.c.AsyncJobManagerImpl",
    ),
    (
        "Purge queue item for cancelled job-3",
        {"cloudstack.family": "job.cancel", "cloudstack.job.id": "3"},
        "c.c.AsyncJobManagerImpl",
    ),
    (
        "Add job-7 into job monitoring",
        {"cloudstack.family": "job.monitor", "cloudstack.job.id": "7"},
    ),
    (
        "Remove job-7 from job monitoring",
        {"cloudstack.family": "job.monitor", "cloudstack.job.id": "7"},
    ),
    (
        "Task (job-7) has been pending for 66 seconds",
        {"cloudstack.family": "job.monitor", "cloudstack.job.id": "7", "labels": {"seconds": "66"}},
    ),
    (
        "Retrieved cmdEventType from job info: VM.CREATE",
        {"cloudstack.family": "job.event", "cloudstack.event.type": "VM.CREATE"},
    ),
    (
        "Start AsyncJobManager API executor thread pool in size 125",
        {"cloudstack.family": "job.manager"},
        "c.c.AsyncJobManagerImpl",
    ),
    (
        "End cleanup expired async-jobs",
        {"cloudstack.family": "job.manager"},
        "c.c.AsyncJobManagerImpl",
    ),
    (
        (
            "Execute VM work job: "
            'com.cloud.vm.VmWorkStop{"cleanup":false,"userId":4,"accountId":3,"vmId":7,"handle'
            'rName":"VirtualMachineManagerImpl"}'
        ),
        {
            "cloudstack.family": "job.work",
            "cloudstack.command": "VmWorkStop",
            "cloudstack.vm.id": "7",
            "user.id": "4",
            "cloudstack.account.id": "3",
        },
    ),
    (
        (
            "Done executing VM work job: "
            'com.cloud.vm.VmWorkStart{"dcId":2,"podId":1,"clusterId":1,"hostId":3,"userId":4,"'
            'accountId":4,"vmId":7}'
        ),
        {
            "cloudstack.family": "job.work",
            "cloudstack.host.id": "3",
            "cloudstack.zone.id": "2",
            "cloudstack.vm.id": "7",
        },
    ),
    (
        "Run VM work job: com.cloud.vm.VmWorkStop for VM 7, job origin: 54",
        {
            "cloudstack.family": "job.work",
            "cloudstack.vm.id": "7",
            "cloudstack.job.parent_id": "54",
            "cloudstack.command": "VmWorkStop",
        },
    ),
    (
        (f"Done with run of VM work job: com.cloud.vm.VmWorkStart for VM {VM}, job origin: 54"),
        {"cloudstack.family": "job.work", "cloudstack.vm.name": "i-4-7-VM"},
    ),
    (
        (
            "Unable to complete AsyncJobVO: {id:96, userId: 4, accountId: 3, "
            "instanceType: null, instanceId: null, cmd: com.cloud.vm.VmWorkStop, "
            "cmdInfo: x}, job origin:95"
        ),
        {
            "cloudstack.family": "job.failed",
            "cloudstack.job.id": "96",
            "user.id": "4",
            "cloudstack.account.id": "3",
            "cloudstack.command": "VmWorkStop",
            "event.outcome": "failure",
            "cloudstack.job.parent_id": "95",
        },
    ),
    (
        (
            "Unable to complete AsyncJob "
            '{"accountId":4,"cmd":"com.cloud.vm.VmWorkStop","id":91,"userId":4}, job '
            "origin: 90"
        ),
        {
            "cloudstack.family": "job.failed",
            "cloudstack.job.id": "91",
            "cloudstack.command": "VmWorkStop",
        },
    ),
    (
        (f"Rethrow exception com.cloud.utils.exception.CloudRuntimeException: Unable to stop {VM}"),
        {
            "cloudstack.family": "job.failed",
            "error.type": "com.cloud.utils.exception.CloudRuntimeException",
            "error.message": "Unable to stop VM instance "
            '{"id":7,"instanceName":"i-4-7-VM","type":"User","uuid":"u-7"}',
            "cloudstack.vm.name": "i-4-7-VM",
            "event.outcome": "failure",
        },
        "c.c.VmWorkJobHandlerProxy",
    ),
    (
        ("Invocation exception, caused by: java.lang.RuntimeException: deviceId should be 1,2,4-5"),
        {
            "cloudstack.family": "job.failed",
            "error.type": "java.lang.RuntimeException",
            "error.message": "deviceId should be 1,2,4-5",
        },
        "c.c.VmWorkJobHandlerProxy",
    ),
    (
        "Job is executed without a context, setup psudo job for the executing thread",
        {"cloudstack.family": "job.manager"},
    ),
    (
        "New job 41, result field: null",
        {"cloudstack.family": "job.update", "cloudstack.job.id": "41"},
    ),
    (
        "Unable to find a wakeup dispatcher from the joined job: job-7",
        {"cloudstack.family": "job.error", "event.outcome": "failure"},
        "c.c.AsyncJobManagerImpl",
    ),
    (
        "Executing com.cloud.api.commands.StopVMCmd for job-345",
        {
            "cloudstack.family": "job.execute",
            "event.action": "job-executed",
            "cloudstack.job.id": "345",
            "cloudstack.command": "StopVMCmd",
        },
        "cloud.async.AsyncJobManagerImpl",
    ),
    (
        "Executing org.apache.cloudstack.api.command.user.vm.StopVMCmd for job-345 = [ "
        "7ab40b1e-0000-4000-8000-00000000abcd ]",
        {
            "cloudstack.family": "job.execute",
            "cloudstack.job.id": "345",
            "cloudstack.job.uuid": "7ab40b1e-0000-4000-8000-00000000abcd",
        },
        "cloud.async.AsyncJobManagerImpl",
    ),
    (
        "Update async-job attachment, job-345 = [ 7ab40b1e-0000-4000-8000-00000000abcd ], "
        "instanceType: virtual_machine, instanceId: 44",
        {
            "cloudstack.family": "job.update",
            "cloudstack.job.id": "345",
            "cloudstack.job.uuid": "7ab40b1e-0000-4000-8000-00000000abcd",
            "cloudstack.resource.id": "44",
        },
        "cloud.async.AsyncJobManagerImpl",
    ),
    (
        "job com.cloud.api.commands.EnableStaticNatCmd for job-345 was queued, processing "
        "the queue.",
        {
            "cloudstack.family": "job.queue",
            "cloudstack.job.id": "345",
            "cloudstack.command": "EnableStaticNatCmd",
        },
        "cloud.async.AsyncJobManagerImpl",
    ),
    (
        "Executing sync queue item: SyncQueueItemVO {id:12, queueId: 5, contentType: "
        "AsyncJob, contentId: 345, lastProcessMsid: 345051509349, lastprocessNumber: 7, "
        "lastProcessTime: Sun Mar 04 05:14:11 UTC 2012}",
        {
            "cloudstack.family": "job.queue",
            "cloudstack.job.id": "345",
            "cloudstack.mgmt_id": "345051509349",
        },
        "cloud.async.AsyncJobManagerImpl",
    ),
]
