"""Families `ha.*`: hosts and machines that fail are found, fenced and started again."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_CHANGE = {"old": "cloudstack.state.old", "new": "cloudstack.state.new"}
_MANAGERS = (
    "HighAvailabilityManagerImpl",
    "HighAvailabilityManagerExtImpl",
    "WorkerThread",
)
_HOSTS = (
    "HAManagerImpl",
    "HAManagerBgPollTask",
    "BaseHATask",
    "ActivityCheckTask",
    "FenceTask",
    "HealthCheckTask",
    "RecoveryTask",
    "KVMHAProvider",
    "KVMHostActivityChecker",
    "SimulatorHAProvider",
    "HAAbstractHostProvider",
    *_MANAGERS,
)
_INVESTIGATORS = (
    "AbstractInvestigatorImpl",
    "CheckOnAgentInvestigator",
    "HypervInvestigator",
    "KVMInvestigator",
    "ManagementIPSystemVMInvestigator",
    "Ovm3Investigator",
    "SimulatorInvestigator",
    "UserVmDomRInvestigator",
    "VmwareInvestigator",
    "XenServerInvestigator",
)
_FENCERS = (
    "HypervFencer",
    "KVMFencer",
    "Ovm3FenceBuilder",
    "OvmFencer",
    "RecreatableFencer",
    "SimulatorFencer",
    "XenServerFencer",
)
_FAILING = frozenset({"Suspect", "Checking", "Degraded", "Recovering", "Fencing", "Fenced"})
_FENCE_OUTCOMES = {"true": "success", "false": "failure"}
_SCHEDULED = (
    *("Schedul", "HA schedule", "Notifying", "Found a vm", "Rescheduling", "Starting HA on"),
)
_STOPPED = ("Stopping", "Destroying", "Stop for", "Successfully stopped")
_RESTARTED = ("HA on", "HA is now", "HA starting", "Restarting")
_STATE = constants("ha.state", "ha-state-changed", category="host", types="change")


def _state(match: re.Match[str], fields: Fields) -> None:
    """The type of the resource is that of hosts, which alone have such a state."""
    for name in ("cloudstack.state.old", "cloudstack.state.new"):
        if fields.get(name) == "null":
            del fields[name]
    if match["new"] in _FAILING:
        fields["event.outcome"] = "failure"


def _work(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.vm.id"] = match["machine"]
    fields["cloudstack.state.old"] = match["state"]
    fields["event.action"] = f"ha-work-{match['verb'].partition(' ')[0].lower()}"


def _fence(match: re.Match[str], fields: Fields) -> None:
    outcome = _FENCE_OUTCOMES.get(match["result"])
    if outcome is not None:
        fields["event.outcome"] = outcome


def _restarted(match: re.Match[str], fields: Fields) -> None:
    what = match["what"]
    if what.startswith(("Unable", "Failed")):
        fields["event.outcome"] = "failure"
    elif what.startswith(_SCHEDULED):
        fields["event.action"] = "vm-restart-scheduled"
        fields["event.type"] = ["info"]
    elif what.startswith(_STOPPED):
        fields["event.action"] = "vm-stopped" if what.startswith("Succ") else "vm-stop"
        fields["event.type"] = ["end"]
    elif what.startswith("VM is now restarted"):
        fields["event.outcome"] = "success"
    elif not what.startswith(_RESTARTED):
        fields["event.action"] = "vm-not-restarted"
        fields["event.type"] = ["info"]


def _fencing(match: re.Match[str], fields: Fields) -> None:
    if "nable" in match["what"]:
        fields["event.outcome"] = "failure"


def _heartbeat(match: re.Match[str], fields: Fields) -> None:
    if match["reboot"] is not None:
        fields["event.action"] = "host-rebooted"
        fields["event.type"] = ["change"]
    elif match["stop"] is not None:
        fields["event.action"] = "agent-stopped"
        fields["event.type"] = ["change"]


def _watched(match: re.Match[str], fields: Fields) -> None:
    if match["broken"] is not None:
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "ha.lark",
    texts=(
        Text(
            "POSTED",
            ("HA",),
            _STATE,
            _CHANGE | {"host": "cloudstack.host.id", "status": "labels.status"},
            _state,
        ),
        Text(
            "TRANSITIONED",
            ("Transitioned",),
            _STATE,
            _CHANGE | {"host": "cloudstack.host.id", "event": "cloudstack.state.event"},
            _state,
        ),
        Text(
            "CHECKED",
            ("HA", "Checking"),
            constants("ha.check", "hosts-checked", category="host", types="info"),
            {"host": "cloudstack.host.id", "new": "cloudstack.state.new"},
            classes=_HOSTS,
        ),
        Text(
            "CONFIGURED",
            ("HA",),
            constants("ha.check", "ha-configured", category="host", types="info"),
            classes=_HOSTS,
        ),
        Text(
            "WORKED",
            (),
            constants("ha.work", category="host", types="info"),
            {
                "work": "labels.work",
                "type": "labels.work_type",
                "step": "labels.work_step",
                "vm": "cloudstack.vm.uuid",
            },
            _work,
            needles=("HAWork[",),
            classes=_MANAGERS,
        ),
        Text(
            "IDLE",
            (
                *("Starting", "Time", "Sleeping", "HA", "RESTART", "Wakeup", "Cancelling"),
                *("Waiting", "Interrupted", "Caught", "Giving", "Encountered"),
            ),
            constants("ha.idle", "ha-worker-waits", category="process", types="info"),
            classes=_MANAGERS,
        ),
        Text(
            "MIGRATED",
            ("Migration", "Unable", "Migrating", "VM"),
            constants("ha.migrate", "vm-evacuated", category="host", types="info"),
            {"uuid": "cloudstack.vm.uuid", "host": "cloudstack.host.id"},
            classes=_MANAGERS,
        ),
        Text(
            "FENCED",
            ("Fencer",),
            constants("ha.fence", "vm-fenced", category="host", types="change"),
            {"fencer": "labels.fencer"},
            _fence,
            classes=_MANAGERS,
        ),
        Text(
            "FENCING",
            ("Fencing", "We", "Unable", "Fenced", "Host", "VM"),
            constants("ha.fence", "vm-fenced", category="host", types="info"),
            {},
            _fencing,
            classes=_MANAGERS + _FENCERS,
        ),
        Text(
            "RESTARTED",
            (),
            constants("ha.restart", "vm-restarted", category="host", types="start"),
            {},
            _restarted,
            classes=_MANAGERS,
        ),
        Text(
            "JUDGED",
            (),
            constants("ha.investigate", "host-judged", category="host", types="info"),
            {
                "investigator": "labels.investigator",
                "host": "cloudstack.host.id",
                "new": "cloudstack.state.new",
            },
            needles=(" was able to determine host ",),
            classes=_MANAGERS,
        ),
        Text(
            "DISABLED",
            ("Unable", "VM"),
            constants(
                "ha.disabled", "vm-not-restarted", category="host", types="info", outcome="failure"
            ),
            {"what": "labels.work_type"},
            classes=_MANAGERS,
        ),
        Text(
            "NOT_FOUND",
            (),
            constants("ha.investigate", "vm-looked-for", category="host", types="info"),
            {"investigator": "labels.investigator"},
            needles=(" could not find ",),
            classes=_MANAGERS,
        ),
        Text(
            "ALIVE",
            (),
            constants("ha.investigate", "vm-looked-for", category="host", types="info"),
            {"investigator": "labels.investigator", "alive": "labels.alive"},
            needles=("to be ",),
            classes=_MANAGERS,
        ),
        Text(
            "CANNOT_FENCE",
            ("Don",),
            constants("ha.fence", "vm-not-fenced", category="host", types="info"),
            {"hypervisor": "labels.hypervisor"},
            classes=_FENCERS,
        ),
        Text(
            "INVESTIGATED",
            (),
            constants("ha.investigate", "vm-looked-for", category="host", types="info"),
            {"reason": "event.reason"},
            classes=_INVESTIGATORS,
        ),
        Text(
            "HEARTBEAT",
            ("write", "Write"),
            constants(
                "ha.heartbeat",
                "heartbeat-failed",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"reason": "event.reason", "retry": "labels.retry", "pool": "labels.pool"},
            _heartbeat,
            classes=("KVMHAMonitor", "KVMHABase"),
        ),
        Text(
            "UNDETERMINED",
            (),
            constants("ha.investigate", "vm-looked-for", category="host", types="info"),
            {"investigator": "labels.investigator"},
            needles=(" unable to determine",),
            classes=_MANAGERS,
        ),
        Text(
            "WATCHED",
            (
                *("Libvirt", "Found", "Failed", "Timed", "Removing", "The", "Executing"),
                *("Execution", "Checking", "ignored", "IGNORED"),
            ),
            constants("ha.heartbeat", "heartbeat-checked", category="host", types="info"),
            {"pool": "labels.pool"},
            _watched,
            classes=("KVMHAMonitor", "KVMHABase", "KVMHAChecker", "KVMHAVMActivityChecker"),
        ),
        Text(
            "BEATING",
            ("heartbeat", "Heartbeat"),
            constants(
                "ha.heartbeat",
                "heartbeat-written",
                category="host",
                types="info",
                outcome="success",
            ),
            {"pool": "labels.pool"},
            classes=("KVMHAMonitor", "KVMHABase"),
        ),
    ),
)
