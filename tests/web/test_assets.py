"""Browser code as it is built and served."""

import json
import re
from pathlib import Path

from fastapi.testclient import TestClient

from web.assets import DIST, asset_url, manifest, sprite

FRONTEND = DIST.parents[1] / "frontend"
TEMPLATES = DIST.parents[1] / "templates"
LARGEST_BYTES = 150_000


def test_code_of_the_search_page_is_small() -> None:
    names = [name for name in manifest().values() if name.endswith((".js", ".css"))]
    chunks = {path.name for path in DIST.glob("*.js")} | set(names)
    assert sum((DIST / f"{name}.br").stat().st_size for name in chunks) < LARGEST_BYTES


def test_files_are_kept_for_ever_and_sent_small(stranger: TestClient) -> None:
    answer = stranger.get(asset_url("app.js"), headers={"Accept-Encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    plain = stranger.get(asset_url("app.css"), headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert "--accent" in plain.text


def test_only_what_was_built_is_served(stranger: TestClient) -> None:
    for name in ("manifest.json", "..%2f..%2fassets.py", "nothing.js"):
        assert stranger.get(f"/static/{name}").status_code == 404


def test_every_icon_of_the_templates_is_in_the_sprite() -> None:
    named = re.compile(r"""icon\("([a-z-]+)"|#icon-([a-z-]+)"|act\([^,]+, "([a-z-]+)\"""")
    for template in TEMPLATES.glob("*.html"):
        for found in named.finditer(template.read_text()):
            name = found[1] or found[2] or found[3]
            assert f'id="icon-{name}"' in sprite(), f"{name} of {template.name}"


def test_the_lock_names_no_registry() -> None:
    lock = (FRONTEND / "package-lock.json").read_text()
    assert "resolved" not in lock
    package = json.loads((FRONTEND / "package.json").read_text())
    for version in {**package["dependencies"], **package["devDependencies"]}.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_no_style_names_a_colour_outside_the_tokens() -> None:
    for sheet in sorted(Path(FRONTEND / "styles").glob("*.css")):
        if sheet.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text()), sheet.name
