"""Mask, what hides secrets in texts and hashes those that joining needs.

The only place that says what is a secret.  Masking is done on the text of a whole record before
it is read, so that no field, whatever reads it, can hold a secret.
"""

import hmac
import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

TEST_KEY = b"nephoscope"
"""Key of `nephoscope parse`, tests and golden files, so that their hashes are always the same."""

REDACTED = "[redacted]"
TAG = "redacted"
"""What `tags` of a masked event holds."""


@dataclass(frozen=True, slots=True)
class Mask:
    """`key`: of the keyed hashes.  `keep_secrets`: for people who write parsers."""

    key: bytes = TEST_KEY
    keep_secrets: bool = False

    def hash(self, secret: str) -> str:
        """The first 16 hex digits of the HMAC-SHA256 of the secret."""
        return hmac.digest(self.key, secret.encode("utf-8", "replace"), "sha256").hex()[:16]

    def apply(self, text: str) -> tuple[str, bool]:
        """The text as it may be stored, and whether something was hidden in it."""
        return (text, False) if self.keep_secrets else mask_text(text)


_AFTER_NAME = re.compile(
    # "password":"x", in JSON inside of JSON too: the closing quote has as many backslashes as
    # the opening one.  Where none follows, the text was cut: all of the line is the secret.
    r"""\\*["']\s*[:=]\s*(?P<open>\\*["'])(?P<quoted>[^\n]+?)(?:(?<!\\)(?P=open)|(?=\n)|\Z)"""
    # "password": x, but not true, false and null
    r"""|\\*"\s*:\s*(?!true\b|false\b|null\b)(?P<bare>[^\s"\\,}\][{]+)"""
    # apiKey=x&signature=y of query strings, --password=x of commands, {password=x, ..} of objects
    r"""|=["']?(?!null\b|\[redacted\])(?P<value>(?:[^&\s"',;})\]]|,(?!\s))+)"""
    # apiKey: x, Signature: y, password: z
    r"""|:[ ]["']?(?!null\b|true\b|false\b|\[redacted\]|\\*["'])(?P<said>[^\s,;"']+)"""
    # sig [x], apiKey [y], User signature [x] is not equaled to computed signature [y]
    r"""|[ ]\[(?!null\]|redacted\]|\[)(?P<boxed>[^\]\s]+)\]"""
)
"""What may stand between the name of a secret and the secret, which is the last group."""

_BETWEEN = frozenset("\\\"'=: ")
"""With what `_AFTER_NAME` may begin."""


class _Secrets(NamedTuple):
    """Secrets of which a text holds none unless `hint`, in lower case, stands in it.

    `names`: what their names end with, in lower case.  `shapes`: other ways in which they are
    written; the secret is group 1.  Before each shape a second hint: searching for a text is a
    tenth of searching without regard to case.
    """

    hint: str
    names: tuple[str, ...] = ()
    shapes: tuple[tuple[str, re.Pattern[str]], ...] = ()


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SECRETS = (
    _Secrets(
        "key",
        (
            *("apikey", "api_key", "secretkey", "secret_key", "sessionkey", "privatekey"),
            # CloudStack's global settings, which usage servers print.
            *("secret.key", "private.key", "encryption.key", "hash.key", "singlesignon.key"),
            "sso.key",
        ),
        # Over lines, or with \n, or cut off.
        (
            (
                "-----b",
                _shape(
                    r"(-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)"
                    r"(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))"
                ),
            ),
        ),
    ),
    _Secrets("encryption.iv", ("encryption.iv",)),
    _Secrets("sig", ("signature", "sig")),
    _Secrets(
        "passw",
        ("password", "passwd"),
        # --password x, savepassword.sh -v ip -p x, update_host_passwd.sh user x
        (
            ("-", _shape(r"--?[\w-]*passw(?:or)?d +((?!\[redacted\])[^\s&|;]+)")),
            (" -p", _shape(r"savepassword\S*(?: +-[a-oq-z] +\S+)* +-p +((?!\[redacted\])\S+)")),
            ("_ho", _shape(r"_host_passwd\S* +[^\s-]\S* +((?!\[redacted\])[^\s-]\S*)")),
        ),
    ),
    _Secrets("secret", ("secret",)),
    _Secrets("data", ("userdata", "user_data")),
    _Secrets("token", ("token",)),
    # HTTP sessions, and those of console proxies.
    _Secrets(
        "session",
        ("sessionid",),
        (
            (" created by ", _shape(r"session created by id ?: ?([^\s\[,]+)")),
            (" de", _shape(r"session destroyed by id ?: ?([^\s\[,]+)")),
            ("@", _shape(r"Session@[0-9a-f]+\{id=([^,}\[\s]+)")),
            (" already been ", _shape(r"\bSession ([^\s\[]+) has already been used")),
        ),
    ),
    _Secrets("node0", (), (("", _shape(r"(?<![\w.])(node0\w{16,}(?:\.node0)?)")),)),
    _Secrets("with sid", (), (("", _shape(r"\bwith sid[ :=]+([^\s\[,]+)")),)),
    # Java serialisation in base64, which may go on in the lines that follow.
    _Secrets(
        "ro0ab",
        (),
        (
            (
                "",
                _shape(
                    r"(rO0AB[\w+/=-]*(?:\\u003d)*"
                    r"(?:\\?\r?\n[\w+/-]{20,}=*(?=[\r\n,]|\Z))*)"
                ),
            ),
        ),
    ),
    # Global settings that are secrets, as they are changed and refused.
    _Secrets(
        "config",
        (),
        (
            (
                "updated from",
                _shape(
                    r"Config: [\w.-]*(?:passw|secret|key|token)[\w.-]* value is updated from: "
                    r"([^\n]*?) for scope: "
                ),
            ),
            (
                "option, name",
                _shape(r"option, name: [\w.-]*(?:passw|secret|key|token)[\w.-]*, value: ?([^\n]+)"),
            ),
        ),
    ),
    _Secrets("bearer ", (), (("", _shape(r"\bBearer ([\w.+/=~-]{8,})")),)),
    _Secrets("basic ", (), (("author", _shape(r"Authorization\W+Basic ([\w.+/=~-]{8,})")),)),
    _Secrets(
        "@", (), (("://", _shape(r"://[^/\s:@\"'\[\]]+:((?!\[redacted\])[^@/\s\"']+)@")),)
    ),
)  # fmt: skip

_BY_HINT = tuple((row.hint, row) for row in _SECRETS)
"""Pairs, which are taken apart in a third less time than rows: most texts fail every hint."""

_HEADLESS = re.compile(
    r"^(?:<\d{1,3}>)?(?:\.{3})?((?=[\w+/-]*[A-Z])(?=[\w+/-]*[a-z])(?=[\w+/-]*\d)"
    r"[A-Za-z0-9+/_-]{60,}={0,2})(?=$|[,\r]|\.{3})",
    re.MULTILINE,
)
"""The rest of a base64 blob whose head stands in a line before, perhaps in another record."""

_API_KEY = re.compile(
    r"""api_?key(?:\\*["'])?(?:=|\s*:\s*|\s\[)(?:\\*["'])?(?!null\b|\[redacted\])"""
    r"""(?P<key>[^\s&"'\\,\]]+)""",
    re.IGNORECASE,
)


def mask_text(text: str) -> tuple[str, bool]:
    """The text with each secret as `[redacted]`, and whether there was one."""
    spans = _secrets(text)
    if not spans:
        return text, False
    masked = _redact(text, sorted(spans))
    return masked, masked != text


def _secrets(text: str) -> list[tuple[int, int]]:
    """Where secrets stand, in any order; spans may overlap."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ has two characters in lower case
        lowered = _lower_ascii(text)
    spans: list[tuple[int, int]] = []
    for hint, row in _BY_HINT:
        if hint in lowered:
            for name in row.names:
                spans += _after_name(text, lowered, name)
            for needle, shape in row.shapes:
                if needle in lowered:
                    spans += [match.span(1) for match in shape.finditer(text)]
    if "\n" in text:
        spans += [match.span(1) for match in _HEADLESS.finditer(text)]
    elif len(text) >= 60 and " " not in text[:60]:
        first = _HEADLESS.match(text)  # in one line there is one line's begin
        if first is not None:
            spans.append(first.span(1))
    return spans


def _lower_ascii(text: str) -> str:
    return re.sub(r"[A-Z]+", lambda match: match.group().lower(), text)


def _after_name(text: str, lowered: str, name: str) -> list[tuple[int, int]]:
    spans = []
    at = lowered.find(name)
    while at >= 0:
        end = at + len(name)
        match = _AFTER_NAME.match(text, end) if text[end : end + 1] in _BETWEEN else None
        if match is not None and match.lastgroup is not None:
            spans.append(match.span(match.lastgroup))
        at = lowered.find(name, end)
    return spans


def _redact(text: str, spans: list[tuple[int, int]]) -> str:
    """`spans`: sorted by their starts; of those that overlap, the union is one secret."""
    parts = []
    end_of_last = -1
    for start, end in spans:
        if start > end_of_last:
            parts += [text[max(end_of_last, 0) : start], REDACTED]
        end_of_last = max(end_of_last, end)
    parts.append(text[end_of_last:])
    return "".join(parts)


def find_api_key(text: str) -> str | None:
    """The first API key in a text, for hashing; None where there is none, or it is masked."""
    lowered = text.lower()
    if "apikey" not in lowered:
        return None
    start = lowered.find("api") if len(lowered) == len(text) else 0
    match = _API_KEY.search(text, start)
    return unquote(match["key"]) if match is not None else None
