"""Format `cloudstack.systemvm`: `cloud.log` of storage VMs, console proxies and routers, in GMT."""

from parsers.cloudstack import head
from parsers.cloudstack.log4j import gmt, read_log
from parsers.cloudstack.programs import SYSTEMVM, program_of
from parsers.event import Event, Record
from parsers.grammar import composed
from parsers.mask import Mask

NAME = SYSTEMVM

_SCRIPT = composed(__file__, "systemvm.lark", "SCRIPT")
_SHELLS = tuple(composed(__file__, "systemvm.lark", name) for name in ("SHELL", "SHELL_US"))
_KNOWN = composed(__file__, "systemvm.lark", "KNOWN")


starts_record = head.starts_record


def claims(text: str) -> bool:
    if head.claims(text):
        return program_of(text) == NAME
    return _KNOWN.match(text) is not None


def expects(text: str) -> bool:
    """In a file of this name any line that begins with a time is a script's."""
    return head.claims(text) or any(layout.match(text) for layout in (_SCRIPT, *_SHELLS))


def parse(record: Record, mask: Mask) -> Event:
    """Reads a record of any layout; its time is in GMT, whatever the zone of its source.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    return read_log(NAME, record, mask, gmt, (_SCRIPT, *_SHELLS))
