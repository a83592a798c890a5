"""Sources: figures that add up."""

from dataclasses import replace
from datetime import timedelta

from fastapi.testclient import TestClient

from ingest.counters import Counters, SourceCount
from tests.web.conftest import NOW
from web.pages.sources import sources_page
from web.services import Services


def source(host: str, minutes: int, **changed: object) -> SourceCount:
    """A source that last sent some minutes ago."""
    count = SourceCount(
        "forward",
        "192.0.2.5",
        host,
        "/var/log/<m>.log",
        "cloudstack.management",
        1000,
        2,
        NOW - timedelta(minutes=minutes),
    )
    return replace(count, **changed)  # type: ignore[arg-type]


COUNTERS = Counters(
    received={"forward": 1010, "import": 5},
    refused={"body_bytes": 1},
    stored=1000,
    waiting=13,
    dead_lettered=1,
    spool_bytes=4096,
    sources=(source("mgmt-02", 200), source("mgmt-01", 0)),
)


def page_of(services: Services, counters: Counters) -> Services:
    """Services whose counters stand still."""
    return replace(services, counters=lambda: counters)


def test_every_line_is_accounted_for(services: Services, browser: TestClient) -> None:
    browser.app.state.services = page_of(services, COUNTERS)  # type: ignore[attr-defined]
    page = browser.get("/sources").text
    assert "Every line is accounted for." in page
    assert "1,015 received" in page
    assert "1,000 stored</a> + 13 waiting + 1 refused + 1 in dead letters" in page
    assert "do not add up" not in page


def test_lines_that_are_missing_are_an_error(services: Services, browser: TestClient) -> None:
    lost = replace(COUNTERS, waiting=10)
    browser.app.state.services = page_of(services, lost)  # type: ignore[attr-defined]
    page = browser.get("/sources").text
    assert "The figures do not add up." in page
    assert "3 lines are not accounted for" in page
    assert "Every line is accounted for." not in page


def test_a_source_that_is_silent_says_for_how_long(services: Services) -> None:
    lines = sources_page(page_of(services, COUNTERS)).sources
    assert [(line.name, line.state_words) for line in lines] == [
        ("mgmt-01", "Sending"),
        ("mgmt-02", "Silent for 3 h 20 m"),
    ]


def test_a_source_leads_to_its_events(services: Services, browser: TestClient) -> None:
    line = sources_page(page_of(services, COUNTERS)).sources[0]
    assert line.link.startswith("/search?q=host.name%3D%22mgmt-01%22+log.file.path%3D")
    browser.app.state.services = page_of(services, COUNTERS)  # type: ignore[attr-defined]
    assert "/var/log/&lt;m&gt;.log" in browser.get("/sources").text


def test_htmx_gets_the_figures_alone(browser: TestClient) -> None:
    part = browser.get("/sources", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="page sources" id="figures"')


def test_nothing_sent_yet(browser: TestClient) -> None:
    assert "Nothing has sent a line yet." in browser.get("/sources").text
