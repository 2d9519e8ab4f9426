"""The demonstration as a visitor meets it: everyone whose password is shown comes in and finds work on every page."""

import re
import subprocess
import sys

import pypdfium2
import pytest
from crawl import pages_of
from playwright.sync_api import expect
from stage import DEMO, NARROW, WIDE, Site, environment, running, visit
from test_access import violations

SHOWN = re.compile(r"^(\S+) +(\w{4}(?:-\w{4}){3}) +", re.MULTILINE)
ROLES = ("dau-moi-1", "don-vi-van-hoa", "lanh-dao-tinh", "lanh-dao-so", "kiem-tra", "quan-tri")


@pytest.fixture(scope="module")
def lam_giang(tmp_path_factory):
    """The site of ``make run``, with the passwords that it shows."""
    room = tmp_path_factory.mktemp("lam-giang")
    with running(room, "--demo", str(DEMO)) as found:
        told = (room / "demonstration-people.txt").read_text(encoding="utf-8")
        yield found, dict(SHOWN.findall(told)), room


@pytest.fixture(scope="module")
def kinds(lam_giang, chromium):
    """By kind of page: an address, and who was led there; every answer of the way was a good one."""
    site, passwords, _room = lam_giang
    found = {}
    for who in ROLES:
        with visit(chromium, Site(site.address, who, passwords[who]), WIDE) as page:
            reached = pages_of(page.context, site.address, "/today/", seen=found)
        assert [one for one in reached if one.status != 200] == [], who
        assert len({one.kind for one in reached}) >= 15, who
        for one in reached:
            if one.is_page:
                found.setdefault(one.kind, (one.address, who))
    return found


def test_every_page_that_anyone_is_led_to_can_be_used_and_printed(lam_giang, kinds, chromium):
    site, passwords, _room = lam_giang
    faults = []
    for who in ROLES:
        with visit(chromium, Site(site.address, who, passwords[who]), WIDE) as page:
            for address in [address for address, led in kinds.values() if led == who]:
                faults += [(who, address, fault) for fault in looked_at(page, site.address + address)]
    assert faults == []


def looked_at(page, address):
    """What is wrong with the page, on a wide screen, on a phone, on paper."""
    answer = page.goto(address)
    page.wait_for_load_state("networkidle")
    if answer.status != 200:
        yield f"answers {answer.status}"
    if page.locator("main h1:visible").count() != 1:
        yield "has no heading, or several"
    yield from shown(page)
    yield from printed(page)
    page.set_viewport_size(NARROW)
    yield from shown(page)
    page.set_viewport_size(WIDE)


def shown(page):
    """What is wrong on the screen as wide as it is: the width, the header, what axe finds."""
    width = page.viewport_size["width"]
    if not fits(page):
        yield f"is wider than {width}"
    if page.locator("header").bounding_box()["height"] >= 80:
        yield f"has a header of two lines at {width}"
    yield from violations(page)


FITS = """async () => {
  const within = () => document.documentElement.scrollWidth <= window.innerWidth;
  for (let tries = 0; tries < 50 && !within(); tries += 1) await new Promise((on) => setTimeout(on, 100));
  return within();
}"""


def fits(page):
    """Nothing sticks out to the side; a chart follows a screen that has become narrow a moment later."""
    return page.evaluate(FITS)


def printed(page):
    """Something of the page is on paper, the menu is not, and no sheet is empty."""
    heading = "".join(page.locator("main h1").inner_text().split())
    sheets = ["".join(text_of(sheet).split()) for sheet in pypdfium2.PdfDocument(page.pdf())]
    if heading[:20] not in sheets[0] or not all(sheets) or "Hômnay" in sheets[0][:40]:
        yield f"is printed as {sheets}"


def text_of(sheet):
    return sheet.get_textpage().get_text_bounded()


def test_the_work_of_two_years_is_there(lam_giang, chromium):
    site, passwords, _room = lam_giang
    with visit(chromium, Site(site.address, "don-vi-noi-vu", passwords["don-vi-noi-vu"]), WIDE) as page:
        page.goto(site.address + "/obligations/")
        expect(page.locator("main")).to_contain_text("quá hạn")
        page.locator("main a[href*='/obligations/']").first.click()
        expect(page.locator("main h1")).to_be_visible()
        assert violations(page) == []


def test_the_log_of_the_demonstration_holds(lam_giang):
    *_, room = lam_giang
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "audit", "verify"]
    done = subprocess.run(command, check=False, env=environment(room), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
