"""Depth, the error of a query of more commands, or parts within parts, than can be written."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from search.answer import SearchRequest
from search.errors import QueryError, Span
from search.stores.store import Store

Answer = TypeVar("Answer")
Rest = ParamSpec("Rest")
Question = Callable[Concatenate[Store, SearchRequest, Rest], Answer]


def depth_checked(question: Question[Rest, Answer]) -> Question[Rest, Answer]:
    """The question, which raises QueryError where the interpreter's depth does not suffice.

    Each command becomes a select around the ones before it, each `NOT` a call around its part, and
    what writes those calls itself.
    """

    @wraps(question)
    def asked(
        store: Store, request: SearchRequest, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> Answer:
        try:
            return question(store, request, *args, **kwargs)
        except RecursionError:
            raise QueryError(
                "The query has too many commands after one another, or parts within parts.",
                request.query,
                Span(0, 0),
                "One `where` can hold many conditions, and one `eval` that nests functions fewer "
                "assignments.",
            ) from None

    return asked
