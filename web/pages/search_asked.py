"""What the address of a search says, the query it makes, and addresses that differ in a part.

Parameters: `q`, `earliest`, `latest`, `tz`, `f` (a filter each), `view`, `kind` (of a chart), `sel`
(part of the time), `open` (an event), `field` (one that is open in the sidebar), `sort`, `offset`,
and `fields=1` for the sidebar in the page itself, which is how it is reached without scripts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal, Self, get_args
from urllib.parse import urlencode

from starlette.requests import Request

from search.service import SearchRequest
from web.api.asked import LONGEST_QUERY, zone_of
from web.errors import ApiError
from web.links import equals
from web.messages import gettext as _
from web.services import services_of

View = Literal["", "events", "table", "chart", "explain"]
ChartKind = Literal["", "line", "area", "bars", "stacked"]
KINDS: Mapping[str, ChartKind] = {kind: kind for kind in get_args(ChartKind)}
VIEWS: Mapping[str, View] = {view: view for view in get_args(View)}
EVERYTHING = "*"
PINNED, OFF, NOT = "^", "~", "!"


@dataclass(frozen=True, slots=True)
class Filter:
    """One pill: events whose field has the value, or has it not.

    `off`: it only waits.  `pinned`: it stays when a search of its own is begun.
    """

    field: str
    value: str
    excludes: bool = False
    off: bool = False
    pinned: bool = False

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """A filter from `[^][~][!]field=value`; None for anything else."""
        loose = text.removeprefix(PINNED)
        rest = loose.removeprefix(OFF)
        name, equal, value = rest.removeprefix(NOT).partition("=")
        if not name or not equal:
            return None
        return cls(name, value, rest.startswith(NOT), rest != loose, loose != text)

    def __str__(self) -> str:
        signs = PINNED * self.pinned + OFF * self.off + NOT * self.excludes
        return f"{signs}{self.field}={self.value}"

    @property
    def query(self) -> str:
        """The filter in the query language."""
        return ("NOT " if self.excludes else "") + equals(self.field, self.value)


@dataclass(frozen=True, slots=True)
class SearchAsked:
    """One search as its address says it.

    `now`: when it was asked.  `selected`: the part of its time that is looked at.
    """

    now: datetime
    q: str = ""
    earliest: str = ""
    latest: str = ""
    tz: str = "UTC"
    filters: tuple[Filter, ...] = ()
    view: View = ""
    selected: tuple[datetime, datetime] | None = None
    opened: str = ""
    field: str = ""
    sort: str = ""
    offset: int = 0
    with_fields: bool = False
    kind: ChartKind = ""

    def link(self, path: str = "/search", **changes: object) -> str:
        """Address of this search with other values for some of these names.

        What belongs to the place in the old result (open event, offset) is left out.
        """
        other = replace(self, **{"opened": "", "offset": 0, **changes})  # type: ignore[arg-type]
        return f"{path}?{urlencode(other.parameters())}"

    def parameters(self) -> list[tuple[str, str]]:
        """Names and values as they stand in the address, without those that say nothing."""
        selected = self.selected
        part = "~".join(str(epoch_ms(at)) for at in selected) if selected else ""
        found = [
            ("q", self.q),
            ("earliest", self.earliest),
            ("latest", self.latest),
            ("tz", "" if self.tz == "UTC" else self.tz),
            *(("f", str(one)) for one in self.filters),
            ("view", self.view),
            ("kind", self.kind),
            ("sel", part),
            ("sort", self.sort),
            ("field", self.field),
            ("fields", "1" if self.with_fields else ""),
            ("offset", str(self.offset) if self.offset else ""),
            ("open", self.opened),
        ]
        return [(name, value) for name, value in found if value] or [("q", EVERYTHING)]

    def fresh(self) -> "SearchAsked":
        """A search of its own, in the same zone."""
        return SearchAsked(self.now, tz=self.tz)

    def with_filter(self, added: Filter) -> tuple[Filter, ...]:
        """The filters and this one, which takes the place of those that speak of the same value."""
        kept = (one for one in self.filters if (one.field, one.value) != (added.field, added.value))
        return (*kept, added)

    def alone(self, chosen: Filter) -> tuple[Filter, ...]:
        """This filter and those that are pinned."""
        pinned = replace(self, filters=tuple(one for one in self.filters if one.pinned))
        return pinned.with_filter(chosen)

    def without_filter(self, dropped: Filter) -> tuple[Filter, ...]:
        """The filters without this one."""
        return tuple(one for one in self.filters if one != dropped)

    @property
    def prefix(self) -> str:
        """What the filters put before the query; OR binds closer than the AND between words."""
        return "".join(f"{one.query} " for one in self.filters if not one.off)

    @property
    def query(self) -> str:
        """The whole query: filters, then what was typed."""
        return self.prefix + self.typed if self.prefix or self.typed else EVERYTHING

    @property
    def typed(self) -> str:
        """What was typed, without the command that every query begins with."""
        text = self.q.strip()
        return text[len("search ") :] if text.lower().startswith("search ") else text

    @property
    def zone(self) -> tzinfo:
        """The zone of times.  Raises ApiError."""
        return zone_of(self.tz)


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def asked_of(request: Request) -> SearchAsked:
    """The search that the address says.  Raises ApiError."""
    given = request.query_params
    preset = given.get("preset")
    query = given.get("q", "")
    if len(query) > LONGEST_QUERY:
        raise ApiError(400, "request", _("This query is too long."))
    filters = (Filter.parse(text) for text in given.getlist("f"))
    added = Filter(
        given.get("filter_field", "").strip(),
        given.get("filter_value", "").strip(),
        given.get("filter_as") == "not",
    )
    asked = SearchAsked(
        now=services_of(request).clock(),
        q=query.replace("\r\n", "\n").strip(),
        earliest=given.get("earliest", "").strip() if preset is None else preset,
        latest=given.get("latest", "").strip() if preset is None else "",
        tz=given.get("tz", "") or "UTC",
        filters=tuple(
            dict.fromkeys(one for one in (*filters, added) if one and one.field and one.value)
        ),
        view=VIEWS.get(given.get("view", ""), ""),
        selected=_selected(given.get("sel", "")),
        opened=given.get("open", ""),
        field=given.get("field", ""),
        sort=given.get("sort", ""),
        offset=_offset(given.get("offset", "")),
        with_fields=given.get("fields") == "1",
        kind=KINDS.get(given.get("kind", ""), ""),
    )
    assert asked.zone
    return asked


def _selected(text: str) -> tuple[datetime, datetime] | None:
    start, _tilde, end = text.partition("~")
    try:
        first, last = (datetime.fromtimestamp(int(part) / 1000, UTC) for part in (start, end))
    except (ValueError, OverflowError, OSError):
        return None
    return (first, last) if first < last else None


def _offset(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def request_of(
    request: Request,
    asked: SearchAsked,
    query_id: str | None,
    query: str | None = None,
    whole: bool = False,
) -> SearchRequest:
    """The question to the store, for the selected part of the time unless it is to be `whole`."""
    earliest: str | None = asked.earliest or None
    latest: str | None = asked.latest or None
    if asked.selected and not whole:
        earliest, latest = (at.isoformat() for at in asked.selected)
    return SearchRequest(
        query=asked.query if query is None else query,
        now=asked.now,
        earliest=earliest,
        latest=latest,
        zone=asked.zone,
        limits=services_of(request).limits,
        query_id=query_id,
    )


def before_pipe(query: str) -> str:
    """The search at the begin of a query, up to the first `|` outside quotes and parentheses."""
    return query[: pipe_place(query)].strip() or EVERYTHING


def pipe_place(query: str) -> int:
    """Where the first `|` outside quotes stands, or the length of the query."""
    quoted = False
    escaped = False
    for place, sign in enumerate(query):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = quoted
        elif sign == '"':
            quoted = not quoted
        elif sign == "|" and not quoted:
            return place
    return len(query)


def terms(query: str) -> Sequence[str]:
    """The parts of a search at its top level: words, phrases, comparisons, parentheses."""
    found: list[str] = []
    start, depth, quoted, escaped = 0, 0, False, False
    text = before_pipe(query)
    for place, sign in enumerate(f"{text} "):
        if escaped:
            escaped = False
        elif sign == "\\" and quoted:
            escaped = True
        elif sign == '"':
            quoted = not quoted
        elif not quoted and sign in "()":
            depth += 1 if sign == "(" else -1
        if sign.isspace() and not quoted and depth <= 0:
            if text[start:place].strip():
                found.append(text[start:place].strip())
            start = place + 1
    return _joined(found)


def _joined(words: Sequence[str]) -> list[str]:
    """Words with what binds closer than AND: `NOT x`, `a OR b`, `f IN (…)`, `a = b`."""
    found: list[str] = []
    glue = False
    for word in words:
        binds = word.upper() in {"OR", "IN"} or word in {"=", "!=", "<", ">", "<=", ">="}
        if word.upper() == "AND":
            glue = False
        elif found and (glue or binds):
            found[-1] = f"{found[-1]} {word}"
            glue = binds
        else:
            found.append(word)
            glue = word.upper() == "NOT"
    return found
