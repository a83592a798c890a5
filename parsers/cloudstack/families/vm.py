"""Families `vm.*`: machines allocated, started, stopped, moved and destroyed."""

from parsers.cloudstack.family import Family, Text, constants

_MANAGERS = ("VirtualMachineManagerImpl", "ClusteredVirtualMachineManagerImpl", "UserVmManagerImpl")
_IMPORTERS = (
    *("ImportUnmanagedInstanceCmd", "ImportVmCmd", "UnmanagedVMsManagerImpl"),
    *("VmImportManagerImpl", "ImportVMTasksManagerImpl"),
)

_SYNC = constants("vm.sync", "vm-state-compared", category="host", types="info")
_SYNCED = {"held": "cloudstack.state.old", "reported": "cloudstack.state.new"}

FAMILY = Family(
    __file__,
    "vm.lark",
    texts=(
        Text(
            "ALLOCATED",
            ("allocating", "Allocating", "Allocaing", "Allocation", "Successfully", "VM"),
            constants("vm.allocate", "vm-allocated", category="host", types="info"),
            classes=_MANAGERS,
        ),
        Text(
            "STARTING",
            (
                "Successfully",
                "VM",
                "Trying",
                "orchestrating",
                "Orchestrating",
                "start",
                "advanceStart",
                "Avoiding",
                "Starting",
                "Start",
                "Root",
                "Vol",
                "Received",
                "The",
            ),
            constants("vm.start", "vm-starting", category="host", types="start"),
            classes=_MANAGERS,
        ),
        Text(
            "DESTINATION",
            ("Deployment",),
            constants(
                "vm.start", "deployment-found", category="host", types="info", outcome="success"
            ),
        ),
        Text(
            "STARTED",
            ("Start", "VM"),
            constants("vm.start", "vm-started", category="host", types="start", outcome="success"),
            classes=_MANAGERS,
        ),
        Text(
            "NOT_STARTED",
            ("Unable", "Failed"),
            constants(
                "vm.start.failed",
                "vm-not-started",
                category="host",
                types="start",
                outcome="failure",
            ),
            {"error": "error.message"},
        ),
        Text(
            "START_FAILED",
            ("Unable", "Failed", "VM"),
            constants(
                "vm.start.failed",
                "vm-not-started",
                category="host",
                types="start",
                outcome="failure",
            ),
            classes=_MANAGERS,
        ),
        Text(
            "STOPPING",
            (
                "Orchestrating",
                "orchestrating",
                "Stopping",
                "Stop",
                "VM",
                "Trying",
                "Cleaning",
                "Successfully",
                "Released",
                "Releasing",
                "Cleanup",
            ),
            constants("vm.stop", "vm-stopping", category="host", types="end"),
            classes=_MANAGERS,
        ),
        Text(
            "STOP_FAILED",
            ("Unable", "Failed", "Invalid"),
            constants(
                "vm.stop.failed", "vm-not-stopped", category="host", types="end", outcome="failure"
            ),
            {"error": "error.message"},
            classes=_MANAGERS,
        ),
        Text(
            "REBOOTED",
            ("orchestrating", "Orchestrating", "Rebooting", "reboot", "Reboot"),
            constants("vm.reboot", "vm-rebooted", category="host", types="change"),
            classes=_MANAGERS,
        ),
        Text(
            "COMPARED",
            ("VM",),
            _SYNC,
            _SYNCED,
            classes=_MANAGERS,
        ),
        Text("AGREED", ("Both",), _SYNC, {"reported": "cloudstack.state.new"}, classes=_MANAGERS),
        Text("DIFFERING", ("Found",), _SYNC, _SYNCED, classes=_MANAGERS),
        Text(
            "SYNCED",
            (
                *("Stopping", "Cleaning", "Found", "Updating", "CloudStack", "Skipping"),
                *("detected", "State", "Sending", "Scheduling", "Ignoring", "server", "VM"),
                *("Finalizing", "Cluster", "Not", "Successfully"),
            ),
            constants("vm.sync", "vm-state-synced", category="host", types="info"),
            classes=_MANAGERS,
        ),
        Text(
            "MIGRATED",
            (
                "Migrating",
                "Migration",
                "orchestrating",
                "Orchestrating",
                "Preparing",
                "Found",
                "Done",
                "Trying",
                "Start",
            ),
            constants("vm.migrate", "vm-migrating", category="host", types="change"),
            classes=_MANAGERS,
        ),
        Text(
            "NOT_MIGRATED",
            ("Unable", "Failed", "Migration"),
            constants(
                "vm.migrate.failed",
                "vm-not-migrated",
                category="host",
                types="change",
                outcome="failure",
            ),
            classes=_MANAGERS,
        ),
        Text(
            "DESTROYED",
            (
                "Destroying",
                "Expunging",
                "Expunged",
                "Cleaning",
                "Starting",
                "Successfully",
                "Found",
                "Firewall",
                "Port",
                "Removed",
                "Recovering",
                "Destroyed",
                "Vm",
            ),
            constants("vm.destroy", "vm-destroyed", category="host", types="end"),
            classes=_MANAGERS,
        ),
        Text(
            "UNREACHED",
            ("Unable", "Agent", "Operation", "Timed"),
            constants(
                "vm.host.unreachable",
                "host-not-reached",
                category="host",
                types="info",
                outcome="failure",
            ),
            classes=_MANAGERS,
        ),
        Text(
            "FOUND",
            ("Found", "Cleaningup", "VM", "Detected", "Stopped", "Handling"),
            constants("vm.found", "vm-found", category="host", types="info"),
            classes=_MANAGERS,
        ),
        Text(
            "CHECKED",
            (
                "Checking",
                "The",
                "Found",
                "VM",
                "Changing",
                "Parameter",
                "Vm",
                "User",
                "Adding",
                "Validating",
            ),
            constants("vm.check", "vm-checked", category="host", types="info"),
            classes=_MANAGERS,
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
            constants("vm.failed", "vm-failed", category="host", types="info", outcome="failure"),
            {"error": "error.message"},
            classes=_MANAGERS,
        ),
        Text(
            "NOT_IMPORTED",
            (
                *("Failed", "Error", "Unable", "Cannot", "Could", "Service", "Volume", "VM"),
                *("Import", "Converting", "Importing", "Exception"),
            ),
            constants(
                "vm.import", "vm-not-imported", category="host", types="info", outcome="failure"
            ),
            classes=_IMPORTERS,
        ),
        Text(
            "IMPORTED",
            (
                *("Import", "Importing", "The", "nic", "Converting", "Successfully", "Delegating"),
                *("Checking", "Found", "VM", "Trying", "Selected", "Creating", "Removing"),
                *("Cleaning", "Unmanaging", "Completed", "Instance", "Getting"),
            ),
            constants("vm.import", "vm-imported", category="host", types="change"),
            classes=_IMPORTERS,
        ),
    ),
)
