"""A real Chromium on the pages of a real application; what it complains of fails the test."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from search.stores.store import Store
from tests.web.conftest import (
    PASSWORD,
    app,
    clock,
    event,
    keep,
    rule_folder,
    services,
    spool,
    state,
)

__all__ = ["app", "clock", "rule_folder", "services", "spool", "state"]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
TRACE = """com.cloud.exception.InsufficientServerCapacityException: no room
\tat com.cloud.vm.VirtualMachineManagerImpl.start(VirtualMachineManagerImpl.java:1226)
\tat java.lang.reflect.Method.invoke(Method.java:566)
\tat java.lang.reflect.Method.invoke(Method.java:567)
\tat org.springframework.aop.Aspect.call(Aspect.java:3)
Caused by: java.sql.SQLException: gone"""
# Longer than any step takes on a machine that does other things too.
PATIENCE_MS = 30_000

# What htmx logs of a search that another one took the place of, or that was cancelled.
ABORTED = ("htmx:afterRequest", "htmx:sendAbort", "htmx:xhr:abort")

OpenPage: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: while it is open, no other test can run an event loop."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with a day of events: a quiet one, and a storm two hours ago."""
    quiet = [
        event(10 * number + 1, f"all is well {number}", log__level="INFO", host__name="mgmt-01")
        for number in range(100)
    ]
    storm = [
        event(
            120 + number / 10,
            f"no capacity {number} <img src=x onerror=alert(1)>\n{TRACE}",
            log__level="ERROR",
            log__logger="com.cloud.vm.UserVmManagerImpl",
            host__name="mgmt-02",
            error__stack_trace=TRACE,
        )
        for number in range(80)
    ]
    keep(store, *quiet, *storm)
    return store


@pytest.fixture
def address(app: FastAPI, filled: Store) -> Iterator[str]:
    """Where the application is served."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Opens a page in which the administrator is signed in.

    Whatever the browser logs as an error, and whatever its policy blocks, fails the test; an
    answer of 400 to a query that is wrong is what it should be, and so is an aborted search.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def heard(message: ConsoleMessage) -> None:
        expected = "status of 400" in message.text or message.text.startswith(ABORTED)
        if message.type == "error" and not expected:
            complaints.append(message.text)

    def opened(path: str, width: int = 1440, theme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900 if width > 500 else 844},
            color_scheme="dark" if theme == "dark" else "light",
            java_script_enabled=scripts,
            base_url=address,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/login")
        page.get_by_label("User name").fill("admin")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/search**")
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
