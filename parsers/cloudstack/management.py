"""Format `cloudstack.management`: the logs of management servers, of every age."""

from parsers.cloudstack import head
from parsers.cloudstack.log4j import read_log
from parsers.event import Event, Record
from parsers.mask import Mask

NAME = "cloudstack.management"

starts_record = head.starts_record
claims = head.claims


def parse(record: Record, mask: Mask) -> Event:
    """Reads a record of any layout.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    return read_log(NAME, record, mask)
