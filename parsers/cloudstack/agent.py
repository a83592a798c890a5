"""Format `cloudstack.agent`: the logs of KVM hosts' agents, and of the scripts that they call."""

from parsers.cloudstack import head
from parsers.cloudstack.log4j import read_log
from parsers.cloudstack.programs import AGENT, program_of
from parsers.event import Event, Record, Source
from parsers.grammar import composed
from parsers.mask import Mask

NAME = AGENT

_SCRIPT = composed(__file__, "agent.lark", "SCRIPT")
_KNOWN = composed(__file__, "agent.lark", "KNOWN")


starts_record = head.starts_record


def claims(text: str) -> bool:
    if head.claims(text):
        return program_of(text) == NAME
    return _KNOWN.match(text) is not None


def expects(text: str) -> bool:
    """In a file of this name any line of a script is one of those that agents call."""
    return head.claims(text) or _SCRIPT.match(text) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Reads a record of any layout.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    return read_log(NAME, record, mask, _zone, (_SCRIPT,))


def _zone(text: str, source: Source) -> str:
    """The console of 4.6 and before, which had no logid, is in GMT (agent/conf/log4j-cloud.xml)."""
    console = source.path is not None and source.path.endswith((".out", ".err"))
    return "UTC" if console and "(logid:" not in text else source.zone
