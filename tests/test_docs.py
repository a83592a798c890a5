"""Everything that has a name has its heading in docs/, made pages are fresh, links lead on."""

import re
from pathlib import Path

import pytest

from alerts.types import TYPES
from nephoscope.reference import DOCS, PAGES
from parsers.formats import FORMATS
from search.commands import COMMANDS
from search.functions import FUNCTIONS

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^#+ .*", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
TEXTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def headings(text: str) -> str:
    return "\n".join(HEADING.findall(text))


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_its_page(name: str) -> None:
    page = DOCS / "formats" / f"{name}.md"
    assert f"`{name}`" in headings(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*COMMANDS, *FUNCTIONS])
def test_a_command_or_function_of_the_language_has_its_heading(name: str) -> None:
    found = headings((DOCS / "search.md").read_text(encoding="utf-8"))
    assert re.search(rf"`{re.escape(name)}\b", found)


@pytest.mark.parametrize("name", TYPES)
def test_a_rule_type_has_its_heading(name: str) -> None:
    assert f"`{name}`" in headings((DOCS / "alerting.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (path.parent / target).exists()]
    assert not missing
