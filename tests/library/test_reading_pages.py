"""Pages told as they are read, and shown as pictures: in this process and in one of its own."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import dondoc
from dondoc.errors import UnreadableSource
from dondoc.reading.safe import Limits, read_safely

made = pytest.importorskip("pdf_made", reason="reportlab không được cài")
pytestmark = pytest.mark.skipif(made.font() is None, reason=made.NO_FONT)

SECONDS = 60


def test_a_page_that_takes_too_long_costs_the_file_and_says_how_far_it_came():
    limits = Limits(seconds=SECONDS, seconds_per_page=0.001)
    with pytest.raises(UnreadableSource, match=r"«dài\.pdf»: đọc được 1/40 trang"):
        read_safely(made.prose_pdf(40), name="dài.pdf", limits=limits)


def test_pages_are_told_from_the_process_the_first_one_first():
    told = []
    source = read_safely(made.prose_pdf(3), name="a.pdf", progress=told.append)
    assert [(page.number, page.done, page.total) for page in told] == [(1, 1, 3), (2, 2, 3), (3, 3, 3)]
    assert source.text.startswith(told[0].text)


def test_a_file_without_pages_is_told_as_one():
    told = []
    read_safely("Nội dung".encode(), name="a.txt", progress=told.append)
    assert told == [(1, 1, 1, "Nội dung")]


def test_whoever_listens_may_end_the_process():
    def refuse(page):
        raise PermissionError(page.number)

    with pytest.raises(PermissionError, match="1"):
        read_safely(made.prose_pdf(3), name="a.pdf", progress=refuse)


def test_pages_over_the_limit_are_counted_before_they_are_read():
    told = []
    with pytest.raises(UnreadableSource, match="3 trang, quá giới hạn 2 trang"):
        read_safely(made.prose_pdf(3), name="a.pdf", limits=Limits(pages=2), progress=told.append)
    assert not told


# Pictures -----------------------------------------------------------------------------------------


def opened(picture: dondoc.PagePicture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.webp))
    assert (image.format, image.size) == ("WEBP", (picture.width, picture.height))
    return image


@pytest.mark.parametrize("limits", [None, Limits(seconds=SECONDS)], ids=["here", "apart"])
def test_words_of_a_page_lie_in_their_boxes_on_its_picture(limits):
    data = made.prose_pdf(2)
    page = dondoc.read(data, name="a.pdf").pages[1]
    picture = dondoc.page_picture(data, "a.pdf", 2, dpi=72, limits=limits)
    assert (picture.width_points, picture.height_points) == pytest.approx((page.width, page.height), abs=0.1)
    grey, scale = np.asarray(opened(picture).convert("L")), picture.width / picture.width_points
    for word in page.words[:40]:
        x0, y0, x1, y1 = (round(side * scale) for side in word[2:6])
        assert grey[y0 : y1 + 1, x0 : x1 + 1].min() < 160


def test_a_page_that_stands_on_its_side_is_shown_as_its_words_were_read():
    sheets = made.Sheets()
    sheets.canvas.rotate(90)
    for at in range(8):
        sheets.text(100, 800 + 20 * at, "Sở Nội vụ chủ trì, phối hợp với các cơ quan")
    data = sheets.data()
    page = dondoc.read(data, name="a.pdf").pages[0]
    picture = dondoc.page_picture(data, "a.pdf", 1)
    assert (picture.width > picture.height) == (page.width > page.height)


def test_a_picture_file_is_shown_no_larger_than_it_arrived():
    out = io.BytesIO()
    Image.new("L", (800, 1100), "white").save(out, "PNG", dpi=(100, 100))
    picture = dondoc.page_picture(out.getvalue(), "a.png", 1, dpi=200)
    assert picture[1:] == pytest.approx((800, 1100, 576, 792), abs=0.1)
    small = dondoc.page_picture(out.getvalue(), "a.png", 1, dpi=25)
    assert small[1:] == pytest.approx((200, 275, 576, 792), abs=0.1)


@pytest.mark.parametrize(
    ("data", "name", "number", "said"),
    [
        (made.prose_pdf(1), "a.pdf", 2, "không có trang 2, tệp có 1 trang"),
        (made.prose_pdf(1), "a.pdf", 0, "không có trang 0"),
        (made.prose_pdf(1)[:400], "a.pdf", 1, "hỏng hoặc bị cắt cụt"),
        ("Nội dung".encode(), "a.txt", 1, "không có hình trang"),
    ],
)
def test_a_page_that_cannot_be_shown_says_why(data, name, number, said):
    with pytest.raises(UnreadableSource, match=said):
        dondoc.page_picture(data, name, number, limits=Limits(seconds=SECONDS))
