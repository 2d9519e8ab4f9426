"""The demonstration as a visitor meets it: everyone whose password is shown comes in and finds work on every page."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from stage import DEMO, NARROW, WIDE, Site, running, visit
from test_access import violations

SHOWN = re.compile(r"^(\S+) +(\w{4}(?:-\w{4}){3}) +", re.MULTILINE)
ROLES = ("dau-moi-1", "don-vi-van-hoa", "lanh-dao-tinh", "lanh-dao-so", "kiem-tra", "quan-tri")
LOOKED_AT = set()


@pytest.fixture(scope="module")
def lam_giang(tmp_path_factory):
    """The site of ``make run``, with the passwords that it shows."""
    room = tmp_path_factory.mktemp("lam-giang")
    with running(room, "--demo", str(DEMO)) as found:
        told = (room / "demonstration-people.txt").read_text(encoding="utf-8")
        yield found, dict(SHOWN.findall(told)), room


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("who", ROLES)
def test_everyone_of_the_demonstration_finds_every_page_alive(lam_giang, chromium, who, viewport):
    site, passwords, _room = lam_giang
    with visit(chromium, Site(site.address, who, passwords[who]), viewport) as page:
        entries = page.locator("header nav a, .navbar a.nav-link").evaluate_all("all => all.map(a => a.href)")
        entries = list(dict.fromkeys(one for one in entries if one.startswith(site.address)))
        assert len(entries) >= 3
        for entry in entries:
            answer = page.goto(entry)
            assert answer.status == 200, entry
            expect(page.locator("main h1")).to_be_visible()
            assert page.locator("header").bounding_box()["height"] < 80, entry
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], entry
            if (entry, viewport["width"]) not in LOOKED_AT:
                LOOKED_AT.add((entry, viewport["width"]))
                assert violations(page) == [], entry


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
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DONDOC_", "DJANGO_"))}
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "audit", "verify"]
    done = subprocess.run(command, check=False, env=environment | {"DONDOC_DATA": str(room)}, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
