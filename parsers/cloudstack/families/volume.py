"""Families `volume.*`, `snapshot.*`, `template.*`: disks and images."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_VOLUME = (
    *("StorageManagerImpl", "VolumeManagerImpl"),
    *("VolumeOrchestrator", "VolumeServiceImpl", "VolumeApiServiceImpl", "VolumeObject"),
    *("VolumeDataFactoryImpl", "AncientDataMotionStrategy", "StorageSystemDataMotionStrategy"),
    *(
        "DataMotionServiceImpl",
        "CloudStackPrimaryDataStoreDriverImpl",
        "KvmNonManagedStorageDataMotionStrategy",
    ),
    *("VolumeImportUnmanageManagerImpl", "VmwareStorageMotionStrategy"),
    *("StorageSubsystemCommandHandlerBase", "PassphraseDaoImpl"),
)
_SNAPSHOT = (
    *("SnapshotManagerImpl", "SnapshotSchedulerImpl", "SnapshotServiceImpl", "SnapshotObject"),
    *("DefaultSnapshotStrategy", "XenserverSnapshotStrategy", "SnapshotStrategyBase"),
    *(
        "VMSnapshotManagerImpl",
        "DefaultVMSnapshotStrategy",
        "KvmFileBasedStorageVmSnapshotStrategy",
    ),
    *(
        "SnapshotDataFactoryImpl",
        "CloudStackPrimaryDataStoreDriverImpl",
        "StorageVMSnapshotStrategy",
    ),
)


def _vm_snapshot(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.resource.type"] = "VMSnapshot"
    if match["result"] is not None:
        fields["event.outcome"] = "success" if match["result"] == "succeeded" else "failure"


def _template(match: re.Match[str], fields: Fields) -> None:
    """Its unique name, where it is not written as an object."""
    if " " not in match["template"]:
        fields["cloudstack.template.name"] = match["template"]


FAMILY = Family(
    __file__,
    "volume.lark",
    texts=(
        Text(
            "ATTACHED",
            ("Trying", "Attach", "Volume", "Detach", "Adding", "Attaching"),
            constants("volume.attach", "volume-attached", category="file", types="change"),
            classes=_VOLUME,
        ),
        Text(
            "VOLUME_FAILED",
            (
                "Volume",
                "Failed",
                "Unable",
                "Could",
                "Mismatch",
                "create",
                "copy",
                "delete",
                "resize",
                "migrate",
                "Invocation",
            ),
            constants(
                "volume.failed", "volume-failed", category="file", types="change", outcome="failure"
            ),
            classes=_VOLUME,
        ),
        Text(
            "VOLUME",
            (
                "No",
                "Preparing",
                "Releasing",
                "Cleaning",
                "VM",
                "Trying",
                "Creating",
                "Created",
                "Found",
                "Shared",
                "Local",
                "Volume",
                "Updated",
                "copying",
                "lock",
                "releasing",
                "Acquire",
                "name",
                "Expunging",
                "Migrating",
                "copyAsync",
                "Deleting",
                "Deleted",
                "Destroying",
                "Resizing",
                "Executing",
                "Successfully",
                "Checking",
                "Storage",
                "Refreshing",
            ),
            constants("volume.change", "volume-changed", category="file", types="change"),
            classes=_VOLUME,
        ),
        Text(
            "REMOVED",
            ("Removing", "Can", "IR24"),
            constants("volume.change", "volume-removed", category="file", types="deletion"),
        ),
        Text(
            "VM_SNAPSHOT",
            ("Create", "Delete", "Revert", "VM", "Creating"),
            constants("snapshot.vm", "vm-snapshot-made", category="file", types="creation"),
            {"name": "cloudstack.resource.name", "vm": "cloudstack.vm.name"},
            read=_vm_snapshot,
        ),
        Text(
            "SNAPSHOT_FAILED",
            (
                "Take",
                "Failed",
                "create",
                "BackupSnapshot",
                "copy",
                "Unable",
                "Exception",
                "Snapshot",
            ),
            constants(
                "snapshot.failed",
                "snapshot-failed",
                category="file",
                types="creation",
                outcome="failure",
            ),
            {"error": "error.message"},
        ),
        Text(
            "SNAPSHOT",
            (
                "Taking",
                "Acquired",
                "Created",
                "Copying",
                "Snapshot",
                "Got",
                "Scheduling",
                "Current",
                "Deleting",
                "Successfully",
                "Creating",
                "Backing",
                "Rescheduling",
                "Max",
            ),
            constants("snapshot.change", "snapshot-changed", category="file", types="info"),
            classes=_SNAPSHOT,
        ),
        Text(
            "TEMPLATE_SYNCED",
            ("Template",),
            constants("template.sync", "template-synchronised", category="file", types="info"),
            {"result": "event.reason"},
            read=_template,
        ),
        Text(
            "TEMPLATE_SKIPPED",
            ("Skip", "Removing", "Downloading", "Skipping"),
            constants("template.sync", "template-synchronised", category="file", types="info"),
            read=_template,
        ),
        Text(
            "TEMPLATE_STORED",
            ("template",),
            constants("template.store", "template-found", category="file", types="info"),
            {"id": "cloudstack.template.id"},
        ),
        Text(
            "TEMPLATE_FAILED",
            ("No", "can", "Failed", "Template", "Unable", "Post"),
            constants(
                "template.failed",
                "template-failed",
                category="file",
                types="creation",
                outcome="failure",
            ),
        ),
        Text(
            "TEMPLATE",
            (
                "Template",
                "Templates",
                "Deleting",
                "Created",
                "Creating",
                "Installing",
                "Registering",
                "Copying",
                "template",
                "Successfully",
                "Adding",
                "Found",
                "Mark",
                "Associating",
                "Updating",
            ),
            constants("template.change", "template-changed", category="file", types="change"),
            classes=(
                "TemplateManagerImpl",
                "TemplateServiceImpl",
                "HypervisorTemplateAdapter",
                "TemplateObject",
                "TemplateDataFactoryImpl",
                "TemplateAdapterBase",
                "BaseImageStoreDriverImpl",
            ),
        ),
        Text(
            "SNAPSHOT_FAILING",
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
                "snapshot.failed",
                "snapshot-failed",
                category="file",
                types="info",
                outcome="failure",
            ),
            {"error": "error.message"},
            classes=_SNAPSHOT,
        ),
        Text(
            "VOLUME_FAILING",
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
                "volume.failed", "volume-failed", category="file", types="info", outcome="failure"
            ),
            {"error": "error.message"},
            classes=_VOLUME,
        ),
        Text(
            "TEMPLATE_FAILING",
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
                "template.failed",
                "template-failed",
                category="file",
                types="info",
                outcome="failure",
            ),
            {"error": "error.message"},
            classes=(
                "TemplateManagerImpl",
                "TemplateServiceImpl",
                "HypervisorTemplateAdapter",
                "TemplateObject",
                "TemplateDataFactoryImpl",
                "TemplateAdapterBase",
            ),
        ),
    ),
)
