"""What daemons write into syslog to fields: logins, commands as another user, filtered packets.

The grammar beside this file says which messages; all others keep the fields of their head.
Which types a category allows: ECS 9.5, `event.category`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from parsers.grammar import composed
from parsers.values import to_ip

Fields = dict[str, object]


def _kind(action: str, category: str, types: str, outcome: str = "") -> Mapping[str, object]:
    """Fields that classify a message.  `category`, `types`: words of ECS, several with blanks."""
    fields: Fields = {
        "event.action": action,
        "event.category": category.split(),
        "event.type": types.split(),
    }
    if outcome:
        fields["event.outcome"] = outcome
    return MappingProxyType(fields)


@dataclass(frozen=True, slots=True, eq=False)
class _Text:
    """`terminal`: of the grammar.  `read(match, fields)`: what its groups say."""

    terminal: str
    constants: Mapping[str, object]
    read: Callable[[re.Match[str], Fields], None]


_LOGIN = _kind("login", "authentication session", "start", "success")
_FAILED = _kind("login-failed", "authentication", "start", "failure")
_UNNAMED = frozenset({"", "invalid user", "illegal user"})
_ENDED = _kind("connection-closed", "network", "connection end")
_PROBED = _kind("connection-refused", "network", "connection info")
_OPENED = _kind("session-opened", "session", "start")
_CLOSED = _kind("session-closed", "session", "end")
_COMMAND = _kind("command-run", "process", "start", "success")
_REFUSED = _kind("command-refused", "authentication process", "info", "failure")
_SWITCHED = _kind("user-switched", "authentication", "start", "success")
_NOT_SWITCHED = _kind("user-switched", "authentication", "start", "failure")
_CRON = _kind("command-run", "process", "start")
_DROPPED = _kind("packet-blocked", "network", "connection denied", "failure")
_ACCEPTED = _kind("packet-allowed", "network", "connection allowed", "success")
_SEEN = _kind("packet-logged", "network", "connection info")


def _labels(fields: Fields, **found: str | None) -> None:
    told = {name: value for name, value in found.items() if value}
    if told:
        fields["labels"] = told


def _address(text: str | None, name: str, fields: Fields) -> None:
    """An address, or the name that stands where one was looked up."""
    if text is None:
        return
    address = to_ip(text)
    if address is not None:
        fields[f"{name}.ip"] = address
        fields["related.ip"] = [address]
    elif text and text != "?":
        fields[f"{name}.domain"] = text


def _user(fields: Fields, user: str | None, target: str | None = None) -> None:
    users = [name for name in (user, target) if name]
    if user:
        fields["user.name"] = user
    if target:
        fields["user.target.name"] = target
    if users:
        fields["related.user"] = list(dict.fromkeys(users))


def _remote(match: re.Match[str], fields: Fields) -> None:
    groups = match.groupdict()
    user = groups.get("user")
    if user and user.strip() not in _UNNAMED:
        fields["user.name"] = user
        fields["related.user"] = [user]
    address = groups["address"]
    if address is not None:
        _address(address.rstrip(":"), "source", fields)
    port = groups.get("port")
    if port is not None:
        fields["source.port"] = int(port)
    reason = groups.get("reason") or groups.get("unknown")
    if reason:
        fields["event.reason"] = reason
    method = groups.get("method")
    if method:
        fields["labels"] = {"method": method}
    fields["network.protocol"] = "ssh"


def _session(match: re.Match[str], fields: Fields) -> None:
    fields.update(_OPENED if match["what"] == "opened" else _CLOSED)
    _user(fields, match["user"])
    if match["uid"] is not None:
        fields["user.id"] = match["uid"]
    _labels(fields, service=match["service"], by=match["by"])


def _unauthentic(match: re.Match[str], fields: Fields) -> None:
    _user(fields, match["user"])
    _address(match["address"], "source", fields)
    _labels(fields, service=match["service"])


def _password(match: re.Match[str], fields: Fields) -> None:
    _user(fields, None, match["target"])
    _labels(fields, service=match["service"])


def _sudo(match: re.Match[str], fields: Fields) -> None:
    _user(fields, match["user"], match["target"])
    if match["command"] is not None:
        fields["process.command_line"] = match["command"]
    if match["reason"] is not None:
        fields.update(_REFUSED)
        fields["event.reason"] = match["reason"].strip()
    _labels(fields, tty=match["tty"], directory=match["directory"])


def _switched(match: re.Match[str], fields: Fields) -> None:
    user = match["user"] or match["by"] or match["who"]
    _user(fields, user, match["target"] or match["for"] or match["to"])
    if match["failed"] is not None or match["who"] is not None:
        fields.update(_NOT_SWITCHED)


def _account(match: re.Match[str], fields: Fields) -> None:
    _user(fields, None, match["created"] or match["deleted"] or match["member"])
    if match["created"] is not None:
        fields.update(_kind("user-created", "iam", "user creation", "success"))
    elif match["deleted"] is not None:
        fields.update(_kind("user-deleted", "iam", "user deletion", "success"))
    _labels(fields, uid=match["uid"], group=match["group"])


def _logind(match: re.Match[str], fields: Fields) -> None:
    if match["closed"] is not None:
        fields.update(_CLOSED)
    _user(fields, match["user"])
    _labels(fields, session=match["opened"] or match["closed"])


def _cron(match: re.Match[str], fields: Fields) -> None:
    _user(fields, match["user"])
    fields["process.command_line"] = match["command"].strip()


_FACT = re.compile(r" (PROTO|SPT|DPT|TYPE|CODE|MARK)=(\w+)")
_TRANSPORTS = {"1": "icmp", "2": "igmp", "47": "gre", "50": "esp", "51": "ah", "58": "ipv6-icmp",
               "89": "ospf", "132": "sctp", "icmpv6": "ipv6-icmp"}  # fmt: skip
_STOPPED = re.compile(r"drop|den[yi]|block|reject|discard|refuse|-[DR]\]?$", re.IGNORECASE)
_PASSED = re.compile(r"accept|allow|permit|\bpass\b|-A\]?$", re.IGNORECASE)


def _packet(match: re.Match[str], fields: Fields) -> None:
    prefix = (match["prefix"] or "").strip(" :")
    if prefix:
        fields["rule.name"] = prefix.strip("[]")
        if _STOPPED.search(prefix) is not None:
            fields.update(_DROPPED)
        elif _PASSED.search(prefix) is not None:
            fields.update(_ACCEPTED)
    ingress, egress = match["ingress"], match["egress"]
    if ingress:
        fields["observer.ingress.interface.name"] = ingress
    if egress:
        fields["observer.egress.interface.name"] = egress
    if not (ingress and egress):
        fields["network.direction"] = "inbound" if ingress else "outbound"
    _parties(match, fields)


def _parties(match: re.Match[str], fields: Fields) -> None:
    found = [to_ip(match["source"]), to_ip(match["destination"])]
    for name, address in zip(("source.ip", "destination.ip"), found, strict=True):
        if address is not None:
            fields[name] = address
    addresses = [address for address in found if address is not None]
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
        fields["network.type"] = "ipv6" if ":" in addresses[0] else "ipv4"
    facts = dict(_FACT.findall(match["facts"]))
    transport = facts.pop("PROTO", "").lower()
    if transport:
        fields["network.transport"] = _TRANSPORTS.get(transport, transport)
    for key, name in (("SPT", "source.port"), ("DPT", "destination.port")):
        port = facts.pop(key, "")
        if port.isdigit() and len(port) < 6:
            fields[name] = int(port)
    mac = match["mac"]
    if mac is not None and len(mac) >= _TWO_MACS:
        fields["destination.mac"] = mac[:17].replace(":", "-").upper()
        fields["source.mac"] = mac[18:35].replace(":", "-").upper()
    _labels(fields, **{name.lower(): value for name, value in facts.items()})


_TWO_MACS = 35
"""Characters of the two hardware addresses with which the head of a frame begins."""

_ACCEPT = _Text("ACCEPTED", _LOGIN, _remote)
_FAIL = _Text("FAILED", _FAILED, _remote)
_INVALID = _Text("UNKNOWN", _FAILED, _remote)
_END = _Text("ENDED", _ENDED, _remote)
_PROBE = _Text("PROBED", _PROBED, _remote)
_PAM = (
    _Text("SESSION", _OPENED, _session),
    _Text("REFUSED", _FAILED, _unauthentic),
    _Text("PASSWORD", _kind("password-changed", "iam", "user change", "success"), _password),
)
_SU = (_Text("SWITCHED", _SWITCHED, _switched),)
_ACCOUNT = (_Text("ACCOUNT", _kind("group-changed", "iam", "group change", "success"), _account),)
_SSHD: Mapping[str, Sequence[_Text]] = {
    "Accepted": (_ACCEPT,),
    "Failed": (_FAIL,),
    "error:": (_FAIL,),
    "Invalid": (_INVALID,),
    "Illegal": (_INVALID,),
    "User": (_Text("NOT_ALLOWED", _FAILED, _remote),),
    "Connection": (_END, _PROBE),
    "Disconnected": (_END,),
    "Disconnecting": (_END,),
    "Received": (_END,),
    "Did": (_PROBE,),
    "Bad": (_PROBE,),
    "Unable": (_PROBE,),
    "fatal:": (_PROBE,),
    "banner": (_PROBE,),
}
_JOBS = (_Text("CRON", _CRON, _cron),)
_DAEMONS: Mapping[str, Mapping[str, Sequence[_Text]] | Sequence[_Text]] = {
    "sshd": _SSHD,
    "sshd-session": _SSHD,
    "sudo": (_Text("SUDO", _COMMAND, _sudo),),
    "su": _SU,
    "useradd": _ACCOUNT,
    "userdel": _ACCOUNT,
    "usermod": _ACCOUNT,
    "systemd-logind": (_Text("LOGIN", _OPENED, _logind),),
    "CRON": _JOBS,
    "cron": _JOBS,
    "crond": _JOBS,
    "/usr/sbin/cron": _JOBS,
}
"""Program to what it writes, by the first word where it writes much."""

DAEMONS = frozenset({*_DAEMONS, "kernel"})
"""Programs whose messages are of no other format."""

_PACKET = (_Text("PACKET", _SEEN, _packet),)
_REGEXES = {
    text.terminal: composed(__file__, "syslog_daemons.lark", text.terminal)
    for table in (*_DAEMONS.values(), _PAM, _PACKET)
    for texts in (table.values() if isinstance(table, Mapping) else (table,))
    for text in texts
}
_LONGEST = 10_000
"""Characters of a message; rsyslog cuts at 8 kB."""
_REPEATED = re.compile(r"message repeated (\d{1,10}) times: \[ (.*)\]\Z", re.DOTALL)
_SOLARIS = re.compile(r"\[ID \d{1,8} \w{1,16}\.\w{1,16}\] ")


def daemon_fields(program: object, message: str) -> Mapping[str, object] | None:
    """What the message says beyond its head; None where no text reads it."""
    if len(message) > _LONGEST:
        return None
    table = _DAEMONS.get(program) if isinstance(program, str) else None
    if table is None:
        if message[:3] == "IN=" and program is not None and program != "kernel":
            return _read(_PACKET, f"{program}: {message}")
        if (program is None or program == "kernel") and " SRC=" in message:
            return _read(_PACKET, message)
        return _read(_PAM, message) if message[:4] == "pam_" else None
    if message[:4] == "pam_":
        return _read(_PAM, message)
    if message[:4] == "[ID ":
        message = _SOLARIS.sub("", message, count=1)
    if message[:8] == "message ":
        again = _REPEATED.match(message)
        return None if again is None else _again(program, again[2], again[1])
    if isinstance(table, Mapping):
        table = table.get(message.partition(" ")[0], ())
    return _read(table, message)


def _again(program: object, message: str, times: str) -> Mapping[str, object] | None:
    found = None if message[:8] == "message " else daemon_fields(program, message)
    if found is None:
        return None
    labels = found.get("labels")
    return {**found, "labels": {**(labels if isinstance(labels, dict) else {}), "repeated": times}}


def _read(texts: Sequence[_Text], message: str) -> Mapping[str, object] | None:
    for text in texts:
        match = _REGEXES[text.terminal].match(message)
        if match is not None:
            fields = dict(text.constants)
            text.read(match, fields)
            return fields
    return None
