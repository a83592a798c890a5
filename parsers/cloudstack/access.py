"""Format `cloudstack.access`: the access logs of CloudStack's web server, Jetty or Tomcat."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from parsers.cloudstack.request import Fields, read_query, verb_type
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.grammar import composed
from parsers.mask import TAG, Mask, find_api_key
from parsers.times import written_time
from parsers.values import text_long, to_ip

NAME = "cloudstack.access"

_REQUEST = composed(__file__, "access.lark", "REQUEST")
_BEGIN = composed(__file__, "access.lark", "BEGIN")
_GROUPS = (
    *("client", "user", "time", "method", "target", "version", "malformed", "status", "size"),
    *("referrer", "agent", "latency"),
)

_LONGEST_CLIENT = 80
"""Characters before the time: an address, two names and blanks."""

_OWN = re.compile(r'\] "[A-Za-z]{1,20} (?:https?://[^/\s"]*)?/client|[?&]command=|" \d{1,12}\s*\Z')
"""What only CloudStack's server has: its application, its API, or the latency behind the agent."""

_SESSION_KEY = re.compile(r"[?&]sessionkey=(?P<key>[^&\s\"]+)", re.IGNORECASE)


def starts_record(line: str) -> bool:
    """Whether the line begins as one of an access log does, whoever wrote it."""
    return "[" in line[:_LONGEST_CLIENT] and _BEGIN.match(line) is not None


def claims(text: str) -> bool:
    """Whether it is a line of CloudStack's own server: others write the same form."""
    if "[" not in text[:_LONGEST_CLIENT]:
        return False
    begin = _BEGIN.match(text)
    if begin is None:
        return False
    return begin["time"][4:5] == "-" or _OWN.search(text, begin.end("time")) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Reads a line of an access log.

    Raises: ParseError where the text is none, or its time is none.
    """
    text, hidden = mask.apply(record.text)
    found = _REQUEST.match(text)
    if found is None:
        begin = _BEGIN.match(text)
        column = 1 if begin is None else begin.end() + 1
        raise ParseError(NAME, "not a line of an access log", 1, column)
    (client, user, time, method, target, version, malformed, status, size, *rest) = found.group(
        *_GROUPS
    )
    when = _instant(time)
    if when is None:
        raise ParseError(NAME, "not a time", 1, found.start("time") + 1)
    message = text[found.end("time") + 2 :]
    fields: Fields = {"event.original": text, "message": message, "@timestamp": when}
    _read_client(client, user, fields)
    if target is not None:
        fields["http.request.method"] = method
        fields["url.original"] = target
        _read_target(target, fields)
        if version is not None:
            fields["http.version"] = version
    _read_answer(status, size, *rest, fields=fields)
    fields.update(_kind(_place(fields, malformed), str(fields.get("event.action", "")), status))
    if hidden or mask.keep_secrets:
        _read_secrets(record.text, mask, fields)
    if hidden:
        fields["tags"] = [TAG]
    return Event(fields)


@lru_cache(maxsize=4096)
def _instant(written: str) -> datetime | None:
    """Whole seconds, of which busy servers have many requests each; GMT where no zone stands."""
    return written_time(f"[{written}]", "UTC", None)


def _read_client(client: str, user: str, fields: Fields) -> None:
    address = to_ip(client)
    if address is None:
        fields["source.domain"] = client
    else:
        fields["source.ip"] = address
        fields["related.ip"] = [address]
    if user != "-":
        fields["user.name"] = user
        fields["related.user"] = [user]


def _read_target(target: str, fields: Fields) -> None:
    path, mark, query = target.partition("?")
    fields["url.path"] = path
    if mark:
        fields["url.query"] = query
        if "command=" in query:
            read_query(query, fields)


def _read_answer(
    status: str | None,
    size: str | None,
    referrer: str | None,
    agent: str | None,
    latency: str | None,
    *,
    fields: Fields,
) -> None:
    if status is not None:
        fields["http.response.status_code"] = int(status)
    if size is not None:
        fields["http.response.bytes"] = text_long(size)
    if referrer is not None and referrer != "-":
        fields["http.request.referrer"] = referrer
    if agent is not None and agent not in ("-", "null"):
        fields["user_agent.original"] = agent
    if latency is not None:
        fields["event.duration"] = int(latency) * 1_000_000


def _place(fields: Fields, malformed: str | None) -> str:
    """Which part of the server was asked: the API, the rest of the application, or neither."""
    if malformed is not None:
        return "malformed"
    path = fields["url.path"]
    if not isinstance(path, str) or "/client" not in path:
        return "api" if "cloudstack.command" in fields else "other"
    return "api" if path.rstrip("/").endswith("/api") else "page"


@lru_cache(maxsize=4096)
def _kind(place: str, command: str, status: str | None) -> Mapping[str, object]:
    """What classifies a request.  `command`: of the API, or nothing."""
    failed = status is not None and status >= "400"
    categories, types = ["web"], ["access", "error"] if failed else ["access"]
    if command:
        categories, types = ["web", "api"], ["access"]
        verb = verb_type(command)
        types = [verb or "info"] if verb != "access" else types
    rows: dict[str, object] = {
        "cloudstack.family": f"access.{place}",
        "event.action": command or f"{place}-requested",
        "event.category": categories,
        "event.type": types,
        "event.outcome": "unknown" if status is None else "failure" if failed else "success",
    }
    return rows


def _read_secrets(sent: str, mask: Mask, fields: Fields) -> None:
    """Keyed hashes of what the mask hid in the target."""
    key = find_api_key(sent)
    if key is not None:
        fields["cloudstack.api_key.hash"] = mask.hash(key)
    session = _SESSION_KEY.search(sent)
    if session is not None:
        fields["cloudstack.session.hash"] = mask.hash(session["key"])
