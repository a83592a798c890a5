"""What tests everywhere use: golden switch, corpus folder, and that CI skips nothing."""

import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.interop.fixtures import elasticsearch, opensearch, postgresql

if TYPE_CHECKING:
    from search.stores.embedded import EmbeddedStore

__all__ = ["elasticsearch", "opensearch", "postgresql"]

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
SERVERS = frozenset({"elasticsearch", "opensearch", "postgresql"})
"""Fixtures of a real server each."""
NO_CORPUS = "the corpus of real logs is not beside this checkout"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden from samples/"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread tests over processes by file; those with real servers into one, which starts them."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            names |= {value for value in item.callspec.params.values() if isinstance(value, str)}
        served = SERVERS & names
        group = "servers" if served else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Folder of real logs that are not part of this repository."""
    if not CORPUS.is_dir():
        pytest.skip(NO_CORPUS)
    return CORPUS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test is a failure: CI installs whatever a test may want."""
    report = yield
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    if report.skipped and os.environ.get("CI") == "true" and NO_CORPUS not in reason:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be missing: {reason}"
    return report


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the one embedded engine that this process can have, kept open till the end."""
    from search.stores.embedded import EmbeddedStore

    folder = tmp_path_factory.mktemp("engine")
    first = EmbeddedStore(folder, "first")
    yield folder
    first.close()


_NUMBERS = itertools.count()


@pytest.fixture
def store(engine: Path) -> Iterator["EmbeddedStore"]:
    """An empty embedded store: a database of its own in the engine that all tests share."""
    from search.stores.embedded import EmbeddedStore

    opened = EmbeddedStore(engine, f"t_{next(_NUMBERS)}")
    yield opened
    opened.close()
