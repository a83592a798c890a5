"""Messages of daemons: logins, commands as another user, sessions, filtered packets."""

from typing import Any

import pytest

from parsers.generic.syslog_daemons import daemon_fields
from tests.parsers.generic.test_syslog import fields_of

KINDS = ("event.action", "event.category", "event.type", "event.outcome")


def said(program: str, message: str) -> dict[str, Any]:
    return fields_of(f"<38>Sep 13 21:40:07 kvm-11 {program}: {message}")


def picked(found: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in names)


def test_a_login_that_was_accepted() -> None:
    found = said(
        "sshd[20411]", "Accepted publickey for alice from 203.0.113.7 port 50222 ssh2: ED25519 x"
    )
    assert picked(found, *KINDS) == (
        "login", ["authentication", "session"], ["start"], "success",
    )  # fmt: skip
    assert picked(found, "user.name", "source.ip", "source.port", "network.protocol") == (
        "alice", "203.0.113.7", 50222, "ssh",
    )  # fmt: skip
    assert found["labels"] == {"method": "publickey"}
    assert picked(found, "related.ip", "related.user") == (["203.0.113.7"], ["alice"])
    assert picked(found, "event.dataset", "event.kind", "process.pid", "host.name") == (
        "syslog", "event", 20411, "kvm-11",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "user", "address", "port"),
    [
        ("Failed password for root from 203.0.113.7 port 22 ssh2", "root", "203.0.113.7", 22),
        (
            "Failed keyboard-interactive/pam for invalid user bob from 2001:db8::7 port 22 ssh2",
            "bob", "2001:db8::7", 22,
        ),
        ("Failed none for invalid user  from 203.0.113.7 port 22 ssh2", None, "203.0.113.7", 22),
        ("[ID 800047 auth.notice] Failed none for root from 203.0.113.7 port 22 ssh2", "root",
         "203.0.113.7", 22),
        ("Invalid user x from 198.51.100.1 from 203.0.113.7 port 22",
         "x from 198.51.100.1", "203.0.113.7", 22),
        ("Invalid user bob from 203.0.113.7", "bob", "203.0.113.7", None),
        ("User root from 203.0.113.7 not allowed because not listed in AllowUsers",
         "root", "203.0.113.7", None),
        ("error: maximum authentication attempts exceeded for invalid user bob from 203.0.113.7 "
         "port 22 ssh2 [preauth]", "bob", "203.0.113.7", 22),
        ("error: PAM: Authentication failure for root from 203.0.113.7",
         "root", "203.0.113.7", None),
        ("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= "
         "rhost=203.0.113.7  user=root", "root", "203.0.113.7", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("program", ["sshd[7]", "sshd-session[7]"])
def test_a_login_that_failed(
    program: str, message: str, user: str | None, address: str, port: int | None
) -> None:
    found = said(program, message)
    assert picked(found, *KINDS) == ("login-failed", ["authentication"], ["start"], "failure")
    assert picked(found, "user.name", "source.ip", "source.port") == (user, address, port)


def test_a_message_that_rsyslog_counted() -> None:
    found = said(
        "sshd[7]", "message repeated 2 times: [ Failed password for root from 203.0.113.7 port 22]"
    )
    assert picked(found, "event.action", "source.ip") == ("login-failed", "203.0.113.7")
    assert found["labels"] == {"method": "password", "repeated": "2"}
    nested = "message repeated 2 times: [ message repeated 2 times: [ Failed x]]"
    assert "event.action" not in said("sshd[7]", nested)


@pytest.mark.parametrize(
    ("message", "action", "user"),
    [
        ("Connection closed by authenticating user root 203.0.113.7 port 22 [preauth]",
         "connection-closed", "root"),
        ("Connection closed by 203.0.113.7 port 22 [preauth]", "connection-closed", None),
        ("Disconnected from invalid user bob 203.0.113.7 port 22", "connection-closed", "bob"),
        ("Received disconnect from 203.0.113.7 port 22:11: bye", "connection-closed", None),
        ("Did not receive identification string from 203.0.113.7 port 22",
         "connection-refused", None),
        ("Bad protocol version identification 'GET / HTTP/1.1' from 203.0.113.7 port 22",
         "connection-refused", None),
        ("fatal: Unable to negotiate with 203.0.113.7: no matching cipher found.",
         "connection-refused", None),
    ],
)  # fmt: skip
def test_a_connection_without_a_login(message: str, action: str, user: str | None) -> None:
    found = said("sshd[7]", message)
    assert picked(found, "event.action", "source.ip", "user.name") == (action, "203.0.113.7", user)
    assert found["event.category"] == ["network"]


def test_a_session_of_any_program() -> None:
    opened = said(
        "sudo", "pam_unix(sudo:session): session opened for user root(uid=0) by alice(uid=7)"
    )
    assert picked(opened, *KINDS) == ("session-opened", ["session"], ["start"], None)
    assert picked(opened, "user.name", "user.id", "labels") == (
        "root", "0", {"service": "sudo", "by": "alice"},
    )  # fmt: skip
    closed = said("sshd[7]", "pam_unix(sshd:session): session closed for user alice")
    assert picked(closed, "event.action", "event.type") == ("session-closed", ["end"])
    assert said("systemd-logind[6]", "New session 21 of user alice.")["user.name"] == "alice"
    assert said("systemd-logind[6]", "Removed session 21.")["labels"] == {"session": "21"}


def test_a_command_as_another_user() -> None:
    found = said(
        "sudo", "   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh -c a ; b=c"
    )
    assert picked(found, *KINDS) == ("command-run", ["process"], ["start"], "success")
    assert picked(found, "user.name", "user.target.name", "process.command_line") == (
        "alice", "root", "/bin/sh -c a ; b=c",
    )  # fmt: skip
    assert found["labels"] == {"tty": "pts/0", "directory": "/home/alice"}
    assert found["related.user"] == ["alice", "root"]


@pytest.mark.parametrize("reason", ["user NOT in sudoers", "3 incorrect password attempts"])
def test_a_command_that_was_refused(reason: str) -> None:
    found = said(
        "sudo[7]",
        f"  bob : {reason} ; TTY=pts/1 ; PWD=/ ; USER=root ; GROUP=wheel ; COMMAND=/bin/ls",
    )
    assert picked(found, "event.action", "event.outcome", "event.reason") == (
        "command-refused", "failure", reason,
    )  # fmt: skip
    assert picked(found, "user.name", "process.command_line") == ("bob", "/bin/ls")


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("FAILED SU (to root) bob on pts/1", "failure"),
        ("(to root) bob on pts/1", "success"),
        ("Successful su for root by bob", "success"),
        ("FAILED su for root by bob", "failure"),
        ("'su root' failed for bob on /dev/pts/8", "failure"),
    ],
)
def test_another_user(message: str, outcome: str) -> None:
    found = said("su", message)
    assert picked(found, "event.outcome", "user.name", "user.target.name") == (
        outcome, "bob", "root",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("program", "message", "action", "types"),
    [
        ("useradd", "new user: name=bob, UID=48, GID=48, home=/h, shell=/s", "user-created",
         ["user", "creation"]),
        ("userdel", "delete user 'bob'", "user-deleted", ["user", "deletion"]),
        ("usermod", "add 'bob' to group 'wheel'", "group-changed", ["group", "change"]),
    ],
)  # fmt: skip
def test_accounts(program: str, message: str, action: str, types: list[str]) -> None:
    found = said(f"{program}[7]", message)
    assert picked(found, "event.action", "event.type", "user.target.name") == (action, types, "bob")
    assert found["event.category"] == ["iam"]


def test_a_password_that_was_changed() -> None:
    found = daemon_fields("passwd", "pam_unix(passwd:chauthtok): password changed for bob")
    assert found is not None
    assert picked(dict(found), "event.action", "user.target.name") == ("password-changed", "bob")


def test_a_job_of_cron() -> None:
    found = said("CRON[7]", "(root) CMD (   cd / && run-parts /etc/cron.hourly)")
    assert picked(found, "event.action", "user.name", "process.command_line") == (
        "command-run", "root", "cd / && run-parts /etc/cron.hourly",
    )  # fmt: skip


PACKET = (
    "IN=eth0 OUT= MAC=02:00:4c:5f:00:01:06:aa:bb:cc:dd:ee:08:00 SRC=203.0.113.7 DST=10.42.1.17 "
    "LEN=60 TOS=0x00 PREC=0x00 TTL=51 ID=1 DF PROTO=TCP SPT=4711 DPT=22 WINDOW=64240 RES=0x00 SYN"
)


def test_a_packet_that_was_filtered() -> None:
    found = said("kernel", f"[ 3529.289825] [UFW BLOCK] {PACKET} URGP=0")
    assert picked(found, *KINDS) == (
        "packet-blocked", ["network"], ["connection", "denied"], "failure",
    )  # fmt: skip
    assert picked(found, "source.ip", "source.port", "destination.ip", "destination.port") == (
        "203.0.113.7", 4711, "10.42.1.17", 22,
    )  # fmt: skip
    assert picked(found, "source.mac", "destination.mac") == (
        "06-AA-BB-CC-DD-EE", "02-00-4C-5F-00-01",
    )  # fmt: skip
    assert picked(found, "rule.name", "network.transport", "network.type") == (
        "UFW BLOCK", "tcp", "ipv4",
    )  # fmt: skip
    assert picked(found, "network.direction", "observer.ingress.interface.name") == (
        "inbound", "eth0",
    )  # fmt: skip
    assert found["related.ip"] == ["203.0.113.7", "10.42.1.17"]


@pytest.mark.parametrize(
    ("prefix", "action"),
    [
        ("DROP: ", "packet-blocked"),
        ("DROP(src wan)", "packet-blocked"),
        ("nft-reject ", "packet-blocked"),
        ("[WAN_IN-default-D]", "packet-blocked"),
        ("[WAN_OUT-2000-A]", "packet-allowed"),
        ("ACCEPT ", "packet-allowed"),
        ("[UFW AUDIT] ", "packet-logged"),
        ("", "packet-logged"),
    ],
)
def test_the_prefix_of_a_rule_says_what_became_of_a_packet(prefix: str, action: str) -> None:
    found = said("kernel", prefix + PACKET)
    assert picked(found, "event.action", "source.ip") == (action, "203.0.113.7")


def test_a_packet_without_the_name_of_the_kernel() -> None:
    found = fields_of(f"Sep 13 21:40:07 DENY: {PACKET}")
    assert picked(found, "event.action", "rule.name") == ("packet-blocked", "DENY")
    found = fields_of(f"Sep 13 21:40:07 fw-1 [LAN-12-A] {PACKET}")
    assert picked(found, "event.action", "host.name") == ("packet-allowed", "fw-1")


def test_a_packet_of_icmp_tells_of_another() -> None:
    found = said(
        "kernel",
        "IN= OUT=eth1 SRC=2001:db8::1 DST=2001:db8::2 LEN=104 PROTO=ICMPv6 TYPE=1 CODE=3 "
        "[SRC=2001:db8::9 DST=2001:db8::8 PROTO=UDP SPT=5 DPT=6 ]",
    )
    assert picked(found, "network.transport", "network.type", "network.direction") == (
        "ipv6-icmp", "ipv6", "outbound",
    )  # fmt: skip
    assert picked(found, "source.ip", "source.port") == ("2001:db8::1", None)
    assert found["labels"] == {"type": "1", "code": "3"}


def test_what_no_text_reads_keeps_its_head() -> None:
    assert "event.action" not in said("sshd[7]", "Server listening on 0.0.0.0 port 22.")
    assert "event.action" not in said("kernel", "usb 1-1: new device, SRC= nothing")
