"""`/api/search`, the address by which everything but the page searches."""

import json
from collections.abc import Iterator

import pyarrow as pa
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from search.service import Answer, search
from web.api.asked import Asked, AskedOf, search_request
from web.api.rows import STEP, csv_lines, filled, json_rows, pieces
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

    def found(query_id: str) -> Response:
        return respond(asked, search(store, search_request(request, asked, query_id)))

    return await run_query(request, found)


def respond(asked: Asked, answer: Answer) -> Response:
    """The answer in the form that is asked for; many rows are turned into text as they are sent."""
    headers = {"Nephoscope-Matched": str(answer.matched)}
    if answer.warnings:
        # Headers are ASCII; JSON says the rest with escapes.
        headers["Nephoscope-Warnings"] = json.dumps(list(answer.warnings))
    rows = shown_rows(answer)
    match asked.output:
        case "json":
            texts = json_answer(answer, rows)
        case "ndjson":
            texts = (f"{row}\n" for row in json_rows(rows))
        case "csv":
            texts = csv_lines(rows)
            headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    kind = TYPES[asked.output]
    if rows.num_rows <= STEP:
        return Response("".join(texts), media_type=kind, headers=headers)
    return StreamingResponse(pieces(texts), media_type=kind, headers=headers)


def shown_rows(answer: Answer) -> pa.Table:
    """The rows; events, which have 200 columns, with those that have a value somewhere."""
    return answer.rows.select(filled(answer.rows)) if answer.kind == "events" else answer.rows


def json_answer(answer: Answer, rows: pa.Table) -> Iterator[str]:
    """`{"fields", "rows", "warnings", "stats"}`, a row at a time.  `rows`: as they are shown."""
    types = {column.name: column.type.value for column in answer.columns}
    fields = [{"name": name, "type": types[name]} for name in rows.column_names]
    yield f'{{"fields":{json.dumps(fields, ensure_ascii=False)},"rows":['
    for place, row in enumerate(json_rows(rows)):
        yield f",\n{row}" if place else row
    stats = {"matched": answer.matched, "scanned": answer.scanned, "seconds": answer.seconds}
    warnings = json.dumps(list(answer.warnings), ensure_ascii=False)
    yield f'],"warnings":{warnings},"stats":{json.dumps(stats)}}}\n'
