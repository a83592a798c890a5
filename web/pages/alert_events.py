"""The last events of an alert, as short rows."""

from dataclasses import dataclass, replace

from starlette.requests import Request

from alerts.alert import Alert
from search.errors import LimitError, QueryError, StoreError
from search.service import Answer, SearchRequest, events_page
from web.api.rows import rows
from web.errors import failure
from web.pages.event_words import origin
from web.queries import run_query
from web.services import services_of

SHOWN = 8
KNOWN_LEVELS = frozenset({"FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"})


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in a row.  `time`: RFC 3339.  `level`: in capitals, empty where it has none."""

    id: str
    time: str
    clock: str
    level: str
    host: str
    logger: str
    message: str


async def last_events(request: Request, alert: Alert) -> tuple[tuple[EventLine, ...], str]:
    """The newest events of the alert, or why they cannot be shown now."""
    services = services_of(request)
    asked = SearchRequest(
        query=alert.query,
        now=services.clock(),
        earliest=alert.earliest.isoformat(),
        latest=alert.latest.isoformat(),
        limits=services.limits,
    )
    try:
        answer = await run_query(
            request,
            lambda query_id: events_page(
                services.store, replace(asked, query_id=query_id), SHOWN, 0
            ),
        )
    except (QueryError, LimitError, StoreError) as error:
        return (), failure(error).message
    return event_lines(answer), ""


def event_lines(answer: Answer) -> tuple[EventLine, ...]:
    """The rows of an answer that has events; a table has none."""
    if answer.kind != "events":
        return ()
    return tuple(_line(row) for row in rows(answer.rows))


def _line(row: dict[str, object]) -> EventLine:
    time = str(row.get("@timestamp", ""))
    level = str(row.get("log.level", "")).upper()
    return EventLine(
        id=str(row.get("event.id", "")),
        time=time,
        clock=time[11:23],
        level=level if level in KNOWN_LEVELS else "",
        host=str(row.get("host.name", "")),
        logger=origin(row),
        message=str(row.get("message", row.get("event.original", ""))),
    )
