"""Figures in a real browser: every one opens as many obligations as it says, and these the words that ordered them."""

from __future__ import annotations

import re
from collections import defaultdict
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from figured import fill
from playwright.sync_api import expect
from stage import NARROW, WIDE, Site, as_, visit
from test_access import violations

TABS = ("agency", "plan", "quarter", "group")


@pytest.fixture(scope="module")
def office(site) -> Site:
    return fill(site)


def rows_of(page, link):
    """The obligations that the register lists at ``link``, on all its pages."""
    found, address = [], link
    while address:
        tree = lxml.html.fromstring(page.context.request.get(address).text())
        found += tree.xpath("//table[@id='register']/tbody//td[contains(@class,'work-text')]//a[1]/@href")
        following = tree.xpath("//nav[contains(@class,'pager')]//a[contains(@href,'after=')]/@href")
        address = address.partition("?")[0] + following[0] if following else ""
    return [one for one in found if one.startswith("/obligations/")]


def figures_of(page):
    """Every figure of the page: its number and where it leads."""
    links = page.locator("main a[href^='/register/?']").evaluate_all("all => all.map(a => [a.innerText, a.href])")
    assert links
    return [(int(re.match(r"\d+", words)[0]), address) for words, address in links]


@pytest.mark.parametrize("address", [*(f"/board/?by={by}" for by in TABS), "/board/published/"])
def test_every_total_is_the_sum_of_the_rows_that_its_figures_open(office, chromium, address):
    with visit(chromium, as_(office, "leader"), WIDE) as page:
        page.goto(office.address + address)
        page.wait_for_load_state("networkidle")
        parts: dict[str, set[str]] = defaultdict(set)
        whole: dict[str, set[str]] = {}
        for n, link in figures_of(page):
            rows = rows_of(page, link)
            assert len(rows) == n, link
            asked = parse_qs(urlsplit(link).query)
            state = asked.get("state", [""])[0]
            narrowed = {"agency", "plan", "period", "group"} & asked.keys()
            if narrowed:
                parts[state] |= set(rows)
            else:
                whole[state] = set(rows)
        assert whole
        assert all(parts[state] == rows for state, rows in whole.items())


def test_a_figure_leads_to_the_words_that_ordered_it(office, chromium):
    with visit(chromium, as_(office, "leader"), WIDE) as page:
        page.goto(office.address + "/board/")
        page.locator(".figure-table").first.locator("a", has_text=re.compile(r"^\d+$")).first.press("Enter")
        expect(page.locator("#register")).to_be_visible()
        words = page.locator("#register .work-text a").first.inner_text()
        page.locator("#register .work-text a").first.press("Enter")
        expect(page.locator(".said").first).to_have_text(words)
        expect(page.locator("main a[href^='/documents/']").first).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_charts_are_drawn_said_in_words_and_stand_beside_their_table(office, chromium, viewport):
    with visit(chromium, as_(office, "leader"), viewport) as page:
        for address in [*(f"/board/?by={by}" for by in TABS), "/board/published/"]:
            page.goto(office.address + address)
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            for chart in page.locator("figure.chart").all():
                expect(chart.locator("canvas")).to_be_visible()
                said = chart.locator("figcaption").inner_text()
                assert said
                assert said in chart.locator("[role=img]").get_attribute("aria-label")
            assert page.locator("figure.chart").count() == (2 if "by=" in address else 0)
            assert page.locator("table.figure-table").count() >= page.locator("figure.chart").count()


def test_a_chart_is_downloaded_as_picture_and_as_data(office, chromium):
    with visit(chromium, as_(office, "leader"), NARROW) as page:
        page.goto(office.address + "/board/")
        for name, ending, first in (
            ("Tải ảnh biểu đồ", ".png", b"\x89PNG"),
            ("Tải bảng .xlsx", ".xlsx", b"PK"),
            ("Tải bảng .csv", ".csv", "\ufeffCơ quan".encode()),
        ):
            with page.expect_download() as waiting:
                page.locator("figure.chart").first.get_by_text(name).press("Enter")
            assert waiting.value.suggested_filename.endswith(ending)
            assert waiting.value.path().read_bytes().startswith(first)


def test_a_piece_of_a_chart_opens_its_list(office, chromium):
    with visit(chromium, as_(office, "leader"), WIDE) as page:
        page.goto(office.address + "/board/?by=plan")
        place = page.locator("[data-chart=bars]")
        expect(place.locator("canvas")).to_be_visible()
        at = "one => echarts.getInstanceByDom(one).convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, [0.5, 0])"
        x, y = place.evaluate(at)
        place.click(position={"x": x, "y": y})
        page.wait_for_url(re.compile(r"/register/\?.*plan=\d+.*state=|/register/\?.*state=.*plan=\d+"))
        expect(page.locator("#register")).to_be_visible()


def test_timelines_are_drawn_said_in_words_and_stand_beside_their_table(office, chromium):
    for viewport in (WIDE, NARROW):
        with visit(chromium, as_(office, "leader"), viewport) as page:
            page.goto(office.address + "/board/?by=plan")
            source = page.context.request.get(office.address + "/register/").text()
            key = re.search(r'href="/documents/(\d+)/"', source)[1]
            page.goto(office.address + f"/documents/{key}/work/")
            page.get_by_role("link", name="Dòng thời gian").press("Enter")
            page.wait_for_load_state("networkidle")
            expect(page.locator("figure.chart canvas")).to_be_visible()
            assert "nhiệm vụ, bắt đầu từ" in page.locator("figcaption").inner_text()
            assert page.locator(".timeline-table tbody tr").count() == 8
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            page.locator(".rounds a").first.press("Enter")
            expect(page.locator(".said").first).to_be_visible()
            page.goto(office.address + "/cascade/timeline/")
            page.wait_for_load_state("networkidle")
            expect(page.locator("figure.chart canvas")).to_be_visible()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


# The map ----------------------------------------------------------------------------------------------------------


def reports_of(page, link):
    """The reports that a count of the map lists at ``link``, on all its pages."""
    found, address = [], link
    while address:
        tree = lxml.html.fromstring(page.context.request.get(address).text())
        found += tree.xpath("//table[@id='map-reports']/tbody//a/@href")
        following = [one for one in tree.xpath("//nav[contains(@class,'pager')]/a") if one.text == "Trang sau"]
        address = address.partition("?")[0] + following[0].get("href") if following else ""
    return found


def test_the_squares_of_the_map_add_up_to_the_reports_that_they_open(office, chromium):
    with visit(chromium, as_(office, "leader"), WIDE) as page:
        page.goto(office.address + "/board/")
        page.get_by_role("link", name="Bản đồ báo cáo").press("Enter")
        page.wait_for_load_state("networkidle")
        drawn = page.locator("#map").evaluate("one => JSON.parse(one.textContent).tiles.map(tile => tile.name)")
        assert len(drawn) == page.locator(".map-table tbody tr").count() == 7
        parts: dict[str, list[str]] = defaultdict(list)
        whole: dict[str, list[str]] = {}
        for link in page.locator(".map-table a").all():
            address, n = link.evaluate("one => one.href"), int(link.inner_text())
            rows, asked = reports_of(page, address), parse_qs(urlsplit(address).query)
            assert len(rows) == n, address
            part = asked["part"][0]
            if "at" in asked:
                parts[part] += rows
            else:
                whole[part] = rows
        assert set(whole) == {"expected", "complete", "on_time", "waiting", "missing", "not_yet"}
        assert all(sorted(parts[part]) == sorted(rows) for part, rows in whole.items())
        page.locator(".map-table a").first.press("Enter")
        page.locator("#map-reports a").first.press("Enter")
        expect(page.locator("h1")).to_be_visible()
        assert re.search(r"/reports/\d+/$", page.url)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_map_is_drawn_said_in_words_and_stands_beside_its_table(office, chromium, viewport):
    with visit(chromium, as_(office, "desk"), viewport) as page:
        for address in (
            "/board/map/",
            "/board/map/?period=1999",
            "/board/map/reports/?part=missing",
            "/board/map/places/",
        ):
            page.goto(office.address + address)
            page.wait_for_load_state("networkidle")
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        page.goto(office.address + "/board/map/")
        expect(page.locator("figure.chart canvas")).to_be_visible()
        assert "7 đơn vị: " in page.locator("figcaption").inner_text()
        place = page.locator("[data-chart=map]")
        assert place.bounding_box()["height"] > 200
        with page.expect_download() as waiting:
            page.get_by_text("Tải ảnh biểu đồ").press("Enter")
        assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_every_square_opens_its_list_and_none_covers_another(office, chromium):
    with visit(chromium, as_(office, "leader"), NARROW) as page:
        page.goto(office.address + "/board/map/")
        place = page.locator("[data-chart=map]")
        expect(place.locator("canvas")).to_be_visible()
        at = """one => {
          const chart = echarts.getInstanceByDom(one), found = [];
          for (const shape of chart.getZr().storage.getDisplayList())
            if (shape.type === "rect" && shape.shape.width > 30 && shape.shape.width === shape.shape.height)
              found.push([shape.shape.x + 6, shape.shape.y + 6]);
          return found;
        }"""
        corners = place.evaluate(at)
        assert len({(round(x), round(y)) for x, y in corners}) == 7
        opened = set()
        for x, y in corners:
            place.click(position={"x": x, "y": y})
            page.wait_for_url(re.compile(r"/board/map/reports/\?.*at="))
            opened.add(parse_qs(urlsplit(page.url).query)["at"][0])
            page.go_back()
            expect(place.locator("canvas")).to_be_visible()
        assert len(opened) == 7
