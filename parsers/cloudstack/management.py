"""Format `cloudstack.management`: the logs of management servers, of every age."""

from parsers.cloudstack.head import find_head, starts_dated
from parsers.cloudstack.log4j import read_log
from parsers.event import Event, Record
from parsers.mask import Mask

NAME = "cloudstack.management"


def parse(record: Record, mask: Mask) -> Event:
    """Reads a record of any layout.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    return read_log(NAME, record, mask)


def starts_record(line: str) -> bool:
    """Whether a head begins the line."""
    return starts_dated(line) or ("[" in line and find_head(line) is not None)


def claims(text: str) -> bool:
    """Whether the first characters are a head; what journald wrote before it is syslog's."""
    if starts_dated(text):
        return True
    if "[" not in text[:300]:
        return False
    head = find_head(text)
    return head is not None and (head.prefix is None or head.prefix["journal"] is None)
