"""The one message catalogue: English texts are the keys, other languages stand beside them."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

HERE = Path(__file__).parent
LOCALE = HERE / "locale"
# Where texts stand: `_("…")` and `ngettext("…", "…", n)` in modules, the same in templates.
METHODS = [("**/node_modules/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
# Parts of a catalogue's head that are of no use in a repository.
DATED = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Generated-By',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Report-Msgid-Bugs-To',
    b"# Copyright (C)",
    b"# FIRST AUTHOR",
)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def catalogue_path(language: str) -> Path:
    """File of one language."""
    return LOCALE / language / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: str = "en") -> Translations:
    """The catalogue of a language, read from its text form; a missing text stays English."""
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def gettext(text: str, **values: object) -> str:
    """A text of the catalogue with its `%(name)s` filled in."""
    found = translations().gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The text for this many, with `%(num)s`, as `1,158`, and the other names filled in."""
    return translations().ngettext(one, many, count) % {"num": f"{count:,}", **values}


_ = gettext


def _extracted() -> Iterator[tuple[str | tuple[str, ...], str, int]]:
    options = {"templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
    for path, line, message, _comments, _context in extract_from_dir(
        HERE, METHODS, options, keywords=KEYWORDS
    ):
        yield message, path, line


def extracted() -> Catalog:
    """Every text of modules and templates, in the order of its first place."""
    catalogue = Catalog(locale="en", project="Nephoscope", version="1", fuzzy=False)
    for message, path, _line in sorted(_extracted(), key=lambda found: (found[1], found[2])):
        catalogue.add(message, None, [(f"web/{path}", 0)])
    return catalogue


def catalogue_text() -> bytes:
    """The English catalogue as its file must read: no date, so that it changes with the texts."""
    file = io.BytesIO()
    write_po(file, extracted(), sort_by_file=True, include_lineno=False, width=100)
    return b"".join(
        line for line in file.getvalue().splitlines(keepends=True) if not line.startswith(DATED)
    )


def write_catalogue() -> None:
    """Bring the English catalogue up to date; `python -m web.messages` calls this."""
    path = catalogue_path("en")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(catalogue_text())


if __name__ == "__main__":
    write_catalogue()
