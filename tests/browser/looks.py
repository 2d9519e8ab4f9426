"""What is looked for on any page."""

from __future__ import annotations

import os

from playwright.sync_api import Page
from test_access import violations


def looked_at(page: Page) -> None:
    """Axe finds nothing, and nothing sticks out to the side; a picture goes into the folder that ``SHOTS`` names."""
    page.wait_for_load_state("networkidle")
    assert violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    if shots := os.environ.get("SHOTS"):
        name = page.url.split("/", 3)[3].replace("/", "_").replace("?", "_")
        page.screenshot(path=f"{shots}/{name}{page.viewport_size['width']}.png", full_page=True)
