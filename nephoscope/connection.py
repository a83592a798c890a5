"""How the command line finds the service that runs over a data folder, and talks to it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from nephoscope.folder import write_whole
from search.errors import QueryError, Span

FILE = "service.json"
TIMEOUT = httpx.Timeout(10.0, read=600.0)
"""Seconds.  Reading may take as long as a search or an upload may."""


class ServiceError(Exception):
    """The running service refused or does not answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service of a data folder listens.  `token`: bearer token of this run."""

    url: str
    token: str


def write_address(data: Path, address: Address) -> None:
    """Leave the address for the command line, readable by this user alone."""
    write_whole(data / FILE, json.dumps({"url": address.url, "token": address.token}))


def remove_address(data: Path) -> None:
    (data / FILE).unlink(missing_ok=True)


def read_address(data: Path) -> Address | None:
    """Address that a service left, which may have died since."""
    try:
        found = json.loads((data / FILE).read_text())
        return Address(found["url"], found["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def service_client(data: Path) -> Iterator[httpx.Client | None]:
    """A client of the service that runs over this folder, or None when none does."""
    address = read_address(data)
    if address is None or not _answers(address):
        yield None
        return
    headers = {"Authorization": f"Bearer {address.token}"}
    with httpx.Client(base_url=address.url, headers=headers, timeout=TIMEOUT) as client:
        try:
            yield client
        except httpx.HTTPError as error:
            raise ServiceError(f"the service at {address.url} does not answer: {error}") from None


def _answers(address: Address) -> bool:
    try:
        return httpx.get(f"{address.url}/health", timeout=5.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def checked(response: httpx.Response) -> httpx.Response:
    """The response, if it is a success.

    Raises: QueryError as the service saw it; ServiceError for any other refusal.
    """
    if response.is_success:
        return response
    response.read()
    try:
        error: dict[str, Any] = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        raise ServiceError(f"the service answered {response.status_code}") from None
    raise refusal(error)


def refusal(error: dict[str, Any]) -> QueryError | ServiceError:
    """An error of the API's one shape as the exception that it was."""
    if error.get("span"):
        return QueryError(
            error["message"],
            error.get("query", ""),
            Span(error["span"][0], error["span"][1]),
            error.get("hint", ""),
            tuple(error.get("suggestions", ())),
        )
    hint = f" {error['hint']}" if error.get("hint") else ""
    return ServiceError(f"{error.get('message', 'the service refused')}{hint}")
