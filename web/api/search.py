"""`/api/search`, the address by which everything but the page searches."""

import json
from collections.abc import Iterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from search.service import Answer, search
from web.api.asked import Asked, AskedOf, search_request
from web.api.rows import csv_lines, filled, json_rows, pieces
from web.queries import run_query
from web.services import services_of

router = APIRouter()
TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8; header=present",
}


@router.api_route("/api/search", methods=["GET", "POST"])
async def search_api(request: Request, asked: AskedOf) -> Response:
    """Every row of the answer, as JSON, NDJSON or CSV."""
    store = services_of(request).store
    answer = await run_query(
        request, lambda query_id: search(store, search_request(request, asked, query_id))
    )
    return respond(asked, answer)


def respond(asked: Asked, answer: Answer) -> Response:
    """The answer in the form that is asked for; its rows are turned into text as they are sent."""
    headers = {"Nephoscope-Matched": str(answer.matched)}
    if answer.warnings:
        # Headers are ASCII; JSON says the rest with escapes.
        headers["Nephoscope-Warnings"] = json.dumps(list(answer.warnings))
    match asked.output:
        case "json":
            texts = json_answer(answer)
        case "ndjson":
            texts = (f"{row}\n" for row in json_rows(answer.rows))
        case "csv":
            texts = csv_lines(answer.rows, shown_columns(answer))
            headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    return StreamingResponse(pieces(texts), media_type=TYPES[asked.output], headers=headers)


def shown_columns(answer: Answer) -> list[str]:
    """The columns of a table; of events, those that have a value somewhere."""
    names = [column.name for column in answer.columns]
    if answer.kind != "events":
        return names
    with_values = set(filled(answer.rows))
    return [name for name in names if name in with_values]


def json_answer(answer: Answer) -> Iterator[str]:
    """`{"fields", "rows", "warnings", "stats"}`, a row at a time."""
    types = {column.name: column.type.value for column in answer.columns}
    fields = [{"name": name, "type": types[name]} for name in shown_columns(answer)]
    yield f'{{"fields":{json.dumps(fields, ensure_ascii=False)},"rows":['
    for place, row in enumerate(json_rows(answer.rows)):
        yield f",\n{row}" if place else row
    stats = {"matched": answer.matched, "scanned": answer.scanned, "seconds": answer.seconds}
    warnings = json.dumps(list(answer.warnings), ensure_ascii=False)
    yield f'],"warnings":{warnings},"stats":{json.dumps(stats)}}}\n'
