"""A search that finds nothing, explained: what each part finds, and the others without it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from search.errors import LimitError, QueryError
from search.service import SearchRequest, events_page, search
from search.stores.store import Store
from web.api.rows import rows
from web.pages.search_asked import Filter, SearchAsked, before_pipe, terms
from web.pages.search_events import moment_of
from web.pages.search_times import day_minute, range_sentence

MOST_PARTS = 6
FURTHER = "-30d"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of the search.  `alone`: what it finds; `without`: what the others do."""

    text: str
    is_filter: bool
    alone: int
    without: int
    width: float
    link: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why nothing was found.  `culprit`: the part without which most is found."""

    range: str
    parts: tuple[PartLine, ...]
    culprit: PartLine | None
    further: int
    further_newest: str
    further_link: str


def nothing(store: Store, asked: SearchAsked, request: SearchRequest) -> Nothing:
    """Count the parts.  Takes two counts a part, so only the first few are counted."""

    def count(query: str) -> int:
        try:
            answer = search(store, replace(request, query=f"{query} | stats count"))
        except (QueryError, LimitError):
            return 0
        found = next(iter(rows(answer.rows)), {}).get("count", 0)
        return found if isinstance(found, int) else 0

    parts = _parts(asked, request, count)
    best = max(parts, key=lambda part: part.without, default=None)
    newest, further = _further(store, asked, request)
    return Nothing(
        range=range_sentence(asked),
        parts=parts,
        culprit=best if best and best.without else None,
        further=further,
        further_newest=newest,
        further_link=asked.link(earliest=FURTHER, latest="", selected=None),
    )


def _parts(
    asked: SearchAsked, request: SearchRequest, count: Callable[[str], int]
) -> tuple[PartLine, ...]:
    typed = [term for term in terms(asked.typed) if term != "*"]
    filters = [one for one in asked.filters if not one.off]
    both: list[tuple[str, Filter | None]] = [(term, None) for term in typed]
    both += [(one.query, one) for one in filters]
    if len(both) < 2 or len(both) > MOST_PARTS:
        return ()
    total = max(1, count("*"))
    found: list[PartLine] = []
    for place, (text, own) in enumerate(both):
        others = " ".join(other for at, (other, _one) in enumerate(both) if at != place)
        rest = " ".join(term for at, term in enumerate(typed) if own or at != place)
        alone = count(text)
        found.append(
            PartLine(
                text=text,
                is_filter=own is not None,
                alone=alone,
                without=count(others),
                width=round(min(100.0, alone / total * 100), 2),
                link=asked.link(
                    q=rest, filters=asked.without_filter(own) if own else asked.filters
                ),
            )
        )
    return tuple(found)


def _further(store: Store, asked: SearchAsked, request: SearchRequest) -> tuple[str, int]:
    """The newest event of the last 30 days, as words, and how many there are."""
    back = replace(request, query=before_pipe(asked.query), earliest=FURTHER, latest=None)
    answer = events_page(store, back, 1, 0)
    first = next(iter(rows(answer.rows)), None)
    at: datetime | None = moment_of(first) if first else None
    return (day_minute(at.astimezone(asked.zone), asked.now) if at else ""), answer.matched
