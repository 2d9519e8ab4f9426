"""One page of a PDF file as values: its words, its lines, how much of it is pictures.

PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from dondoc.reading.pages import PrintedWord, Size
from dondoc.reading.pdf_drawn import Drawn, page_objects
from dondoc.reading.pdf_file import Handle, Limits
from dondoc.reading.pdf_words import UNKNOWN, frame_of, text_of, tokens_of, upright, words_of
from dondoc.reading.ruled import Ruling


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page: words, lines, the share of it that pictures cover, the number of its drawn paths.

    ``too_large`` says that its words are left out because there are too many.
    """

    size: Size
    words: list[PrintedWord]
    rulings: list[Ruling]
    picture_share: float
    strokes: int
    too_large: bool = False

    @property
    def unknown(self) -> int:
        """How many characters the fonts of the page do not name: its text is damaged."""
        return sum(word.text.count(UNKNOWN) for word in self.words)


def page_content(page: Handle, limits: Limits) -> PageContent | None:
    """Everything of a loaded page that reading needs; None where its text cannot be loaded."""
    with text_of(page) as text_page:
        if not text_page:
            return None
        if pdfium.FPDFText_CountChars(text_page) > limits.page_characters:
            size = frame_of(page, pdfium.FPDFPage_GetRotation(page)).size
            return PageContent(size, [], [], 0.0, 0, too_large=True)
        text, tokens = tokens_of(text_page)
        frame = frame_of(page, upright(text_page, tokens, pdfium.FPDFPage_GetRotation(page)))
        words = words_of(text_page, text, tokens, frame)
    drawn = Drawn(frame, limits.page_objects)
    drawn.look_at(page_objects(page))
    area = (frame.right - frame.left) * (frame.top - frame.bottom)
    return PageContent(frame.size, words, drawn.rulings, min(drawn.picture / area, 1.0), drawn.strokes)


def turn_of(page: Handle) -> int:
    """By how many quarters a page is turned clockwise, beyond what the file says, to be read."""
    turned = pdfium.FPDFPage_GetRotation(page)
    with text_of(page) as text_page:
        return (upright(text_page, tokens_of(text_page)[1], turned) - turned) % 4 if text_page else 0


def is_picture(content: PageContent) -> bool:
    """A page with hardly a word, and a picture larger than a seal or many strokes: a scan under a gazette header."""
    letters = sum(len(word.text) for word in content.words)
    return letters < 200 and (content.picture_share > 0.15 or (letters < 20 and content.strokes > 300))
