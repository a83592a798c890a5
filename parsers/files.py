"""FILES, what the names of log files say about the format of what stands in them."""

import re
from functools import lru_cache
from pathlib import PurePosixPath

FILES = {
    "cloudstack.access": "localhost_access_log",
    "cloudstack.agent": "agent cloudstack-agent security_group ovstunnel agent-ha-helper",
    "cloudstack.api": "apilog api-server",
    "cloudstack.management": "management-server cloudstack-management vmops catalina",
    "cloudstack.systemvm": "cloud systemvm",
    "cloudstack.usage": "usage cloudstack-usage",
}
"""Format to the names of its files, which CloudStack's configuration files and services give.

Without what is added to them: `.log`, `.out` and `.err`, and what rotation adds behind.
"""

_NAMES = {name: format_ for format_, names in FILES.items() for name in names.split()}
_ADDED = re.compile(r"[.-](?:log|out|err|\d{4}-?\d\d-?\d\d)(?:[.-].*)?\Z")


@lru_cache(maxsize=4096)
def format_of_file(path: str) -> str | None:
    """The format of which a file of this name should be; None where the name says nothing."""
    name = PurePosixPath(path.replace("\\", "/")).name
    return _NAMES.get(_ADDED.sub("", name)) if _ADDED.search(name) else None
