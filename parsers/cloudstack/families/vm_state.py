"""Family `vm.state`: a virtual machine goes from one state to another."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_GROUPS = {
    "old": "cloudstack.state.old",
    "new": "cloudstack.state.new",
    "event": "cloudstack.state.event",
}
_ID = re.compile(r'"id": ?"?(?P<id>\d+)')


def _read(match: re.Match[str], fields: Fields) -> None:
    if match["event"] == "OperationFailed":
        fields["event.outcome"] = "failure"
    elif match["event"] == "OperationSucceeded":
        fields["event.outcome"] = "success"
    for group in ("next", "before", "original"):
        host = _host_id(match[group])
        if host is not None:
            fields["cloudstack.host.id"] = host
            break


def _host_id(text: str | None) -> str | None:
    """The number of a host that is written as a number, as an object, or as `null`."""
    if text is None:
        return None
    if text.isdigit():
        return text
    match = _ID.search(text)
    return match["id"] if match is not None else None


_CONSTANTS = constants("vm.state", "vm-state-changed", category="host", types="change")

_NEEDLES = (" state transi",)

FAMILY = Family(
    __file__,
    "vm_state.lark",
    texts=(
        Text("TRANSITED", (), _CONSTANTS, _GROUPS, _read, _NEEDLES),
        Text("TRANSITTED", (), _CONSTANTS, _GROUPS, _read, _NEEDLES),
    ),
)
