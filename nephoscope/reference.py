"""Rewrites the pages of docs/ that are made from tables: settings and fields."""

from pathlib import Path

from nephoscope.settings import PREFIX, Settings, shown_default, unit_of
from parsers.schema import FIELDS, Field

DOCS = Path(__file__).parent.parent / "docs"

_SETTINGS_HEAD = """# Settings

<!-- Made from nephoscope/settings.py by `make docs`. -->

Every setting is an option of the command line (`--query-time 30s`), a variable of the environment (`NEPHOSCOPE_QUERY_TIME=30s`), and a key of a TOML file (`query_time = "30s"`) that `NEPHOSCOPE_CONFIG` names.
The command line wins over the environment, and that over the file.
A wrong value ends the command with status 2 and one line that says what is allowed.
Durations are a number and a unit (`500ms`, `30s`, `5m`, `2h`, `7d`), sizes likewise (`512KB`, `16MB`, `4GB`, counted by 1024).
"""

_FIELDS_HEAD = """# Fields

<!-- Made from parsers/schema.py by `make docs`. -->

Names and types are those of the Elastic Common Schema where it has the field.
An alias may stand in a search wherever the name may.
"""


def settings_page() -> str:
    """docs/settings.md: a heading for each setting."""
    parts = [_SETTINGS_HEAD]
    for name, field in Settings.model_fields.items():
        parts.append(f"## `{name}`\n\n{field.description}.\n")
        rows = [f"- Environment: `{PREFIX}{name.upper()}`"]
        if default := shown_default(field):
            rows.append(
                f"- Default: `{default}`" if " " not in default else f"- Default: {default}"
            )
        if unit := unit_of(field):
            rows.append(f"- Unit: {unit}")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _field_row(field: Field) -> str:
    kind = f"list of {field.type}" if field.many else str(field.type)
    meaning = field.meaning + (f", in {field.unit}" if field.unit else "")
    aliases = ", ".join(f"`{alias}`" for alias in field.aliases)
    example = f"`{field.example}`" if field.example else ""
    return f"| `{field.name}` | {kind} | {meaning} | {example} | {aliases} |"


def fields_page() -> str:
    """docs/fields.md: a row for each field, grouped by the first part of its name."""
    groups: dict[str, list[Field]] = {}
    for field in FIELDS.values():
        groups.setdefault(field.name.split(".")[0], []).append(field)
    parts = [_FIELDS_HEAD]
    for group, fields in groups.items():
        parts.append(f"## {group}\n")
        parts.append("| field | type | meaning | example | aliases |\n|---|---|---|---|---|")
        parts.append("\n".join(_field_row(field) for field in fields) + "\n")
    return "\n".join(parts)


PAGES = {"settings.md": settings_page, "fields.md": fields_page}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
