"""Every kind of page that links lead a person to: addresses that differ by numbers or questions are one kind."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html
from playwright.sync_api import BrowserContext

EACH = 2
"""Pages of one kind that are asked for: the second may be what the first is not."""


@dataclass(frozen=True)
class Found:
    """An address, its answer, and the page that leads to it."""

    address: str
    kind: str
    status: int
    is_page: bool
    came_from: str


def kind_of(address: str) -> str:
    """``/documents/3/?tab=tasks`` and ``/documents/14/?tab=outline`` are both ``/documents/N/?tab``."""
    parts = urlsplit(address)
    asked = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return re.sub(r"\d+", "N", re.sub(r"/[A-Za-z0-9_-]{20,}", "/KEY", parts.path)) + "?".join(["", *asked[:1]])


def pages_of(
    context: BrowserContext, site: str, start: str = "/", *, seen: Collection[str] = frozenset()
) -> list[Found]:
    """Follow links from ``start``, breadth first, without pressing anything; of the kinds ``seen`` before, one page."""
    waiting, known, asked, found = deque([(start, "")]), {start}, dict[str, int](), []
    while waiting:
        path, came_from = waiting.popleft()
        kind = kind_of(path)
        asked[kind] = asked.get(kind, 0) + 1
        if asked[kind] > (1 if kind in seen else EACH):
            continue
        answer = context.request.get(site + path)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        found.append(Found(path, kind, answer.status, is_page, came_from))
        for link in _links(answer.text(), path) if is_page else ():
            if link not in known:
                known.add(link)
                waiting.append((link, path))
    return found


def _links(html: str, at: str) -> list[str]:
    """Addresses of the same site, without their place in the page."""
    links = (urlsplit(urljoin(at, one)) for one in lxml.html.fromstring(html).xpath("//a/@href"))
    return [one.path + (f"?{one.query}" if one.query else "") for one in links if not one.scheme and not one.netloc]
