"""How files of pages are read: what the caller wants to hear and keep, what a page may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dondoc.document import Columns


class PageRead(NamedTuple):
    """A page that has just been read: its number, how many are done now, of how many, its text as read.

    The first page is told before any other is recognised or kept, so that a
    mark of secrecy on it is seen in time. A file without pages is one page.
    """

    number: int
    done: int
    total: int
    text: str


Progress = Callable[[PageRead], None]
"""Is told each page once, in the order in which they are done; what it raises ends the reading."""


class PagePicture(NamedTuple):
    """A page to look at: WebP bytes, their size in pixels, the size of the page in points (1/72 inch).

    A point of a :class:`~dondoc.document.Word` times ``width / width_points`` is a pixel.
    """

    webp: bytes
    width: int
    height: int
    width_points: float
    height_points: float


MOST_PAGES = 5_000


@dataclass(frozen=True, slots=True)
class How:
    """How pages are read.

    ``progress`` is told each page; ``cache`` is the folder of pages once
    recognised (None: nothing is kept); ``workers`` is the number of processes
    (None: one a core); ``second_reader`` reads doubtful words again; ``pages``
    is the most that a file may have; ``processor`` the seconds of processor
    time a page may take (None: no limit); ``columns`` are lists in spreadsheets whose
    columns a person named.
    """

    progress: Progress | None = None
    cache: Path | None = None
    workers: int | None = None
    second_reader: bool = True
    pages: int = MOST_PAGES
    processor: float | None = None
    columns: tuple[Columns, ...] = ()


class Told:
    """Counts the pages told of one file."""

    def __init__(self, how: How, total: int) -> None:
        self.progress, self.total, self.numbers = how.progress, total, set[int]()

    def page(self, number: int, text: str) -> None:
        """Tells a page, once."""
        if number not in self.numbers:
            self.numbers.add(number)
            if self.progress:
                self.progress(PageRead(number, len(self.numbers), self.total, text))
