"""What messages that no text reads tell by their words."""

import pytest

from parsers.cloudstack.management import parse
from parsers.event import Record, Source
from parsers.mask import Mask

UUID = "2c8e790f-e6d2-11f1-b077-02fc00000001"


def fields_of(logger: str, message: str, level: str = "DEBUG") -> dict[str, object]:
    text = f"2026-09-13 12:34:56,789 {level:5} [{logger}] (a:[]) (logid:) {message}"
    return dict(parse(Record(text, Source()), Mask()).fields)


@pytest.mark.parametrize(
    ("logger", "message", "family", "action", "outcome"),
    [
        ("o.a.c.b.BackupX", "Trying to delete it", "backup.delete", "backup-delete", None),
        ("o.a.c.b.BackupX", "Deleting it", "backup.delete", "backup-delete", None),
        ("o.a.c.b.BackupX", "It will be deleted", "backup.delete", "backup-delete", None),
        ("o.a.c.b.BackupX", "It is not deleted", "backup.delete", "backup-delete", None),
        ("o.a.c.b.BackupX", "Starting store nr. 5", "backup.start", "backup-start", None),
        ("o.a.c.b.BackupX", "Started it", "backup.start", "backup-started", None),
        ("o.a.c.b.BackupX", "Detached the disk", "backup.detach", "backup-detached", None),
        ("o.a.c.b.BackupX", "The store was unmounted", "backup.detach", "backup-detached", None),
        ("o.a.c.b.BackupX", "Asked the host to stop it", "backup.send", "backup-sent", None),
        ("o.a.c.b.BackupX", "Deleted it successfully", "backup.delete", None, "success"),
        ("o.a.c.b.BackupX", "It was restored", "backup.change", "backup-changed", None),
        ("o.a.c.b.BackupX", "Unable to delete it", "backup.failed", "backup-failed", "failure"),
        ("o.a.c.b.BackupX", "Its removal failed: x", "backup.failed", None, "failure"),
        ("o.a.c.b.BackupX", "3 of 3, 0 failed", "backup", "backup-noted", None),
        ("o.a.c.b.BackupX", "No repository of it", "backup.missing", "backup-missed", None),
        ("o.a.c.b.BackupX", "No need to keep it", "backup.skip", "backup-skipped", None),
        ("o.a.c.b.BackupX", "Its store is ready", "backup.state", "backup-state-told", None),
        ("o.a.c.b.BackupX", "Address of it, settings, readers", "backup", None, None),
        ("o.a.c.b.BackupX", "Copying it, stopped", "backup.move", None, None),
        ("o.a.c.b.BackupX", "Nothing scheduled", "backup.wait", None, None),
        ("o.a.c.b.BackupX", "Its colour: green", "backup", "backup-noted", None),
        ("o.a.c.b.BackupX", "Its driver: enabled", "backup", "backup-noted", None),
        ("o.a.c.b.BackupX", "Not permitted here", "backup", "backup-noted", None),
        ("o.a.c.a.XAccessChecker", "Not permitted here", "security.denied", None, "failure"),
        (
            "o.a.c.a.XTwoFactorAuthenticator",
            "2FA mismatch",
            "authentication.denied",
            None,
            "failure",
        ),
        ("o.a.c.x.GpuThingManagerImpl", "Discovered it", "vm.check", "vm-checked", None),
        ("kvm.resource.LibvirtConnection", "Creating it", "hypervisor.create", None, None),
    ],
)
def test_words_tell_what_was_done(
    logger: str, message: str, family: str, action: str | None, outcome: str | None
) -> None:
    fields = fields_of(logger, message)
    assert fields["cloudstack.family"] == family
    assert fields.get("event.outcome") == outcome
    assert action is None or fields["event.action"] == action


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("API access denied for user [alice]", {"user.name": "alice"}),
        ("Refusing user 'alice' from /192.0.2.9", {"user.name": "alice", "source.ip": "192.0.2.9"}),
        ("Refusing username: alice, remote IP [2001:db8::7]", {"source.ip": "2001:db8::7"}),
        ("Refusing client 2001:DB8:0::7: it is late", {"source.ip": "2001:db8::7"}),
        ("Refusing what comes from 192.0.2.9.", {"source.ip": "192.0.2.9"}),
        ("Refusing what comes from 192.0.2.9:8250", {"source.ip": "192.0.2.9"}),
        ("Refusing what comes from 192.0.2.300", {"source.ip": None}),
        ("Refusing what comes from ::ffff:192.0.2.9", {"source.ip": None}),
        ("Refusing client 1e:00:98:00:00:1a", {"source.ip": None}),
        (f"Reset the password of user {UUID}", {"user.id": UUID, "user.name": None}),
        ("Reset the password of user 4", {"user.id": "4", "user.name": None}),
        ("Reset by the user from 12:34:56 with data", {"user.name": None, "source.ip": None}),
        ('The user [User {"username":"alice"}] is late', {"user.name": "alice"}),
    ],
)
def test_who_stands_in_a_message_of_a_guard(message: str, wanted: dict[str, str | None]) -> None:
    fields = fields_of("o.a.c.u.UserPasswordResetManagerImpl", message)
    assert {name: fields.get(name) for name in wanted} == wanted


def test_an_error_is_a_failure_whatever_text_reads_it() -> None:
    message = "Unable to connect to remote: is there a server running on port 8250"
    assert fields_of("utils.nio.NioClient", message)["cloudstack.family"] == "agent.port"
    assert "event.outcome" not in fields_of("utils.nio.NioClient", message)
    assert fields_of("utils.nio.NioClient", message, "WARN")["event.outcome"] == "failure"
    assert fields_of("utils.nio.NioClient", message, "ERROR")["event.outcome"] == "failure"


@pytest.mark.parametrize(
    "message", ["Fail to reboot it", "Destroying vif-3failed", "It got an exception at once"]
)
def test_a_warning_that_says_so_is_a_failure(message: str) -> None:
    assert fields_of("o.a.c.b.BackupX", message, "WARN")["event.outcome"] == "failure"


def test_what_came_to_pass_has_the_type_that_its_category_allows() -> None:
    volume, network = "o.a.c.s.v.VolumeX", "c.c.n.NetworkX"
    assert fields_of(volume, "It was deleted")["event.type"] == ["deletion"]
    assert fields_of("o.a.c.b.BackupX", "It was deleted")["event.type"] == ["change"]
    assert fields_of(network, "It was deleted")["event.type"] == ["info"]
    assert fields_of(volume, "Trying to delete it")["event.type"] == ["info"]


def test_an_error_that_begins_with_success_is_none() -> None:
    message = "Succeeded in unmounting /mnt/b"
    assert fields_of("o.a.c.b.BackupX", message, "ERROR")["event.outcome"] == "success"


def test_what_begins_with_success_is_one() -> None:
    message = "Successfully associated ip address 192.0.2.5 to network id 204"
    fields = fields_of("c.c.n.IpAddressManagerImpl", message)
    assert fields["cloudstack.family"] == "ip.change"
    assert fields["event.outcome"] == "success"


def test_one_line_of_a_login_has_its_outcome() -> None:
    message = "Login attempt failed. You have 3 attempt(s) remaining"
    assert "event.outcome" not in fields_of("c.c.u.AccountManagerImpl", message, "WARN")


def test_a_trace_is_of_the_part_that_logs_it() -> None:
    trace = "It broke\njava.lang.Exception: no\n\tat com.cloud.X.y(X.java:1)"
    fields = fields_of("o.a.c.b.BackupX", trace)
    assert fields["cloudstack.family"] == "backup.failed"
    assert fields["event.outcome"] == "failure"
    assert fields_of("a.b.c.X", trace)["cloudstack.family"] == "exception"
