"""The search page over a real store, without a browser: what stands in it and where it leads."""

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from search.stores.store import Limits, Store
from tests.web.conftest import event, keep
from web.services import Services

TRACE = """com.cloud.exception.InsufficientServerCapacityException: no room
\tat com.cloud.vm.VirtualMachineManagerImpl.start(VirtualMachineManagerImpl.java:1226)
\tat java.lang.reflect.Method.invoke(Method.java:566)
\tat java.lang.reflect.Method.invoke(Method.java:567)
\tat org.springframework.aop.Aspect.call(Aspect.java:3)
Caused by: java.sql.SQLException: gone"""


@pytest.fixture
def page(browser: TestClient, store: Store) -> TestClient:
    """A signed-in browser over four events."""
    keep(
        store,
        event(1, "ready to serve", log__level="INFO", host__name="mgmt-01"),
        event(5, "no capacity left", log__level="WARN", host__name="mgmt-01"),
        event(9, "capacity <b>bold</b> \x1b[31m", log__level="ERROR", host__name="mgmt-02"),
        event(
            30,
            f"start failed\n{TRACE}",
            log__level="ERROR",
            host__name="mgmt-02",
            error__stack_trace=TRACE,
            trace__id="9f3c1e7a",
        ),
    )
    return browser


def text_of(html: str) -> str:
    """What is read of a page."""
    without = re.sub(r"<(style|script|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", without)).split())


def test_the_page_says_what_was_found_and_draws_it(page: TestClient) -> None:
    html = page.get("/search").text
    assert "4 events of" in text_of(html)
    assert html.count('class="seg ') == 4
    assert "no capacity left" in text_of(html)
    assert html.index("ready to serve") < html.index("no capacity left")


def test_words_of_the_query_are_marked(page: TestClient) -> None:
    html = page.get("/search", params={"q": "capacity"}).text
    assert "2 events of" in text_of(html)
    assert "no <mark>capacity</mark> left" in html


def test_text_of_logs_is_never_markup_and_controls_are_seen(page: TestClient) -> None:
    html = page.get("/search", params={"q": "bold"}).text
    assert "<b>bold" not in html
    assert "&lt;" in html
    assert '<span class="unseen">␛</span>' in html


def test_a_filter_narrows_and_an_inverted_or_waiting_one_does_as_it_says(page: TestClient) -> None:
    def count(filters: list[str]) -> str:
        return text_of(page.get("/search", params={"f": filters}).text)

    assert "2 events of" in count(["host.name=mgmt-01"])
    assert "3 events of" in count(["!log.level=WARN"])
    assert "4 events of" in count(["~host.name=mgmt-01"])
    assert "1 event of" in count(["host.name=mgmt-01", "!log.level=WARN"])


def test_a_filter_narrows_each_side_of_an_or(page: TestClient) -> None:
    params = {"q": "ready OR capacity", "f": "host.name=mgmt-01"}
    assert "2 events of" in text_of(page.get("/search", params=params).text)


def test_a_bar_of_the_timeline_is_a_link_to_its_events(page: TestClient) -> None:
    html = page.get("/search").text
    bars = re.findall(r'<a href="([^"]+)"[^>]*data-count="(\d+)"', html)
    assert len(bars) <= 121
    counts = 0
    for link, count in bars:
        if int(count):
            part = page.get(unescape(link)).text
            assert f"{count} in selection" in text_of(part)
            counts += int(count)
    assert counts == 4


def test_an_event_opens_without_scripts(page: TestClient) -> None:
    html = page.get("/search", params={"q": "trace.id=9f3c1e7a"}).text
    link = re.search(r'class="event-open" href="([^"#]+)', html)
    assert link
    opened = page.get(unescape(link[1])).text
    assert "Original text" in text_of(opened)
    assert "3 frames of java.lang.reflect, org.springframework" in text_of(opened)
    assert "Caused by: java.sql.SQLException: gone" in text_of(opened)
    assert 'class="leads"' in opened


def test_an_event_opens_in_place(page: TestClient) -> None:
    html = page.get("/search", params={"q": "ready"}).text
    link = re.search(r'data-detail="([^"]+)"', html)
    assert link
    detail = page.get(unescape(link[1]), headers={"HX-Request": "true"}).text
    assert 'class="whole"' in detail
    assert "mgmt-01" in detail


def test_the_link_of_an_event_opens_it_wherever_it_stood(page: TestClient, store: Store) -> None:
    keep(store, *(event(1 + number / 100, f"one {number}") for number in range(60)))
    row = page.get("/search", params={"q": "one", "offset": "50", "tz": "Asia/Tokyo"}).text
    detail = re.findall(r'data-detail="([^"]+)"', row)[-1]
    html = page.get(unescape(detail), headers={"HX-Request": "true"}).text
    link = re.search(r'href="([^"]+&amp;open=[^"]+)"', html)
    assert link
    opened = page.get(unescape(link[1])).text
    assert "1 event of" in text_of(opened)
    assert "Original text" in text_of(opened)
    assert "JST" in text_of(opened)


def test_events_behind_a_table_are_paged(page: TestClient, store: Store) -> None:
    keep(store, *(event(1 + number / 100, f"one {number}") for number in range(60)))
    params = {"q": "one | stats count by message", "view": "events", "offset": "50"}
    rows = page.get("/search/rows", params=params, headers={"HX-Request": "true"})
    assert rows.text.count('class="event-open"') == 10


def test_times_of_other_years_say_their_year(page: TestClient, store: Store) -> None:
    keep(store, event(525600 * 3, "long ago"), event(525600 * 3 + 1440, "longer ago"))
    html = page.get("/search", params={"q": "ago", "earliest": "2023-01-01", "latest": "now"}).text
    assert "Sun 1 Jan 2023 00:00 – now" in text_of(html)
    assert '<span class="day">Thu 14 Sep 2023' in html
    assert '<li class="day-row">Wed 13 Sep 2023</li>' in html
    table = page.get("/search", params={"q": "ago | table _time", "earliest": "0"}).text
    assert "Wed 13 Sep 2023 23:00" in table


@pytest.mark.parametrize(
    ("earliest", "per"),
    [("2000-01-01", "3 months"), ("0001-01-01", "years"), ("-1m", "second"), ("-1d", "15 minutes")],
)
def test_the_length_of_a_bar_is_said_in_round_words(
    page: TestClient, earliest: str, per: str
) -> None:
    html = page.get("/search", params={"earliest": earliest}).text
    found = re.search(r"Events per ([\w ]+) by", text_of(html))
    assert found
    assert found[1].endswith(per)


def test_a_day_that_begins_with_the_next_rows_is_said(page: TestClient, store: Store) -> None:
    many = [event(1 + number / 100, f"one {number}") for number in range(50)]
    keep(store, *many, event(1440, "one more"))
    html = page.get("/search", params={"q": "one", "earliest": "-2d"}).text
    more = re.search(r'hx-get="(/search/rows[^"]+)"', html)
    assert more
    rows = page.get(unescape(more[1]), headers={"HX-Request": "true"}).text
    assert '<li class="day-row">Sat 12 Sep</li>' in rows


def test_fields_are_reached_without_scripts(page: TestClient) -> None:
    html = page.get("/search", params={"fields": "1", "field": "host.name"}).text
    assert "mgmt-02" in html
    assert "50.0" in text_of(html)
    parts = page.get("/search/values", params={"field": "host.name"}).text
    links = re.findall(r'class="what" href="([^"]+)"', parts)
    asked = [parse_qs(urlsplit(unescape(link)).query)["f"] for link in links]
    assert sorted(asked) == [["host.name=mgmt-01"], ["host.name=mgmt-02"]]


def test_stats_is_a_table_with_bars_and_links_to_the_events(page: TestClient) -> None:
    html = page.get("/search", params={"q": "* | stats count by host.name"}).text
    assert "2 rows from 4 events" in text_of(html)
    assert 'class="cell-bar"' in html
    link = re.search(r'class="over" href="([^"]+)"', html)
    assert link
    assert "2 events of" in text_of(page.get(unescape(link[1])).text)


def test_a_table_is_sorted_by_its_heads(page: TestClient) -> None:
    params = {"q": "* | stats count by log.level", "sort": "-count"}
    html = page.get("/search", params=params).text
    assert html.index(">ERROR<") < html.index(">INFO<")
    assert 'aria-sort="descending"' in html


def test_an_error_after_the_head_was_sent_stands_in_the_page(
    browser: TestClient, services: Services, store: Store
) -> None:
    keep(store, event(1, "one"))
    limits = Limits(memory_bytes=1)
    browser.app.state.services = replace(services, limits=limits)  # type: ignore[attr-defined]
    answer = browser.get("/search?q=one").text
    assert answer.count("</head>") == 1
    assert "The limit is the setting" in answer
    assert "Try again" in answer
    assert answer.rstrip().endswith("</html>")


def test_a_table_of_one_row_without_an_order_is_shown(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "* | stats count"})
    assert answer.status_code == 200
    assert "result-table" in answer.text


def test_a_table_that_is_cut_says_so(page: TestClient, store: Store) -> None:
    keep(store, *(event(1 + number / 100, f"one {number}") for number in range(1005)))
    answer = page.get("/search", params={"q": "* | stats count by message"}).text
    assert "<b>at least 1,000</b> rows" in answer
    assert "Only the first 1,000 rows are shown." in answer


def test_a_table_is_sorted_over_all_its_rows(page: TestClient, store: Store) -> None:
    many = [event(1 + number / 100, f"one {number}") for number in range(1005)]
    keep(store, *many, *(event(20, "zwei") for _ in range(3)))
    params = {"q": "* | stats count by message", "sort": "-count"}
    rows = page.get("/search", params={**params, "output": "json"}).json()["result"]["table"][
        "rows"
    ]
    assert [cell["text"] for cell in rows[0]["cells"]] == ["zwei", "3"]
    params = {"q": "one OR zwei", "view": "table", "sort": "-message"}
    rows = page.get("/search", params={**params, "output": "json"}).json()["result"]["table"][
        "rows"
    ]
    assert len(rows) == 1000
    assert rows[0]["cells"][-1]["text"] == "zwei"


def test_a_sort_by_no_column_is_none(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "* | stats count by log.level", "sort": "-message"})
    assert "3 rows from 4 events" in text_of(answer.text)


def test_events_that_commands_leave_are_paged_to_the_last(page: TestClient, store: Store) -> None:
    keep(store, *(event(1 + number / 100, f"one {number}") for number in range(1105)))
    params = {"q": 'one | where like(message, "one%")', "offset": "1100"}
    assert page.get("/search", params=params).text.count('class="event-open"') == 5


def test_commands_that_leave_no_event_are_named(page: TestClient) -> None:
    params = {"q": '* | where log.level="NONE"'}
    said = "The search finds 4 events, but the commands behind it leave none."
    assert said in text_of(page.get("/search", params=params).text)
    assert said not in text_of(page.get("/search", params={"q": "*"}).text)


def test_a_table_of_very_many_columns_is_shown_in_part(page: TestClient, store: Store) -> None:
    labels = {f"k{number}": "v" for number in range(300)}
    keep(store, *(event(1 + number / 100, f"one {number}", labels=labels) for number in range(150)))
    named = " ".join(f"labels.k{number}" for number in range(300))
    answer = page.get("/search", params={"q": f"one | table {named}", "view": "table"}).text
    assert answer.count('<th scope="col"') == 200
    assert "100 more columns are not shown." in answer
    assert "Only the first 100 rows are shown." in answer


def test_timechart_is_a_chart_over_its_table(page: TestClient) -> None:
    html = page.get("/search", params={"q": "* | timechart span=1h count by log.level"}).text
    assert html.count("<polyline class=") == html.count("data-series=") >= 3
    assert 'data-at="' in html
    assert "count per hour, by log.level" in text_of(html)


def test_a_chart_is_drawn_in_the_zone_of_the_page(page: TestClient) -> None:
    params = {"q": "* | timechart span=1h count", "tz": "Asia/Tokyo"}
    assert 'data-zone="Asia/Tokyo"' in page.get("/search", params=params).text


def test_a_chart_over_time_ends_now_however_many_points_it_has(page: TestClient) -> None:
    params = {"q": "* | timechart span=1m count", "output": "json"}
    result = page.get("/search", params=params).json()["result"]
    assert result["status"]["count"] == "1,440"
    assert len(result["table"]["rows"]) == 1440
    params = {"q": "* | timechart span=1m count", "earliest": "-4d"}
    html = page.get("/search", params=params).text
    assert html.count("data-at=") == 3000
    assert "Only the newest 3,000 points are shown, in the chart too." in text_of(html)
    rows = html.split("<tr data-at=")
    assert "Sun 13 Sep 22:59" in rows[1]
    assert "Fri 11 Sep 21:00" in rows[-1]


def test_a_query_error_shows_the_place_and_what_fits(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "* | stats count by hots.name"})
    assert answer.status_code == 400
    assert "^^^^^^^^^" in answer.text
    fix = re.search(r'class="button" href="([^"]+)">host.name', answer.text)
    assert fix
    assert "2 rows" in text_of(page.get(unescape(fix[1])).text)


def test_the_place_of_an_error_does_not_count_the_filters(page: TestClient) -> None:
    params = {"q": "* | stats count by hots.name", "f": "host.name=mgmt-01"}
    answer = page.get("/search", params=params)
    assert 'data-start="19" data-end="28"' in answer.text


def test_an_error_goes_to_its_own_place(page: TestClient) -> None:
    headers = {"HX-Request": "true"}
    answer = page.get("/search", params={"q": "* | nonsense"}, headers=headers)
    assert answer.headers["HX-Retarget"] == "#error"
    assert 'id="result"' not in answer.text


def test_htmx_gets_the_result_and_the_address_to_show(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "ready"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == "/search?q=ready"
    assert "<html" not in answer.text
    assert answer.text.count("hx-swap-oob") == 3


def test_nothing_found_names_the_part_that_leaves_nothing(page: TestClient) -> None:
    html = page.get("/search", params={"q": "capacity log.level=FATAL"}).text
    assert "No events match in the last 24 hours" in text_of(html)
    assert "log.level=FATAL leaves nothing of the rest. Without it there are 2 events." in text_of(
        html
    )


def test_an_empty_product_says_how_to_send_the_first_line(browser: TestClient) -> None:
    assert "nephoscope ship" in browser.get("/search").text


def test_a_preset_leads_to_an_address_of_its_own(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "ready", "earliest": "x", "preset": "-1h"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=ready&earliest=-1h"


def test_the_same_address_answers_as_json(page: TestClient) -> None:
    answer = page.get("/search", params={"q": "ready"}, headers={"Accept": "application/json"})
    result = answer.json()["result"]
    assert result["status"]["count"] == "1"
    assert len(result["events"]) == 1


def test_more_rows_are_appended(browser: TestClient, store: Store) -> None:
    keep(store, *(event(number / 60, f"line {number}") for number in range(1, 61)))
    html = browser.get("/search").text
    more = re.search(r'hx-get="(/search/rows[^"]+)"', html)
    assert more
    rest = browser.get(unescape(more[1])).text
    assert rest.count('class="event-open"') == 10


@pytest.mark.parametrize("query", ["ready", "ready | stats count by host.name"])
def test_how_a_search_runs_is_a_page(page: TestClient, query: str) -> None:
    params = {"q": query, "view": "explain"}
    assert "How this search runs" in page.get("/search", params=params).text


@pytest.mark.parametrize("sign", ["~", "99999999999999999999~1", "a~b", "5~4"])
def test_a_selection_that_is_none_is_left_out(page: TestClient, sign: str) -> None:
    assert "4 events of" in text_of(page.get("/search", params={"sel": sign}).text)


def test_the_legend_hides_a_level_however_it_is_written(browser: TestClient, store: Store) -> None:
    keep(
        store,
        event(1, "one", log__level="ERROR"),
        event(2, "two", log__level="err"),
        event(3, "three", log__level="informational"),
    )
    html = browser.get("/search").text
    assert ">INFO</span>" in html
    link = re.search(r'class="level-error"><a href="([^"]+)"', html)
    assert link
    hidden = browser.get(unescape(link[1])).text
    assert "1 event of" in text_of(hidden)
    again = re.search(r'class="level-error"><a href="([^"]+)"', hidden)
    assert again
    assert "3 events of" in text_of(browser.get(unescape(again[1])).text)
