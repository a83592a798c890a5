"""Settings, what the embedded engine is told beside a query: its limits and its name."""

import re
from collections.abc import Mapping

from search.stores.store import Limits

_QUERY_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


def query_settings(limits: Limits, query_id: str | None, *, readonly: int = 1) -> str:
    """What stands after SETTINGS.

    `readonly`: 1 lets a query read tables alone, 2 rows that this process hands over too.
    """
    settings: dict[str, object] = {
        "readonly": readonly,
        "max_execution_time": limits.time.total_seconds(),
        "max_memory_usage": limits.memory_bytes,
        "max_threads": limits.threads,
        # Without it the start of an interval is cut to the years 1970 to 2106.
        "enable_extended_results_for_datetime_functions": 1,
    }
    if limits.rows is not None:
        settings["max_result_rows"] = limits.rows
    if query_id is not None:
        settings["log_comment"] = f"'{checked_id(query_id)}'"
    return written(settings)


def kill(query_id: str) -> str:
    """The statement that ends the queries of that name."""
    return f"KILL QUERY WHERE Settings['log_comment'] = '{checked_id(query_id)}' ASYNC"


def written(settings: Mapping[str, object]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in settings.items())


def checked_id(query_id: str) -> str:
    """Raises ValueError for an id that would have to be escaped."""
    if not _QUERY_ID.fullmatch(query_id):
        raise ValueError(f"{query_id!r} is no id of a query")
    return query_id
