"""What can go wrong in a search, each error written for the one person who can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of the query."""

    start: int
    end: int


class QueryError(Exception):
    """The query cannot be run, and who typed it can mend it.

    `span`: `[0, 0)` where no part of the query is wrong.  `hint`: what to do instead, a sentence.
    `suggestions`: texts that fit in place of `span`.
    """

    def __init__(
        self,
        message: str,
        query: str,
        span: Span,
        hint: str = "",
        suggestions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.query = query
        self.span = span
        self.hint = hint
        self.suggestions = suggestions

    def caret(self) -> str:
        """The line of the query that holds the place, and a line of `^` under the place.

        Empty where what is wrong stands beside the query, as a time range of its own.
        """
        if not self.span.end:
            return ""
        start = self.query.rfind("\n", 0, self.span.start) + 1
        line = self.query[start:].split("\n", 1)[0]
        column = self.span.start - start
        width = max(1, min(self.span.end, start + len(line)) - self.span.start)
        return f"{line}\n{' ' * column}{'^' * width}"


class StoreError(Exception):
    """The store does not answer or refuses, and who runs the server can mend it."""

    def __init__(self, store: str, request: str, cause: str) -> None:
        super().__init__(f"{store}: {request}: {cause}")
        self.store = store
        self.request = request
        self.cause = cause


class LimitError(Exception):
    """A query went over a limit.

    `setting`: name of the setting that holds the limit.  `kind`: time, memory, rows, cancelled.
    """

    def __init__(self, kind: str, setting: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.setting = setting
