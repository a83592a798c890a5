"""Families `login.*`: a user tries to log in, and how it ends."""

import json
import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_WHO = {"user": "user.name", "domain": "cloudstack.domain.id"}
_ERROR = re.compile(
    r'\\?"errortext\\?": ?\\?"(?P<text>(?:[^"\\]|\\.)*)(?P<end>\\?"(?:[}\],]|\s*\Z)|\Z)?'
)
_ANSWER_END = re.compile(r'\\?"[}\]]+\s*\Z')
_ERROR_USER = re.compile(
    r"Failed to authenticate user (?P<user>(?s:.+?)) in domain (?P<domain>\d+)(?:;|$)"
    r"|User (?!UserAccount \{)(?P<barred>(?s:.+?)) \(or their account\) in domain "
)


def _succeeded(match: re.Match[str], fields: Fields) -> None:
    took = match["took"]
    if took is not None:
        fields["event.duration"] = int(took[:12]) * 1_000_000


def _cut(_match: re.Match[str], fields: Fields) -> None:
    suspect(fields)


def suspect(fields: Fields) -> None:
    """Tags a line whose text only somebody who forges lines can have caused."""
    tags = fields.get("tags")
    fields["tags"] = [*(tags if isinstance(tags, list) else []), "suspect"]


def _counted(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.login.attempts_left"] = int(match["left"][:9])


def _disabled(match: re.Match[str], fields: Fields) -> None:
    fields["event.reason"] = "disabled or locked"
    domain = match["domain"]
    if domain is not None:
        fields["cloudstack.domain.id" if domain.isdigit() else "cloudstack.domain.name"] = domain


def _answered(match: re.Match[str], fields: Fields) -> None:
    text = error_text(match["answer"]) or match["answer"].rstrip()
    fields["error.message"] = text
    who = _ERROR_USER.match(text)
    if who is not None:
        fields["user.name"] = who["user"] or who["barred"]
        if who["domain"] is not None:
            fields["cloudstack.domain.id"] = who["domain"]


def error_text(answer: str) -> str | None:
    """The error in an answer of the API.

    Versions to 4.18 write quotes in it as they are: then it goes to the end of the answer.
    """
    error = _ERROR.search(answer)
    if error is None:
        return None
    if error["end"] is not None:
        return unescape(error["text"])
    return _ANSWER_END.sub("", answer[error.start("text") :])


def unescape(text: str) -> str:
    """The text of a JSON string between its quotes; as it is where it is not one."""
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text


FAMILY = Family(
    __file__,
    "login.lark",
    texts=(
        Text(
            "ATTEMPTED",
            ("Attempting",),
            constants("login.attempt", "login-attempted", category="authentication", types="info"),
            _WHO,
        ),
        Text(
            "SUCCEEDED",
            ("User",),
            constants(
                "login.success",
                "logged-in",
                category="authentication session",
                types="start",
                outcome="success",
            ),
            _WHO,
            _succeeded,
        ),
        Text(
            "FAILED",
            ("User",),
            constants(
                "login.failure",
                "login-failed",
                category="authentication",
                types="start",
                outcome="failure",
            ),
            _WHO,
        ),
        Text(
            "REFUSED",
            ("Unable", "Failed", "Won"),
            constants("login.refused", "login-refused", category="authentication", types="info"),
            _WHO | {"reason": "event.reason"},
        ),
        Text(
            "CUT",
            ("Attempting", "User", "Unable", "Failed", "Won"),
            constants("login.forged", "login-forged", category="authentication", types="info"),
            {"user": "user.name"},
            _cut,
        ),
        Text(
            "COUNTED",
            ("Login",),
            constants("login.attempts", "login-counted", category="authentication", types="info"),
            read=_counted,
        ),
        Text(
            "LOCKED",
            ("User",),
            constants("login.locked", "user-locked", category="authentication iam", types="info"),
            {"user": "user.name"},
        ),
        Text(
            "DISABLED",
            ("User",),
            constants(
                "login.disabled",
                "login-of-disabled-user",
                category="authentication",
                types="info",
                outcome="failure",
            ),
            {"user": "user.name"},
            _disabled,
        ),
        Text(
            "ANSWERED",
            ("Authentication",),
            constants("login.answer", "login-answered", category="authentication", types="end"),
            read=_answered,
        ),
    ),
)
