"""Cases of the families in `volume`."""

from tests.parsers.cloudstack.cases import VM, Case

CASES: list[Case] = [
    (
        "Volume: data1 successfully attached to VM: i-4-7-VM",
        {"cloudstack.family": "volume.attach", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VolumeApiServiceImpl",
    ),
    (
        f"Adding disk object [ROOT-1] to VM [{VM}]",
        {"cloudstack.family": "volume.attach", "cloudstack.vm.name": "i-4-7-VM"},
        "c.c.VolumeOrchestrator",
    ),
    (
        (
            "Attach volume id:9 on VM id:7 has controller "
            "info:{dataDiskController=null, rootDiskController=null}"
        ),
        {
            "cloudstack.family": "volume.attach",
            "cloudstack.vm.id": "7",
            "cloudstack.volume.id": "9",
        },
        "c.c.VolumeApiServiceImpl",
    ),
    (
        "Volume: data2 failed to attach to VM: null",
        {"cloudstack.family": "volume.failed", "event.outcome": "failure"},
        "c.c.VolumeApiServiceImpl",
    ),
    (
        "Failed to attach volume data2 to VM web1",
        {"cloudstack.family": "volume.failed"},
        "c.c.VolumeApiServiceImpl",
    ),
    (
        "Volume 9 is not referred anywhere, remove it from volumes table",
        {"cloudstack.family": "volume.change", "cloudstack.volume.id": "9"},
        "c.c.VolumeServiceImpl",
    ),
    (
        'Updated {"name":"ROOT-1","uuid":"u-9"} from {"path":null} to {"path":"p"}',
        {"cloudstack.family": "volume.change"},
        "c.c.VolumeObject",
    ),
    (
        "Removing volume 9 from DB",
        {"cloudstack.family": "volume.change", "cloudstack.volume.id": "9"},
    ),
    (
        "Create vm snapshot i-4-5-VM_VS_20261123001907 succeeded for vm: i-4-5-VM",
        {
            "cloudstack.family": "snapshot.vm",
            "cloudstack.vm.name": "i-4-5-VM",
            "cloudstack.resource.name": "i-4-5-VM_VS_20261123001907",
            "event.outcome": "success",
        },
    ),
    (
        "Take snapshot: 9 failed",
        {"cloudstack.family": "snapshot.failed", "event.outcome": "failure"},
    ),
    (
        "create snapshot snapfails failed: Simulated failure",
        {"cloudstack.family": "snapshot.failed", "error.message": "Simulated failure"},
    ),
    (
        "Failed to take snapshot: Simulated failure",
        {"cloudstack.family": "snapshot.failed", "error.message": "Simulated failure"},
    ),
    ("Failed to create snapshotSimulated failure", {"cloudstack.family": "snapshot.failed"}),
    (
        "Got 0 snapshots to be executed at 2026-11-23 00:21:08 GMT",
        {"cloudstack.family": "snapshot.change"},
        "c.c.SnapshotSchedulerImpl",
    ),
    (
        (
            "Scheduling 1 snapshot for volume id 9 (volume name:data1) for schedule "
            "id: 2 at 2026-11-23 00:30:00 GMT"
        ),
        {"cloudstack.family": "snapshot.change", "cloudstack.volume.id": "9"},
        "c.c.SnapshotSchedulerImpl",
    ),
    (
        (
            "Template Sync did not find routing-1 on image store 1, may request "
            "download based on available hypervisor types"
        ),
        {
            "cloudstack.family": "template.sync",
            "cloudstack.template.name": "routing-1",
            "event.reason": "did not find",
        },
    ),
    (
        (
            "Template Sync found Template "
            '{"format":"VHD","id":100,"name":"SystemVM","uniqueName":"u","uuid":"u-100"} '
            "already in the image store"
        ),
        {"cloudstack.family": "template.sync", "cloudstack.template.id": "100"},
    ),
    (
        (
            "Skip downloading template routing-10 since current data center does not "
            "have hypervisor LXC"
        ),
        {"cloudstack.family": "template.sync", "cloudstack.template.name": "routing-10"},
    ),
    (
        "Removing leftover template routing-1 entry from template store table",
        {"cloudstack.family": "template.sync"},
    ),
    (
        "Downloading template 204-4-7c to image store secondary0",
        {"cloudstack.family": "template.sync", "cloudstack.template.name": "204-4-7c"},
    ),
    (
        "template 100 is already in store:1, type:Image",
        {"cloudstack.family": "template.store", "cloudstack.template.id": "100"},
    ),
    (
        (
            'template Template {"format":"VHD","id":100,"name":"SystemVM","uuid":"u-100"} '
            "with id 100 is already in store:1, type:Image"
        ),
        {"cloudstack.family": "template.store", "cloudstack.template.name": "SystemVM"},
    ),
    (
        "No remote endpoint to send command, check if host or ssvm is down?",
        {"cloudstack.family": "template.failed", "event.outcome": "failure"},
    ),
    (
        (
            "Template 204-4-7c is not present on any image store for the zone ID: 2, "
            "its download cannot be skipped"
        ),
        {"cloudstack.family": "template.failed", "cloudstack.zone.id": "2"},
    ),
    (
        "Deleting template 204",
        {"cloudstack.family": "template.change", "cloudstack.template.id": "204"},
        "c.c.TemplateServiceImpl",
    ),
    (
        "Unable to remove snapshot 7 due to no answer",
        {
            "cloudstack.family": "snapshot.failed",
            "event.outcome": "failure",
            "error.message": "no answer",
        },
        "c.c.SnapshotManagerImpl",
    ),
    (
        "Unable to grow ROOT-7 due to no answer",
        {
            "cloudstack.family": "volume.failed",
            "event.outcome": "failure",
            "error.message": "no answer",
        },
        "c.c.VolumeServiceImpl",
    ),
    (
        "Unable to seed template 7 due to no answer",
        {
            "cloudstack.family": "template.failed",
            "event.outcome": "failure",
            "error.message": "no answer",
        },
        "c.c.TemplateServiceImpl",
    ),
    (
        "Checking if we need to prepare 1 volumes for VM[User|web-04]",
        {"cloudstack.family": "volume.change"},
        "cloud.storage.StorageManagerImpl",
    ),
    (
        "Trying to create Vol[55|vm=44|ROOT] on Pool[200|NetworkFilesystem]",
        {"cloudstack.family": "volume.change", "cloudstack.volume.id": "55"},
        "cloud.storage.StorageManagerImpl",
    ),
    (
        "Template Sync found centos63-x64 already in the template host table",
        {"cloudstack.family": "template.sync"},
        "storage.download.DownloadMonitorImpl",
    ),
    (
        "Template Sync did not find centos63-x64 on the server 2, will request download shortly",
        {"cloudstack.family": "template.sync"},
        "storage.download.DownloadMonitorImpl",
    ),
]
