"""The search page in a real browser: its main paths with scripts and without, and its manners."""

import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PATIENCE_MS, OpenPage

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "web/frontend/node_modules/axe-core/axe.min.js"
# Collects the first class of whatever is moved by no fault of its own.
WATCH_SHIFTS = """() => {
  window.moved = [];
  const note = (entry) => entry.sources.forEach(({ node }) =>
    window.moved.push(String(node?.className?.baseVal ?? node?.className).split(" ")[0]));
  new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type: "layout-shift", buffered: true });
}"""
expect.set_options(timeout=PATIENCE_MS)


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def ready(page: Page) -> Page:
    """Wait until the editor and the sidebar stand."""
    expect(page.locator(".cm-editor")).to_be_visible()
    expect(page.locator(".field-row").first).to_be_visible()
    return page


def type_query(page: Page, query: str) -> None:
    page.keyboard.press("/")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(query)
    page.keyboard.press("Enter")


def drag(page: Page, start: float, end: float) -> None:
    """Over the timeline, between two parts of its width."""
    box = page.locator("#bars").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * start, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, box["y"] + 42, steps=5)
    expect(page.locator("#brush")).to_contain_text("events")
    page.mouse.up()


def test_a_query_is_typed_and_its_words_are_marked(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    type_query(page, "capacity")
    expect(page.locator("#status")).to_contain_text("80 events")
    expect(page.locator("#list mark").first).to_have_text("capacity")
    assert page.url.endswith("/search?q=capacity")
    expect(page.locator("#said")).to_have_text("80 events")
    page.go_back()
    expect(page.locator("#status")).to_contain_text("180 events")


def test_a_value_of_the_sidebar_becomes_a_filter(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.get_by_role("button", name=re.compile("^host.name")).click()
    page.get_by_role("link", name="Without events with mgmt-01").click()
    expect(page.locator("#status")).to_contain_text("80 events")
    expect(page.locator(".pill.not")).to_contain_text("mgmt-01")
    page.get_by_role("link", name="Remove this filter").click()
    expect(page.locator("#status")).to_contain_text("180 events")


def test_the_timeline_is_dragged_zoomed_and_dropped(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.evaluate(WATCH_SHIFTS)
    page.evaluate("document.querySelector('#bars').dataset.same = 'yes'")
    drag(page, 0.85, 0.97)
    expect(page.get_by_role("link", name="Zoom")).to_be_visible()
    expect(page).to_have_url(re.compile("sel="))
    expect(page.locator(".list-head")).to_contain_text("in selection")
    whole = page.locator("#brush .length").inner_text()
    # Its right edge is taken hold of and drawn in.
    drag(page, 0.97, 0.92)
    expect(page.locator("#brush .length")).not_to_have_text(whole)
    page.keyboard.press("Escape")
    expect(page.locator("#brush")).to_have_count(0)
    expect(page.locator(".list-head")).not_to_contain_text("in selection")
    # Nobody drew the bars anew, and nothing else moved.
    expect(page.locator("#bars[data-same]")).to_be_visible()
    assert page.evaluate("window.moved") == []
    page.go_back()
    page.get_by_role("link", name="Zoom").click()
    expect(page).to_have_url(re.compile("earliest="))


def test_bars_are_walked_and_stretched_by_key(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.locator("#bars a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page).to_have_url(re.compile("sel="))
    expect(page.locator("#bars a.in")).to_have_count(3)
    expect(page.locator("#bars a:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("earliest="))


def test_an_event_opens_in_place_and_nothing_else_moves(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity"))
    page.evaluate(WATCH_SHIFTS)
    page.locator(".event-open").nth(1).click()
    detail = page.locator(".event.opened .detail")
    expect(detail).to_contain_text("Caused by: java.sql.SQLException: gone")
    expect(detail.get_by_text("3 frames of")).to_be_visible()
    detail.get_by_text("Original text").click()
    expect(detail.locator(".pane-text")).to_be_visible()
    assert page.locator("img").count() == 0
    # Since the page began to load, the editor's arrival included, only the rows below have moved.
    assert set(page.evaluate("window.moved")) <= {"event", "more"}
    page.locator(".event-open").nth(1).click()
    expect(detail).to_have_count(0)


def test_words_of_a_message_lead_on(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.locator(".event-text", has_text="no capacity").first.dblclick(position={"x": 4, "y": 8})
    page.get_by_role("link", name="Exclude", exact=True).click()
    expect(page.locator("#status")).to_contain_text("100 events")
    assert page.locator(".cm-content").inner_text() == 'NOT "no"'


def test_words_go_beside_all_that_is_searched_for(open_page: OpenPage) -> None:
    page = ready(open_page('/search?q=search+capacity+OR+"|+\\"+quiet"+|+head+90'))
    page.locator(".event-text", has_text="no capacity").first.dblclick(position={"x": 4, "y": 8})
    page.get_by_role("link", name="Include", exact=True).click()
    expect(page.locator(".cm-content")).to_have_text('(capacity OR "| \\" quiet") "no" | head 90')
    expect(page.locator("#status")).to_contain_text("80 events")


def test_an_event_and_the_address_are_copied(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".event-open").first.click()
    page.locator(".event.opened summary", has_text="Copy").click()
    page.get_by_role("button", name="As a curl command").click()
    expect(page.locator("[data-just]")).to_have_count(1)
    assert "--data-urlencode 'q=event.id=" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text === location.href)")


def test_keys_walk_and_open_the_list(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator(".event").nth(1).locator(".detail-row").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_more_rows_are_appended(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity"))
    assert page.locator("#list .event").count() == 50
    page.get_by_role("link", name="More events").click()
    expect(page.locator("#list .event")).to_have_count(80)


def test_a_wrong_query_keeps_the_old_result_and_is_mended_by_a_button(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity"))
    type_query(page, "* | stats count by hots.name")
    expect(page.get_by_role("alert")).to_contain_text("hots.name")
    expect(page.locator("#result-label")).to_contain_text("capacity")
    expect(page.locator("#list .event").first).to_be_visible()
    expect(page.locator(".cm-wrong")).to_have_text("hots.name")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("2 rows")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".cm-content")).to_have_text("* | stats count by host.name")


def test_times_of_a_table_stand_in_one_line(open_page: OpenPage) -> None:
    page = open_page("/search?q=capacity&view=table")
    cell = page.locator("#result-table td .over", has_text="Sep").first
    assert cell.evaluate("cell => cell.getClientRects().length") == 1


def test_a_chart_is_taken_over(open_page: OpenPage) -> None:
    page = open_page("/search?q=*+|+timechart+span%3D1h+count+by+log.level")
    expect(page.locator(".uplot canvas")).to_be_visible()
    box = page.locator(".uplot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    expect(page.locator(".chart-tip")).to_contain_text("ERROR")


def test_a_chart_is_drawn_otherwise_and_walked_by_key(open_page: OpenPage) -> None:
    page = open_page("/search?q=*+|+timechart+span%3D1h+count+by+log.level")
    expect(page.locator(".uplot canvas")).to_be_visible()
    page.get_by_role("link", name="Stacked").click()
    expect(page).to_have_url(re.compile("kind=stacked"))
    expect(page.get_by_role("link", name="Stacked")).to_have_attribute("aria-current", "true")
    page.locator(".chart-plot").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chart-tip")).to_be_visible()
    expect(page.locator("#result-table tr.at")).to_have_count(1)
    page.get_by_role("button", name="INFO").click()
    expect(page.get_by_role("button", name="INFO")).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("link", name="Stacked")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("kind", ["line", "area", "bars", "stacked"])
def test_a_chart_stands_without_scripts(open_page: OpenPage, kind: str) -> None:
    query = f"/search?q=*+|+timechart+span%3D1h+count+by+log.level&kind={kind}"
    page = open_page(query, scripts=False)
    drawn = {"line": "polyline", "area": "polygon", "bars": "rect", "stacked": "rect"}[kind]
    assert page.locator(f".chart-lines {drawn}").count() >= 2


def test_completion_offers_fields_and_tab_takes_one(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.keyboard.press("/")
    page.keyboard.type("host.na")
    expect(page.get_by_role("option").first).to_contain_text("host.name")
    # The editor takes no key for the list in its first 75 ms, so that nobody chooses unseen.
    shown = page.evaluate("performance.now()")
    page.wait_for_function("shown => performance.now() - shown > 100", arg=shown)
    page.keyboard.press("Tab")
    expect(page.locator(".cm-content")).to_contain_text("host.name")


def test_days_are_chosen_in_the_calendar(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.keyboard.press("t")
    page.get_by_role("button", name="The month before").click()
    page.locator(".calendar [data-day$='-10']").click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_label("From")).to_have_value(re.compile("-10T00:00$"))
    expect(page.get_by_label("To", exact=True)).to_have_value(re.compile("-12T00:00$"))
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("earliest=.*-10T00"))
    expect(page.locator("#when summary")).to_contain_text("00:00")


def test_a_pinned_filter_comes_along_to_a_new_search(open_page: OpenPage) -> None:
    page = ready(open_page("/search?q=capacity&f=host.name%3Dmgmt-02"))
    page.locator(".pill summary").click()
    page.get_by_role("link", name="Pin", exact=True).click()
    expect(page.locator(".pill[data-pinned]")).to_contain_text("mgmt-02")
    page.goto("/sources")
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.locator(".pill[data-pinned]")).to_contain_text("mgmt-02")
    expect(page.locator("#status")).to_contain_text("80 events")


def test_the_phone_shows_fields_where_there_are_some(open_page: OpenPage) -> None:
    page = open_page("/search", width=390)
    expect(page.locator(".cm-editor")).to_be_visible()
    type_query(page, "capacity")
    expect(page.locator("#list mark").first).to_have_text("capacity")
    page.get_by_role("link", name="Fields").click()
    expect(page.get_by_role("button", name=re.compile("^host.name"))).to_be_visible()
    type_query(page, "* | stats count by host.name")
    expect(page.locator("#status")).to_contain_text("2 rows")
    expect(page.get_by_role("link", name="Fields")).to_have_count(0)


def test_the_phone_keeps_a_row_and_a_menu_in_shape(open_page: OpenPage) -> None:
    page = open_page("/search?q=capacity", width=390)
    expect(page.locator(".cm-editor")).to_be_visible()
    heads = page.locator(".event").first.locator(".event-time, .event-class")
    assert {heads.nth(at).bounding_box()["height"] for at in range(2)} == {18}  # type: ignore[index]
    text = page.locator(".event-text").first
    before = text.bounding_box()
    page.locator(".event-open").first.click()
    expect(page.locator(".event.opened .detail-row").first).to_be_visible()
    after = text.bounding_box()
    assert before
    assert after
    assert after["x"] == before["x"]
    page.locator(".add-filter summary").click()
    sheet = page.locator(".filter-sheet").bounding_box()
    assert sheet
    assert sheet["width"] == 390


@pytest.mark.parametrize("width", [390, 768, 1024])
def test_times_of_the_axis_stand_apart(open_page: OpenPage, width: int) -> None:
    page = open_page("/search", width=width)
    expect(page.locator("#bars")).to_be_visible()
    shown = [one.bounding_box() for one in page.locator(".timeline .axis text:visible").all()]
    boxes = sorted((box["x"], box["x"] + box["width"]) for box in shown if box)
    assert len(boxes) > 2
    assert all(end < start for (_, end), (start, _) in itertools.pairwise(boxes))


def test_a_long_search_is_cancelled(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    waits: list[Route] = []
    page.route("**/search?q=slow*", lambda route: waits.append(route))
    type_query(page, "slow")
    page.get_by_role("button", name="Cancel the search").click()
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    expect(page.locator("#status")).to_contain_text("180 events")
    assert len(waits) == 1


def test_what_is_typed_while_a_search_runs_stays(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    waits: list[Route] = []
    page.route("**/search?q=capacity*", lambda route: waits.append(route))
    type_query(page, "capacity")
    expect(page.get_by_role("button", name="Cancel the search")).to_be_visible()
    page.keyboard.type(" next")
    waits[0].continue_()
    expect(page.locator("#list mark").first).to_have_text("capacity")
    expect(page.locator(".cm-content")).to_have_text("capacity next")


def test_a_range_is_chosen(open_page: OpenPage) -> None:
    page = ready(open_page("/search"))
    page.keyboard.press("t")
    page.get_by_role("button", name="Hour -1h").click()
    expect(page.locator("#when summary")).to_contain_text("Last hour")
    assert "earliest=-1h" in page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_enter_in_a_field_of_the_bar_searches_with_it(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/search", scripts=scripts)
    if scripts:
        ready(page)
    page.locator("#when summary").click()
    page.get_by_label("From").fill("-3h")
    page.get_by_label("From").press("Enter")
    expect(page).to_have_url(re.compile("earliest=-3h$"))
    page.locator(".add-filter summary").click()
    page.get_by_label("Field", exact=True).fill("host.name")
    page.get_by_label("Value").fill("mgmt-02")
    page.get_by_label("Value").press("Enter")
    expect(page).to_have_url(re.compile("earliest=-3h&f=host.name%3Dmgmt-02$"))
    expect(page.locator("#status")).to_contain_text("80 events")


def test_the_main_path_works_without_scripts(open_page: OpenPage) -> None:
    page = open_page("/search", scripts=False)
    page.get_by_label("Query").fill("capacity")
    page.get_by_role("button", name="Search").click()
    assert "80 events" in status(page)
    page.locator(".event-open").first.click()
    expect(page.locator(".event.opened .detail-row").first).to_be_visible()
    page.goto("/search")
    page.get_by_role("link", name="Show the fields").click()
    page.get_by_role("button", name=re.compile("^host.name")).click()
    page.get_by_role("link", name="Only events with mgmt-02").click()
    assert "80 events" in status(page)
    page.get_by_role("link", name="Remove this filter").click()
    page.locator("#bars a.in, #bars a[data-count='1']").first.click(force=True)
    assert "in selection" in page.locator(".list-head").inner_text()
    page.goto("/search?q=*+|+stats+count+by+host.name")
    assert "2 rows" in status(page)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/search?q=capacity&f=!host.name%3Dx",
        "/search?q=*+|+stats+count+by+host.name",
        "/search?q=*+|+timechart+count+by+log.level",
        "/search?q=capacity+log.level%3DFATAL",
        "/search?q=*+|+stats+count+by+hots.name",
    ],
)
def test_axe_finds_nothing_serious(open_page: OpenPage, path: str, theme: str, width: int) -> None:
    page = open_page(path, width, theme)
    expect(page.locator(".cm-editor")).to_be_visible()
    page.wait_for_load_state("networkidle")
    if page.locator(".event-open").count():
        page.locator(".event-open").first.click()
        expect(page.locator(".event.opened .detail-row").first).to_be_visible()
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
    assert serious == []
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
