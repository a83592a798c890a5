"""Format, what FORMATS holds: how one kind of log is recognised, joined and read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parsers.event import Event, Record
from parsers.mask import Mask


class ParseError(Exception):
    """A format claimed a record and then could not read it.

    `format`: its name.  `line`, `column`: 1-based, where reading stopped.
    """

    def __init__(self, format_name: str, message: str, line: int, column: int) -> None:
        super().__init__(f"{format_name}: {message} (line {line}, column {column})")
        self.format = format_name
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Format:
    """One row of FORMATS.

    `name`: `vendor.format`, also its folder, sample, golden file and `event.dataset`.
    `grammar`: name of the `.lark` file beside the module, None for the two without one.
    `starts_record(line)`: true where a line opens a record; every other line joins the record
    before it.
    `claims(text)`: true where the first characters say that the record is of this format.
    `expects(text)`: as `claims`, where the name of its file says that the record should be of this
    format; None where that changes nothing.
    `begins`, `needle`: of a record that it claims, unless it has the head which CloudStack's logs
    share: the characters of which one is its first, None where any may be; and what stands in it.
    They spare most texts the call of `claims`.
    `multiline`: a line that starts no record belongs to the record before, whatever it looks
    like; where false, only a line that looks like a continuation does (see `parsers.join`).
    `joins(lines, line)`: true where a line belongs to the record that these begin, though it looks
    like the start of another: the body of a request.
    `parse(record, mask)`: must give an Event or raise ParseError, whatever the text.
    """

    name: str
    title: str
    grammar: str | None
    starts_record: Callable[[str], bool]
    claims: Callable[[str], bool]
    parse: Callable[[Record, Mask], Event]
    begins: str | None = None
    needle: str = ""
    multiline: bool = True
    expects: Callable[[str], bool] | None = None
    joins: Callable[[Sequence[str], str], bool] | None = None
