"""Pages as pictures, and the way from words of the text to their places on them."""

import io

import paged_plan
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from office import read
from PIL import Image

from dondoc.document import Page, Word
from dondoc.text import Span
from dondoc_web.documents import actions, page_pictures
from dondoc_web.documents.boxes import Box, PlacedWords
from dondoc_web.documents.models import Source

WORDS = tuple(Word(at * 4, at * 4 + 3, 100 + at * 30, 50, 124 + at * 30, 62) for at in range(5))
SECOND = Word(20, 23, 80, 70, 100, 82)
PAGES = (
    Page(number=1, width=595, height=842, span=Span(0, 23), words=(*WORDS, SECOND)),
    Page(number=2, width=595, height=842, span=Span(24, 28), words=(Word(24, 28, 80, 40, 120, 52, 0.4),)),
)


@pytest.mark.parametrize(
    ("span", "boxes"),
    [
        (Span(0, 3), [Box(1, 100, 50, 124, 62)]),
        (Span(0, 11), [Box(1, 100, 50, 184, 62)]),
        (Span(1, 3), [Box(1, 108, 50, 124, 62)]),
        (Span(16, 23), [Box(1, 220, 50, 244, 62), Box(1, 80, 70, 100, 82)]),
        (Span(20, 28), [Box(1, 80, 70, 100, 82), Box(2, 80, 40, 120, 52)]),
        (Span(3, 4), []),
        (Span(90, 99), []),
    ],
)
def test_words_are_boxed_along_their_lines(span, boxes):
    assert PlacedWords(PAGES).boxes(span) == boxes


def test_words_of_two_columns_are_not_one_box():
    words = (Word(0, 3, 50, 50, 80, 62), Word(4, 7, 300, 50, 330, 62))
    page = Page(number=1, width=595, height=842, span=Span(0, 7), words=words)
    assert len(PlacedWords([page]).boxes(Span(0, 7))) == 2


@given(st.integers(0, 30), st.integers(0, 30))
def test_every_word_touched_lies_in_a_box(start, length):
    span = Span(start, start + length)
    boxes = PlacedWords(PAGES).boxes(span)
    for page in PAGES:
        for word in page.words:
            touched = word.start < span.end and word.end > span.start
            inside = any(
                b.page == page.number and b.y0 <= word.y0 and word.y1 <= b.y1 and b.x0 < word.x1 for b in boxes
            )
            assert inside or not touched


def test_doubtful_words_are_named():
    assert [span for span, _, _ in PlacedWords(PAGES).doubtful()] == [Span(24, 28)]


@pytest.fixture
def paged(binh):
    return read(binh, paged_plan.two_pages(), "ke-hoach.pdf")


def picture(client, source, number=1):
    return client.get(reverse("documents:page_picture", args=[source.pk, number]))


@pytest.mark.library
def test_a_task_over_two_pages_is_outlined_on_both(browser, paged):
    found = browser.get(reverse("documents:outlines", args=[paged.pk])).json()["outlines"]
    at = next(at for at, task in enumerate(paged.reading.plan.tasks) if "bản đồ" in task.text)
    boxes = next(o["boxes"] for o in found if o["m"] == f"t{at}.wording")
    assert {box[0] for box in boxes} == {1, 2}
    page = paged.reading.pages.get(number=1).page
    assert all(0 < x < page.width and 0 < y < page.height and w > 0 and h > 0 for _, x, y, w, h in boxes)


@pytest.mark.library
def test_a_page_is_drawn_once_and_kept_beside_its_file(browser, paged, monkeypatch):
    answer = picture(browser, paged)
    drawn = Image.open(io.BytesIO(answer.content))
    assert (drawn.format, drawn.width) == ("WEBP", 1240)
    monkeypatch.setattr(page_pictures, "_drawn", lambda source, number: pytest.fail("drawn again"))
    assert picture(browser, paged).status_code == 200
    assert picture(browser, paged, 3).status_code == 404


@pytest.mark.library
def test_pictures_go_with_the_source(browser, binh, paged, store):
    picture(browser, paged)
    assert list(store.rglob("*.webp"))
    actions.withdraw(by=binh, source_id=paged.pk, reason="nhầm")
    assert not list(store.rglob("*.webp"))
    assert picture(browser, Source.objects.get(pk=paged.pk)).status_code == 403


@pytest.mark.library
def test_what_cannot_be_drawn_is_no_page(browser, paged):
    paged.file.storage.delete(paged.file.name)
    assert picture(browser, paged).status_code == 404
    with paged.file.storage.open(paged.file.name, "wb") as file:
        file.write(b"%PDF-1.7\nbroken")
    assert picture(browser, paged).status_code == 404


def test_a_text_has_no_pages_and_shows_its_words(browser, binh):
    source = read(binh)
    shown = browser.get(reverse("documents:show", args=[source.pk])).content.decode()
    assert 'id="sheets"' not in shown
    assert browser.get(reverse("documents:outlines", args=[source.pk])).json() == {"outlines": []}
    assert picture(browser, source).status_code == 404
