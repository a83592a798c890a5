"""Every error of the API and the pages: one JSON shape, or a page that says it in words."""

import logging
from dataclasses import dataclass, field

from search.errors import LimitError, QueryError, StoreError
from web.messages import gettext as _

log = logging.getLogger(__name__)


class ApiError(Exception):
    """An answer that is an error.

    `kind`: one word for programs.  `message`: what is wrong.  `hint`: what to do instead.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        message: str,
        hint: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.message = message
        self.hint = hint
        self.headers = headers or {}


class SignedOutError(ApiError):
    """Nobody is signed in.  `lost`: there was a session, and it has ended."""

    def __init__(self, lost: bool = False) -> None:
        # No `Basic` challenge: a browser would open its own dialog over the page.
        super().__init__(
            401,
            "signed-out",
            _("Nobody is signed in."),
            _("Send a session, a bearer token, or a name and password by HTTP Basic."),
            {"WWW-Authenticate": 'Bearer realm="nephoscope"'},
        )
        self.lost = lost


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as it is shown.

    `span`: characters `[start, end)` of `query`.  `caret`: the query with `^` under the place.
    """

    status: int
    kind: str
    message: str
    hint: str = ""
    query: str = ""
    span: tuple[int, int] | None = None
    caret: str = ""
    suggestions: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, object]:
        """The one JSON shape; every key is always there."""
        return {
            "error": {
                "kind": self.kind,
                "message": self.message,
                "hint": self.hint,
                "query": self.query,
                "span": None if self.span is None else list(self.span),
                "caret": self.caret,
                "suggestions": list(self.suggestions),
            }
        }


def failure(error: Exception) -> Failure:
    """What is shown of an error.  Of one that is ours to mend, only that it happened."""
    match error:
        case ApiError():
            return Failure(
                error.status, error.kind, error.message, error.hint, headers=error.headers
            )
        case QueryError():
            return _of_query(error)
        case LimitError():
            return Failure(
                400,
                "limit",
                str(error),
                _(
                    "Add a filter or a shorter time. The limit is the setting %(name)s.",
                    name=error.setting,
                ),
            )
        case StoreError():
            log.error("the store is not answering: %s", error)
            return Failure(
                503,
                "store",
                _("The store is not answering."),
                _("Lines that arrive are safe in the spool. Try again."),
                headers={"Retry-After": "5"},
            )
        case _:
            return Failure(
                500,
                "internal",
                _("This could not be answered."),
                _("The log of the service says why."),
            )


def _of_query(error: QueryError) -> Failure:
    return Failure(
        400,
        "query",
        error.message,
        error.hint,
        error.query,
        (error.span.start, error.span.end),
        error.caret(),
        error.suggestions,
    )


def of_status(status: int, detail: str, headers: dict[str, str] | None = None) -> Failure:
    """What is shown where the framework answers with no more than a status."""
    words = {
        404: ("not-found", _("There is nothing at this address.")),
        405: ("method", _("This address does not take that method.")),
        413: ("too-large", _("This is more than is taken at once.")),
    }
    kind, message = words.get(status, ("request", detail))
    return Failure(status, kind, message, headers=headers or {})
