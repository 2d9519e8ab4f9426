"""Sites and browsers for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright
from stage import DEMO, NARROW, QUIET, WIDE, Site, running, visit


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A site without any document."""
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Iterator[Site]:
    """A site with the demonstration."""
    with running(tmp_path_factory.mktemp("demonstration"), "--demo", str(DEMO), "--papers-only") as found:
        yield found


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, without its own windows where it comes so; where there is none, the one of Playwright."""
    found = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, site) -> Iterator[Page]:
    with visit(chromium, site, WIDE) as found:
        yield found


@pytest.fixture
def phone(chromium, site) -> Iterator[Page]:
    with visit(chromium, site, NARROW) as found:
        yield found
