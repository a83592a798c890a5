"""A real service in a process of its own, for tests that use it from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import httpx

T = TypeVar("T")
START_S = 60
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Running:
    """`url`: of its pages.  `forward`: port of its Forward receiver."""

    process: "subprocess.Popen[str]"
    data: Path
    url: str
    token: str
    output: Path

    def client(self) -> httpx.Client:
        """A client with the bearer token of this run."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    @property
    def forward(self) -> int:
        line = next(x for x in self.output.read_text().splitlines() if x.startswith("Forward"))
        return int(line.rsplit(":", 1)[1])


def wait_for(what: Callable[[], T | None], seconds: float = START_S) -> T:
    """What the call gives as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def environment(data: Path) -> dict[str, str]:
    """Settings of a service for tests: any free ports, a known password."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEPHOSCOPE_")},
        "NEPHOSCOPE_DATA": str(data),
        "NEPHOSCOPE_HTTP": "127.0.0.1:0",
        "NEPHOSCOPE_FORWARD": "127.0.0.1:0",
        "NEPHOSCOPE_ADMIN_PASSWORD": PASSWORD,
        "NEPHOSCOPE_WORKERS": "1",
    }


def nephoscope(data: Path, *arguments: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    """The command, run to its end."""
    return subprocess.run(
        [sys.executable, "-m", "nephoscope", *arguments],
        env=environment(data),
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def settings_variables(settings: Mapping[str, str]) -> dict[str, str]:
    return {f"NEPHOSCOPE_{name.upper()}": value for name, value in settings.items()}


@contextmanager
def running(
    data: Path, *arguments: str, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Running]:
    """The service over a data folder, ended by SIGTERM.  `settings`: further ones, by name."""
    folder = data / "demo" if "--demo" in arguments else data
    output = data.with_name(f"{data.name}.out")
    with output.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "nephoscope", "serve", *arguments],
            env=environment(data) | settings_variables(settings),
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        wait_for(lambda: "pages at" in output.read_text() or process.poll() is not None)
        assert process.poll() is None, output.read_text()
        address = json.loads((folder / "service.json").read_text())
        yield Running(process, folder, address["url"], address["token"], output)
    finally:
        process.terminate()
        process.wait(30)
