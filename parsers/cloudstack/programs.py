"""Which of CloudStack's programs wrote a log4j record, as its logger or its thread says."""

import re
from functools import lru_cache

MANAGEMENT = "cloudstack.management"
AGENT = "cloudstack.agent"
USAGE = "cloudstack.usage"
SYSTEMVM = "cloudstack.systemvm"

_ROWS = (
    # Packages that the others have too.
    (
        MANAGEMENT,
        r"[\w.]*(?:cloud\.consoleproxy|secondary|storage\.resource)\.\w*"
        r"(?:Manager|ManagerImpl|Listener|Allocator|Adapter|Discoverer)\Z",
    ),
    (
        USAGE,
        r"(?:(?:com\.)?cloud\.usage|c\.c\.u)\.Usage(?!ServiceImpl)\w+(?:\$\S*)?\Z"
        r"|(?:(?:com\.cloud\.)?usage\.parser|c\.c\.u\.p)\.\w+\Z"
        r"|Usage-(?:Job|HB|Sanity)-?\d*\Z",
    ),
    (
        SYSTEMVM,
        r"(?:com\.)?(?:cloud\.)?consoleproxy\.|vnc\.(?:security|network)\."
        r"|(?:org\.apache\.cloudstack\.)?storage\.(?:resource|template)\."
        r"|resource\.consoleproxy\.|Console Proxy GC Thread\Z",
    ),
    (
        AGENT,
        r"kvm\.(?:resource|storage|dpdk)\.|resource\.(?:wrapper|rolling|virtualnetwork)\."
        r"|(?:com\.)?cloud\.agent\.(?:service\.)?Agent(?:Shell)?(?:\$\S*)?\Z"
        r"|(?:com\.cloud\.)?agent\.(?:properties|service|dao)\."
        r"|(?:com\.cloud\.hypervisor|c\.c\.h)\.k(?:vm)?\.(?:resource|storage|r|s)\."
        r"|[aA]gent(?:Out)?(?:Request)?-Handler-\d+\Z|UgentTask-\d+\Z|AgentShutdownThread\Z",
    ),
    # As management servers write loggers since 4.3; none of the others does.
    (MANAGEMENT, r"\w\.\w\.\S|qtp\d+-\d+\Z|\w*AgentManager-Handler-\d+\Z"),
)
_PROGRAMS = tuple((program, re.compile(pattern)) for program, pattern in _ROWS)
"""Program to what its loggers and its threads are called, in the order in which they are tried."""

_CONSOLE = re.compile(r"\d\d:\d\d:\d\d,\d{3} +[A-Z]+ +(\w+)(?:\$\w+)*:\d+ - ")
_CLASSES = (
    (USAGE, re.compile(r"Usage(?!Service)|\w+UsageParser\Z")),
    (SYSTEMVM, re.compile(r"ConsoleProxy(?!Manager)|Nfs|Download|Upload|\w+Processor\Z|NoVnc|Vnc")),
    (AGENT, re.compile(r"Agent(?:Shell)?\Z|Libvirt|KVM")),
)
"""Program to its classes, for the console that writes a logger without its packages."""


def program_of(text: str) -> str:
    """The format of a log4j record, the management server's where nothing says another.

    The first bracket holds the logger, or in some layouts the thread; else the thread stands in
    the parenthesis that follows.
    """
    if text[2:3] == ":":
        return _program_of_console(text)
    start = text.find("[", 0, 300) + 1
    end = text.find("]", start, start + 200)
    found = _program(text[start:end]) if start and end > 0 else None
    if found is not None:
        return found
    left = text.find("(", end, end + 4) + 1
    colon = text.find(":", left, left + 80)
    return (_program(text[left:colon]) if left and colon > 0 else None) or MANAGEMENT


@lru_cache(maxsize=4096)
def _program(name: str) -> str | None:
    """Of a logger or a thread.  Logs have some hundred of these."""
    return next((program for program, regex in _PROGRAMS if regex.match(name)), None)


def _program_of_console(text: str) -> str:
    found = _CONSOLE.match(text)
    if found is None:
        return MANAGEMENT
    return next((program for program, regex in _CLASSES if regex.match(found[1])), MANAGEMENT)
