"""Format `cloudstack.usage`: the logs of usage servers, with or without a date."""

from parsers.cloudstack import head
from parsers.cloudstack.log4j import read_log
from parsers.cloudstack.programs import USAGE, program_of
from parsers.event import Event, Record, Source
from parsers.mask import Mask

NAME = USAGE

starts_record = head.starts_record


def claims(text: str) -> bool:
    return head.claims(text) and program_of(text) == NAME


def parse(record: Record, mask: Mask) -> Event:
    """Reads a record of any layout.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    return read_log(NAME, record, mask, _zone)


def _zone(text: str, source: Source) -> str:
    """Layouts without logid, of 4.6 and before, are in GMT, as is the console's of 4.19 and before.

    From usage/conf/log4j-cloud_usage.xml.in.  4.7 to 4.10 wrote no time to the file.
    """
    return source.zone if "(logid:" in text else "UTC"
