"""No secret of two real servers is left in any event of what they logged and answered."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from ahocorasick_rs import AhoCorasick

from parsers.event import Source
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)

_NAMES = (
    r"api_?key|secret_?key|pass(?:word|wd)|private_?key|secret_?code|signature|session_?key|token"
    r"|pre_?shared_?key|post_?upload_?key|single_?sign_?on\.key|sso\.key|(?<![a-z])sid"
)
_NAMED = re.compile(
    rf"(?:{_NAMES})(?:=|\\*\"\s*:\s*\\*\"|</name><value>|\",\"value\":\"|>)([^\s&\"\\<>,;)}}\]]{{8,}})",
    re.IGNORECASE,
)
_SHAPED = re.compile(
    r"signature:? \[?([\w+/=%-]{20,})|\b(node0\w{20,})|(rO0AB[\w+/-]{20,})"
    r"|PRIVATE KEY-----(?:\\+n|\s)+([\w+/=]{20,})"
)
_HARMLESS = re.compile(
    r"SHA\d+|MD5|INHERIT|[0-9a-f]{8}-[0-9a-f-]{27}|\d+|\[redacted|%2[0-9A-F]\w*|domain|%s", re.I
)
"""Values beside such names that are none: algorithms, UUIDs of zones, numbers."""
_TELLING = re.compile(r"\d|.{20}")
"""The password `password` is in every text that speaks of one."""


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def secrets_in(text: str) -> Iterator[str]:
    """Of what was sent and answered, by names and shapes: written apart from what masks them."""
    for found in (*_NAMED.finditer(text), *_SHAPED.finditer(text)):
        secret = next(filter(None, found.groups()))
        if not _HARMLESS.match(secret) and not secret.startswith("-----"):
            yield secret
            yield unquote(secret)


@cache
def known_secrets(folder: Path) -> frozenset[str]:
    """What the story, the answers and the logs of one server show."""
    texts = [folder / "STORY.md", *(folder / "api").glob("*"), *(folder / "webhooks").glob("*")]
    found = {
        secret
        for path in (*texts, *folder.glob("*"))
        if path.is_file()
        for secret in secrets_in(content(path).decode("utf-8", "replace"))
    }
    return frozenset(secret for secret in found if len(secret) >= 8 and _TELLING.search(secret))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md")


def forms(secret: str) -> set[str]:
    return {
        secret,
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        secret.replace("=", "\\u003d"),
    }


@pytest.mark.parametrize("name", ["4.18.1", "4.22"])
def test_nothing_secret_is_left_of_a_recording(corpus: Path, name: str) -> None:
    folder = corpus / "recorded" / name
    secrets = sorted({form for secret in known_secrets(folder) for form in forms(secret)})
    assert len(secrets) > 100, "there is something to look for"
    finder = AhoCorasick(secrets)
    for path in files(folder):
        source = Source(path=path.name.removesuffix(".gz"))
        for record in read_records([content(path)], source, now=NOW):
            if not finder.find_matches_as_indexes(record.text):
                continue
            fields = read(record, Mask(), NOW).fields
            left = finder.find_matches_as_strings("\n".join(map(str, fields.values())))
            assert not left, (path.name, left, str(fields["event.original"])[:500])
            tags = fields["tags"]
            assert isinstance(tags, list)
            assert "redacted" in tags


LEAKS = [
    ("103.log", "in clear, the password of a machine in rot13"),
    ("077.log", "zGvr4WyQaxJhz_lV7jCYfw"),
    ("078.log", "7lXWphOeekTsH0G6x3xWVQ"),
]


@pytest.mark.parametrize(("name", "what"), LEAKS)
def test_a_leak_that_was_reported_is_hidden(corpus: Path, name: str, what: str) -> None:
    text = (corpus / "cloudstack" / name).read_text("utf-8")
    passwords = re.findall(r'"password":"([^"]+)"', text)
    secrets = passwords if passwords else [what]
    assert all(secret in text for secret in secrets)
    events = [read(r, Mask(), NOW).fields for r in read_records([text.encode()], Source())]
    for fields in events:
        assert not any(secret in str(fields) for secret in secrets)
