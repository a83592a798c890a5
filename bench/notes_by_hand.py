"""Messages of management servers that only say what goes on, read by hand-written `re`.

By the first five characters of a message: the regex, what each such message is, and the fields
of its groups; those without a dot are labels.
"""

import re
from collections.abc import Mapping

Row = tuple[re.Pattern[str], Mapping[str, object], tuple[str, ...]]


def row(
    regex: str, family: str, action: str, category: str, kind: str, *fields: str, outcome: str = ""
) -> Row:
    known: dict[str, object] = {
        "cloudstack.family": family,
        "event.action": action,
        "event.category": [category],
        "event.type": kind.split(),
    }
    if outcome:
        known["event.outcome"] = outcome
    return re.compile(regex), known, fields


STATISTICS = row(
    r"(\w+) is running to (?:process|get stats of|collect) (.*)",
    "statistics.collect", "statistics-collected", "process", "start", "collector", "scope",
)  # fmt: skip
ROUTERS = row(r"Found \d+ ", "router.change", "router-changed", "network", "info")
MONITOR = row(r"(?:Add|Remove) job-(\d+)", "job.monitor", "job-watched", "process", "info")
WORK = row(
    r"Processing work (HAWork\[)?(\d+-(HA)-(\d+)-(\w+)-(\w+))",
    "ha.work", "ha-work-processing", "host", "info",
    "", "work", "work_type", "cloudstack.vm.id", "cloudstack.state.old", "work_step",
)  # fmt: skip

NOTES: Mapping[str, Row] = {
    "VmSta": STATISTICS,
    "HostS": STATISTICS,
    "Stora": STATISTICS,
    "CIDRs": row(
        r"CIDRs from which account .* is allowed to perform API calls: (\S+)",
        "access.cidr", "networks-checked", "api", "access info", "cidrs",
    ),
    "Sessi": row(r"Session created", "session.created", "session-created", "session", "start"),
    "Retri": row(
        r"Retrieving user: (\S+)",
        "login.check", "login-checked", "authentication", "info", "user.name",
    ),
    "Found": ROUTERS,
    "Peer ": row(
        r"Peer scan is finished\. profiler: Done\. Duration: (\d+)ms",
        "cluster.heartbeat", "cluster-checked", "process", "info", "event.duration",
    ),
    "Runni": row(r"Running C", "capacity.update", "capacity-updated", "process", "info"),
    "Done ": row(r"Done r", "capacity.update", "capacity-updated", "process", "info"),
    "Add j": MONITOR,
    "Remov": MONITOR,
    "Proce": WORK,
    "HA he": row(r"HA health check", "ha.check", "hosts-checked", "host", "info"),
    "HA on": row(r"HA on", "ha.restart", "vm-restarted", "host", "start"),
    "Neigh": row(
        r"(.* returned status (\w+)) for",
        "ha.investigate", "vm-looked-for", "host", "info", "event.reason",
    ),
    "Curre": row(
        r"Current user logged in under (\S+)",
        "session.timezone", "timezone-noted", "session", "info", "timezone",
    ),
    "Begin": row(r"Begin cleanup", "job.manager", "job-manager-ran", "process", "info"),
    "End c": row(r"End cleanup", "job.manager", "job-manager-ran", "process", "info"),
    "Inves": row(
        r"Investigating why", "agent.investigate", "agent-investigated", "host", "info"
    ),
    "Tryin": row(
        r"Trying to allocate .* dc:(\d+), .*requested cpu: (\d+), requested ram: \(.*?\) (\d+)",
        "deploy.request", "deployment-asked", "host", "info",
        "cloudstack.zone.id", "cpu_requested", "cloudstack.capacity.requested",
    ),
    "Succe": row(r"Successfully allocated", "vm.allocate", "vm-allocated", "host", "info"),
    "Publi": row(r"Publish async", "job.publish", "job-published", "process", "info"),
    "Host ": row(r"Host is down", "host.down", "host-down", "host", "change", outcome="failure"),
}  # fmt: skip
TIMEOUT = row(
    r"Found the following agents behind on ping: \[(\d+)",
    "agent.timeout", "agent-timed-out", "host", "info", "cloudstack.host.id", outcome="failure",
)  # fmt: skip
NUMBERS = {"event.duration": 1_000_000, "cloudstack.capacity.requested": 1}


def read_note(message: str, fields: dict[str, object]) -> None:
    known = NOTES.get(message[:5])
    if known is ROUTERS and message.startswith("Found the"):
        known = TIMEOUT
    if known is None:
        return
    regex, constants, names = known
    found = regex.match(message)
    if not found:
        return
    fields.update(constants)
    labels = {}
    for name, value in zip(names, found.groups(), strict=False):
        if name in NUMBERS:
            fields[name] = int(value) * NUMBERS[name]
        elif "." in name:
            fields[name] = value
        elif name:
            labels[name] = value
    if labels:
        fields["labels"] = labels
