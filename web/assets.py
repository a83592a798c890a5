"""Browser code as it is served: plain names to hashed ones, files with Brotli, kept for ever."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

router = APIRouter()
DIST = Path(__file__).parent / "static" / "dist"
# The name of a file changes with its content (RFC 8246).
KEPT = "public, max-age=31536000, immutable"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


class AssetsMissingError(RuntimeError):
    """The browser code was not built."""

    def __init__(self) -> None:
        super().__init__("the browser code is not built: run `pip install -e .` in the checkout")


@cache
def manifest() -> Mapping[str, str]:
    """Plain name to the name that is served.  Raises AssetsMissingError."""
    try:
        found: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    except FileNotFoundError:
        raise AssetsMissingError from None
    return found


def asset_url(name: str) -> str:
    """Address of a file by its plain name (`app.js`)."""
    return f"/static/{manifest()[name]}"


@cache
def sprite() -> Markup:
    """Every icon as an SVG symbol, to stand once in a page."""
    try:
        return Markup((DIST / "sprite.svg").read_text())
    except FileNotFoundError:
        raise AssetsMissingError from None


@cache
def _served() -> frozenset[str]:
    return frozenset(path.name for path in DIST.iterdir() if path.suffix in TYPES)


@router.get("/static/{name}")
async def asset(request: Request, name: str) -> Response:
    """One file, compressed for who takes it so."""
    if name not in _served():
        raise HTTPException(404)
    path = DIST / name
    headers = {"Cache-Control": KEPT, "Vary": "Accept-Encoding"}
    small = path.with_name(f"{name}.br")
    if "br" in request.headers.get("accept-encoding", "") and small.is_file():
        headers["Content-Encoding"] = "br"
        path = small
    return FileResponse(path, media_type=TYPES[Path(name).suffix], headers=headers)
