"""What was done to two recorded servers is found in their logs by fields alone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.parsers.cloudstack.story import (
    Kind,
    Log,
    Step,
    Wanted,
    matches,
    near,
    of_job,
    read_log,
    read_story,
)

FAMILY = "cloudstack.family"
FAILED = {"event.outcome": "failure"}


def family(name: str, **fields: object) -> Wanted:
    return {FAMILY: name, **{key.replace("__", "."): value for key, value in fields.items()}}


def login_failed(match: re.Match[str]) -> list[Wanted]:
    user, domain = match["user"], match["domain"]
    if domain == "/nosuchdomain":
        return [family("login.answer", error__message="~Unable to find the domain")]
    if "\\n" in user:
        return [family("login.forged", user__name="line1", tags=["suspect"])]
    return [family("login.failure", user__name=user, event__outcome="failure")]


def refused(match: re.Match[str]) -> list[Wanted]:
    """A refusal by its code: roles deny, keys fail, and all others say their text."""
    code, command = match["code"], match["command"]
    text = match["text"].split("\\", 1)[0].split(" — job=", 1)[0][:60].strip()
    said: list[Wanted] = [{"error.message": f"~{text}"}, {"message": f"~{text}", **FAILED}]
    if code == "432":
        return [family("access.denied", cloudstack__command=command, event__outcome="failure")]
    if code == "401":
        return [{FAMILY: ("access.denied", "access.disabled", "access.unsigned"), **FAILED}]
    if code == "511":
        return [family("login.2fa", event__outcome="failure"), *said]
    return said


def job_failed(match: re.Match[str]) -> Wanted:
    return {FAMILY: "job.complete", **FAILED, "error.message": f"~{match['text'][:60].strip()}"}


def command_called(match: re.Match[str]) -> list[Wanted]:
    """Bodies of POST are not logged: what such a call does is."""
    done: dict[str, Wanted] = {
        "createAccount": family("user.create", event__action="user-created"),
        "createUser": family("user.create", event__action="user-created"),
        "updateUser": family("user.update", event__action="user-changed"),
    }
    called = [family("api.start", event__action=match["command"])]
    return [*called, done[match["command"]]] if match["command"] in done else called


JOB = r"[0-9a-f]{8}-[0-9a-f-]{27}"
WHO = r"(?P<who>\w+)(?:\(session\))?"

KINDS = (
    near(
        "failed login",
        r"login FAILED ['\"](?P<user>.+?)['\"] domain=(?P<domain>\S+) ",
        login_failed,
    ),
    near(
        "failed login that counts",
        r"login FAILED (?P<user>\w+) attempt (?P<number>\d)",
        lambda match: [
            family(name, user__name=match["user"], event__outcome="failure")
            for name in ("login.failure", "login.disabled")
        ],
    ),
    near(
        "login of a locked or disabled user",
        r"login (?P<user>\w+) (?:with the RIGHT password after lock-out|while disabled)",
        lambda match: [
            family("login.disabled", user__name=match["user"], event__outcome="failure")
        ],
    ),
    near(
        "login",
        r"(?:login OK (?P<user>\w+)|login (?P<again>\w+) (?:after enableUser|while locked)"
        r"|(?P<admin>admin) login by session|(?P<second>\w+) logs in with 2FA)",
        lambda match: [
            family(
                "login.success",
                user__name=match["user"] or match["again"] or match["admin"] or match["second"],
                event__outcome="success",
            )
        ],
    ),
    near(
        "logout",
        r"(?P<user>\w+) logs out",
        lambda _: [family("session.destroyed", event__type=["end"])],
    ),
    near(
        "wrong signature",
        r"(?P<who>\w+): \w+ with WRONG signature",
        lambda _: [family("access.signature", event__outcome="failure")],
    ),
    near(
        "unknown key",
        "unknown api key",
        lambda _: [family("access.key", event__outcome="failure")],
    ),
    near(
        "no signature, no key or no session",
        r"(?:no signature|no api key|unauthenticated|\w+ after logout)",
        lambda _: [family("access.unsigned", event__outcome="failure")],
    ),
    near(
        "expired request",
        r"\w+: (?:EXPIRED signature|malformed expires)",
        lambda _: [family("access.expired", event__outcome="failure")],
    ),
    near(
        "unknown command",
        r"\w+: (?P<what>unknown|empty) command",
        lambda match: [
            family(
                "access.denied",
                cloudstack__command="frobnicateVirtualMachine",
                event__outcome="failure",
            )
            if match["what"] == "unknown"
            else family("api.unknown", event__outcome="failure"),
            family("access.denied", event__outcome="failure"),
        ],
    ),
    near(
        "command that the role denies",
        r"(?P<who>\w+): (?P<command>\w+) \((?:not allowed|role )",
        lambda match: [
            family(
                "access.denied",
                cloudstack__command=match["command"],
                event__outcome="failure",
            )
        ],
    ),
    near(
        "call from a denied network",
        r"(?P<who>\w+) from a source address not allowed",
        lambda match: [
            family(
                "access.cidr.denied",
                cloudstack__account__name=match["who"],
                source__ip="127.0.0.1",
                event__outcome="failure",
            )
        ],
    ),
    near(
        "object of another account",
        r"\w+: \w+ of another account",
        lambda _: [family("access.denied", event__outcome="failure")],
    ),
    near(
        "wrong parameters",
        r"\w+: (?:missing parameters|bad uuid|unknown uuid|wrong type)",
        lambda _: [family("api.parameter.invalid", event__outcome="failure")],
    ),
    near(
        "page out of range",
        r"\w+: out of range page",
        lambda _: [
            family(
                "api.error",
                error__message="~Page size can't exceed",
                event__outcome="failure",
            )
        ],
    ),
    near(
        "bad session key",
        "session: bad session key",
        lambda _: [{FAMILY: ("session.invalid", "access.unsigned", "session.destroyed")}],
    ),
    of_job(
        "failed job",
        rf"{WHO}: (?:async )?\w+ (?:[\w-]+ )?FAILED (?P<text>.+?) — job=(?P<job>{JOB})",
        job_failed,
    ),
    of_job(
        "job",
        rf"{WHO}: (?:async )?(?P<command>\w+) (?:[\w-]+ )?OK — (?:vm=\S+ )?job=(?P<job>{JOB})",
        lambda _: {FAMILY: "job.complete", "event.outcome": "success"},
    ),
    of_job(
        "job that a stop of the server cuts off",
        rf"{WHO}: (?:deployVirtualMachine started, will be cut off|slow deployVirtualMachine.*?)"
        rf" — job=(?P<job>{JOB})",
        lambda _: {FAMILY: "job.submit", "cloudstack.event.type": "VM.CREATE"},
    ),
    of_job(
        "end of a slow job",
        rf"{WHO}: slow deploy ended status 1 — job=(?P<job>{JOB})",
        lambda _: {FAMILY: "job.complete", "event.outcome": "success"},
    ),
    of_job(
        "job after a restart",
        rf"{WHO}: job after restart: status 2 .*— job=(?P<job>{JOB})",
        lambda _: {FAMILY: ("job.cancel", "job.complete"), **FAILED},
    ),
    near(
        "machine after a restart",
        rf"vm after restart — vm=(?P<vm>{JOB}) state=(?P<state>\w+)",
        lambda match: [
            {FAMILY: ("vm.state", "job.failed", "deploy.failed"), "cloudstack.vm.uuid": match["vm"]}
        ],
        before=timedelta(seconds=60),
    ),
    near(
        "stop of the server",
        r"management server .*(?:gets |stopped \()SIGTERM",
        lambda _: [family("shutdown.component")],
        before=timedelta(seconds=15),
        after=timedelta(seconds=10),
    ),
    near(
        "start of the server",
        r"management server started again|API answers again",
        lambda _: [family("startup.module"), family("api.server")],
        after=timedelta(seconds=30),
    ),
    near(
        "host in maintenance",
        rf"host maintenance state — host=(?P<host>{JOB})",
        lambda _: [{"cloudstack.state.new": "Maintenance"}],
    ),
    near(
        "host that is not well",
        r"host made unhealthy",
        lambda _: [family("ha.check")],
        after=timedelta(seconds=90),
    ),
    near(
        "removed host",
        rf"host removed — host=(?P<host>{JOB})",
        lambda match: [{"event.action": "deleteHost", "cloudstack.host.uuid": match["host"]}],
    ),
    near(
        "refused call",
        rf"{WHO}: (?P<command>\w+) (?:->|refused:) (?P<code>\d+) (?P<text>.+)",
        refused,
    ),
    near(
        "failed deployment without a job",
        rf"{WHO}: (?P<command>deployVirtualMachine) [\w-]+ FAILED (?P<text>.{{1,60}})",
        lambda match: [{"error.message": f"~{match['text']}"}],
    ),
    near(
        "call",
        rf"(?:{WHO}: )?(?P<command>(?:list|create|add|update|register|delete|enable|configure|get|"
        r"cleanup|dedicate|change|recover|archive|reset|generate|setup|upload|validate|lock|revert"
        r"|assign|release|remove|disable|attach|detach|restore|migrate|deploy|start|stop|reboot|set)"
        r"[A-Z]\w*|setupUserTwoFactorAuthentication)",
        command_called,
    ),
    near(
        "signed call that is answered",
        r"\w+: (?:good expires|XML answer|POST form)",
        lambda _: [family("api.start", event__action="listZones")],
    ),
)
"""Tried in this order, as a text may have the form of several."""

ELSEWHERE = re.compile(
    r"##|\(script\)|GET /|host HA state|ha-vm now|management server pid \d+ gets SIGKILL"
    r"|\w+: (?:got public ip|project — )|first-start"
)
"""Steps that left no line here: the access log has pages, and the step before has what it made."""


def kind_of(step: Step) -> tuple[Kind, re.Match[str]] | None:
    for kind in KINDS:
        match = kind.text.match(step.text)
        if match is not None:
            return kind, match
    return None


def missing(log: Log, steps: list[Step]) -> dict[str, list[str]]:
    lost: dict[str, list[str]] = {}
    for step in steps:
        known = kind_of(step)
        if known is not None and not known[0].found(log, step, known[1]):
            lost.setdefault(known[0].name, []).append(f"{step.time:%H:%M:%S.%f} {step.text[:150]}")
    return lost


@pytest.mark.parametrize("server", ["4.18.1", "4.22"])
def test_every_step_that_left_a_line_is_found_by_fields(corpus: Path, server: str) -> None:
    folder = corpus / "recorded" / server
    steps = read_story(folder)
    unknown = [s.text[:100] for s in steps if kind_of(s) is None and not ELSEWHERE.match(s.text)]
    assert unknown == []
    assert missing(read_log(folder), steps) == {}


@pytest.fixture(scope="module")
def busy(corpus: Path) -> tuple[Log, list[Step]]:
    """The longer of the two recordings."""
    folder = corpus / "recorded" / "4.18.1"
    return read_log(folder), read_story(folder)


def test_a_deployed_machine_is_seen_to_start_and_to_run(busy: tuple[Log, list[Step]]) -> None:
    log, steps = busy
    deployed = re.compile(rf"\w+: deployVirtualMachine \S+ OK — vm=(?P<vm>{JOB})")
    machines = [(step, match) for step in steps if (match := deployed.match(step.text))]
    assert len(machines) > 15
    for step, match in machines:
        for state in ("Starting", "Running"):
            wanted = {
                FAMILY: "vm.state",
                "cloudstack.vm.uuid": match["vm"],
                "cloudstack.state.new": state,
            }
            assert log.has(wanted, step, timedelta(seconds=20), timedelta(seconds=1)), step.text


def test_want_of_capacity_says_where_it_is_wanting(busy: tuple[Log, list[Step]]) -> None:
    log, steps = busy
    step = next(step for step in steps if "deployVirtualMachine dhcpfails FAILED" in step.text)
    wanted = {
        FAMILY: "capacity.insufficient",
        "cloudstack.capacity.scope": "interface com.cloud.dc.DataCenter",
        "cloudstack.zone.id": "2",
        "event.outcome": "failure",
    }
    assert log.has(wanted, step, timedelta(seconds=8), timedelta(seconds=1))


def test_alerts_have_their_type_and_place(busy: tuple[Log, list[Step]]) -> None:
    log, _ = busy
    wanted = {
        FAMILY: "alert",
        "event.kind": "alert",
        "cloudstack.alert.name": "ALERT.SERVICE.SSVM",
        "cloudstack.zone.id": "2",
    }
    assert any(matches(event, wanted) for event in log.events)
