"""Stack traces in the text of a record: what was thrown, its root, and a print of it."""

import hashlib
import re
from dataclasses import dataclass

from parsers.grammar import composed

_THROWN = composed(__file__, "trace.lark", "THROWN")
_FRAME = composed(__file__, "trace.lark", "FRAME")
_BARE_FRAME = composed(__file__, "trace.lark", "BARE_FRAME")
_CAUSE = composed(__file__, "trace.lark", "CAUSE")
_NAMED = composed(__file__, "trace.lark", "NAMED")

_OWN_CODE = ("com.cloud.", "org.apache.cloudstack.")
_REFLECTION = ("sun.reflect.", "jdk.internal.reflect.", "java.lang.reflect.", "jdk.proxy")
"""Calls by reflection, of which the JVM replaces one by another once they are frequent."""

_MADE_UP = re.compile(r"\$\$[\w$]+|\d+|0x[0-9a-f]+")
"""Parts of names that the JVM and CGLIB make up anew in each process."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A stack trace that begins at `start` of the text, right after its line feed.

    `type`: class of what was thrown.  `root`: class of the innermost cause, or `type`.
    `frame`: first frame of CloudStack's own code, as written.  `fingerprint`: the first 16 hex
    digits of the SHA-256 over classes and methods: equal for equal traces, whatever their
    messages, line numbers and made-up names.
    """

    start: int
    type: str
    message: str | None
    root: str
    frame: str | None
    fingerprint: str


def find_trace(text: str) -> Trace | None:
    """The trace that the lines after the first one hold, or None.

    A line that only names an exception, without frames after it, is a trace too.
    """
    if "\n" not in text:
        return None
    frame = _FRAME.search(text) or _BARE_FRAME.search(text)
    thrown = _THROWN.search(text, 0, frame.start() + 1 if frame else len(text))
    if thrown is not None and not _is_exception(thrown["class"], followed=frame is not None):
        thrown = None
    first = thrown or frame
    if first is None:
        return None
    kind = thrown["class"] if thrown else _last_named(text[: first.start()])
    return _trace(text, first.start() + 1, kind, thrown.end() if thrown else None)


def _is_exception(name: str, *, followed: bool) -> bool:
    return followed or name.endswith(("Exception", "Error", "Throwable"))


def _last_named(text: str) -> str:
    names = [match["class"] for match in _NAMED.finditer(text)]
    return names[-1] if names else ""


def _trace(text: str, start: int, kind: str, message_start: int | None) -> Trace:
    body = f"\n{text[start:]}"
    frames = list(_FRAME.finditer(body)) or list(_BARE_FRAME.finditer(body))
    causes = list(_CAUSE.finditer(body))
    own = next((frame for frame in frames if _method(frame).startswith(_OWN_CODE)), None)
    return Trace(
        start=start,
        type=kind,
        message=_message(text, message_start) if message_start is not None else None,
        root=_root(causes) or kind,
        frame=f"{_method(own)}({own['place']})" if own is not None else None,
        fingerprint=_fingerprint(kind, frames, causes),
    )


def _root(causes: list[re.Match[str]]) -> str | None:
    """The class of the last cause; what was suppressed beside it has causes of its own."""
    root: str | None = None
    suppressed: int | None = None
    for cause in causes:
        indent = len(cause["indent"])
        if cause["how"] == "Suppressed":
            suppressed = indent
        elif suppressed is None or indent < suppressed:
            root, suppressed = cause["class"], None
    return root


def _method(frame: re.Match[str]) -> str:
    name: str = frame["method"]
    return name.rpartition("/")[2].replace("\\", "")


def _message(text: str, start: int) -> str | None:
    """What stands between the class and the first frame or cause; it may have several lines."""
    ends = [
        match.start()
        for match in (_FRAME.search(text, start), _BARE_FRAME.search(text, start))
        if match is not None
    ]
    cause = _CAUSE.search(text, start)
    ends += [cause.start()] if cause is not None else []
    return text[start : min(ends, default=len(text))].strip() or None


def _fingerprint(kind: str, frames: list[re.Match[str]], causes: list[re.Match[str]]) -> str:
    steps = sorted([*frames, *causes], key=lambda match: match.start())
    names = [step["class"] if step.re is _CAUSE else _method(step) for step in steps]
    names = [name for name in names if not name.startswith(_REFLECTION)]
    written = "\n".join([kind, *(_MADE_UP.sub("", name) for name in names)])
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]
