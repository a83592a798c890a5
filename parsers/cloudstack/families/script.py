"""Families `script.*` and `simulator.*`: commands that are run, and those that are pretended."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_CLASSES = (
    "AgentStorageResource",
    "ConfigurationServerImpl",
    "LibvirtComputingResource",
    "NfsMountManager",
    "NfsMountManagerImpl",
    "OutputInterpreter",
    "ProcessRunner",
    "Script",
    "Script2",
    "SecondaryStorageManagerImpl",
    "VirtualRoutingResource",
)
_SCRIPTS = ("OutputInterpreter", "ProcessRunner", "Script", "Script2")
_SIMULATOR = (
    "AgentResourceBase",
    "AgentRoutingResource",
    "AgentStorageResource",
    "MockAgentManagerImpl",
    "MockStorageManagerImpl",
    "MockVmManagerImpl",
    "SimulatorManagerImpl",
)
_AFTER = ("]. Defined timeout: [", "] to execute")
"""What may stand after a command in brackets."""


def _command(match: re.Match[str], fields: Fields) -> None:
    """A command without its bracket and the blank that CloudStack writes after it."""
    command = match["command"]
    if command is None:
        return
    for end in _AFTER:
        command = command.partition(end)[0]
    if match.group()[match.start("command") - match.start() - 1] == "[":
        command = command.rstrip().removesuffix(".").removesuffix("]")
    fields["process.command_line"] = command.strip()


def _process(match: re.Match[str], fields: Fields) -> None:
    process = match["process"]
    if process is not None:
        fields["process.pid"] = int(process[:9])
    _command(match, fields)


def _exited(match: re.Match[str], fields: Fields) -> None:
    _process(match, fields)
    fields["event.outcome"] = "success" if match["code"] == "0" else "failure"


def _simulated(match: re.Match[str], fields: Fields) -> None:
    if match["done"].startswith("Finished"):
        fields["event.type"] = ["end"]
        fields["event.outcome"] = "success"


def _simulation(match: re.Match[str], fields: Fields) -> None:
    if match.group().startswith(("Failed", "Unable")):
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "script.lark",
    texts=(
        Text(
            "LIMITED",
            ("Executing",),
            constants("script.execute", "script-executed", category="process", types="start"),
            {"timeout": "labels.timeout_ms"},
            classes=_CLASSES,
        ),
        Text(
            "EXECUTING",
            ("Executing", "Preparing", "Submitting", "Waiting", "Running", "Run"),
            constants("script.execute", "script-executed", category="process", types="start"),
            {},
            _command,
            classes=_CLASSES,
        ),
        Text(
            "SUCCEEDED",
            ("Execution", "Successfully"),
            constants(
                "script.exit", "script-exited", category="process", types="end", outcome="success"
            ),
            {},
            _process,
            classes=_CLASSES,
        ),
        Text(
            "EXITED",
            ("Exit",),
            constants("script.exit", "script-exited", category="process", types="end"),
            {"code": "labels.exit_code"},
            _exited,
            classes=_CLASSES,
        ),
        Text(
            "FAILED",
            ("Execution", "Process"),
            constants(
                "script.exit", "script-exited", category="process", types="end", outcome="failure"
            ),
            {"error": "error.message"},
            _process,
            classes=_CLASSES,
        ),
        Text(
            "OUTPUT",
            ("Process",),
            constants("script.output", "script-answered", category="process", types="info"),
            {"command": "process.command_line", "output": "labels.output"},
            classes=_SCRIPTS,
        ),
        Text(
            "SOUGHT",
            ("Looking", "System", "Absolute", "Classpath", "Found", "Script", "Current", "Trying"),
            constants("script.find", "script-found", category="process", types="info"),
            {"file": "file.path"},
            classes=_SCRIPTS,
        ),
        Text(
            "SSH_FAILED",
            ("Failed",),
            constants(
                "ssh.failure",
                "ssh-login-failed",
                category="authentication",
                types="start",
                outcome="failure",
            ),
            {"user": "user.name", "host": "labels.ssh_host"},
            classes=("SshHelper", "SSHCmdHelper", "VmwareResource"),
        ),
        Text(
            "SIMULATED",
            ("Simulate", "Finished", "Received"),
            constants("simulator.command", "command-simulated", category="process", types="start"),
            {"command": "cloudstack.command"},
            _simulated,
            classes=_SIMULATOR,
        ),
        Text(
            "SIMULATION_FAILED",
            (),
            constants("simulator.note", "command-simulated", category="process", types="info"),
            {"error": "event.reason"},
            _simulation,
            classes=_SIMULATOR,
        ),
        Text(
            "SAID",
            (),
            constants("script.output", "script-answered", category="process", types="info"),
            {"said": "labels.output"},
            classes=("OutputInterpreter", "Script", "Script2"),
        ),
    ),
)
