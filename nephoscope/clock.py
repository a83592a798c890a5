"""The only clock of the product, passed to whatever needs one."""

from datetime import UTC, datetime


def clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)
