"""Addresses of searches, so that a value, a source or an alert leads to its events."""

from urllib.parse import urlencode


def search_link(query: str, earliest: str | None = None, latest: str | None = None) -> str:
    """Address of a search; without a range it has the usual one."""
    asked = {"q": query, "earliest": earliest, "latest": latest}
    return f"/search?{urlencode({name: text for name, text in asked.items() if text})}"


def equals(field: str, value: str) -> str:
    """`field="value"`, with what would end the quotes escaped, and `*` taken as written."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{field}="{escaped}"'
