"""Marks of secrecy stamped in red on pages drawn here."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

import dondoc
from dondoc.reading import picture, scan_secrecy

BOLD = "DejaVuSerif-Bold.ttf"
FONT = ImageFont.truetype(BOLD, 10).path
RED, BLACK, PAPER = (200, 30, 40), (20, 20, 20), (250, 249, 246)
UNDER_NUMBER, CORNER = (300, 300), (60, 30)


def font(size):
    return ImageFont.truetype(BOLD, size)


def stamp(words, angle, framed):
    _, _, right, bottom = ImageDraw.Draw(Image.new("L", (1, 1))).textbbox((0, 0), words, font=font(52))
    one = Image.new("RGBA", (int(right) + 50, int(bottom) + 40))
    draw = ImageDraw.Draw(one)
    draw.text((25, 12), words, font=font(52), fill=RED)
    if framed:
        draw.rectangle((2, 2, one.width - 3, one.height - 3), outline=RED, width=5)
    return one.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)


def page(words="", *, place=UNDER_NUMBER, angle=0, framed=True):
    """The first page of a plan at 200 dpi, with a seal at its foot."""
    sheet = Image.new("RGB", (1654, 2339), PAPER)
    draw = ImageDraw.Draw(sheet)
    for at, text in (
        ((250, 120), "UBND TỈNH LAM GIANG"),
        ((280, 220), "Số: 12/KH-UBND"),
        ((700, 460), "KẾ HOẠCH"),
        ((450, 520), "Bảo mật thông tin trên mặt trận số"),
        ((200, 660), "1. Giao Sở Nội vụ rà soát danh mục hồ sơ."),
    ):
        draw.text(at, text, font=font(30), fill=BLACK)
    draw.ellipse((900, 1900, 1250, 2250), outline=RED, width=10)
    if words:
        one = stamp(words, angle, framed)
        sheet.paste(one, place, one)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80, dpi=(200, 200))
    return out.getvalue()


def with_text_layer(scan):
    """The scan as PDF with its words, but not the mark, in an invisible text layer."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=(595, 842))
    pdfmetrics.registerFont(TTFont("Serif", FONT))
    paper.drawImage(ImageReader(io.BytesIO(scan)), 0, 0, 595, 842)
    text = paper.beginText(72, 790)
    text.setFont("Serif", 11)
    text.setTextRenderMode(3)
    for line in (
        "UBND TỈNH LAM GIANG",
        "Số: 12/KH-UBND",
        "KẾ HOẠCH",
        *["1. Giao Sở Nội vụ rà soát danh mục hồ sơ."] * 9,
    ):
        text.textLine(line)
    paper.drawText(text)
    paper.save()
    return out.getvalue()


def found(data):
    return [mark for mark, _ in scan_secrecy.marks(picture.open_frame(data, "a.jpg"))]


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize(("place", "angle"), [(UNDER_NUMBER, 0), (CORNER, 4), (UNDER_NUMBER, -6)])
@pytest.mark.parametrize("words", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_red_stamp_is_read_framed_or_not_and_aslant(words, place, angle, framed):
    assert found(page(words, place=place, angle=angle, framed=framed)) == [words]


@pytest.mark.parametrize("words", ["", "KHẨN", "HỎA TỐC", "BẢO MẬT", "MẶT TRẬN", "CÔNG BÁO"])
def test_other_stamps_and_words_about_secrets_are_no_mark(words):
    assert found(page(words)) == []


def test_the_mark_stands_above_what_was_read_when_the_first_page_is_told():
    heard = []
    dondoc.read(page("MẬT", angle=4), name="a.jpg", progress=lambda one: heard.append(one.text))
    assert heard[0].splitlines()[0] == "MẬT"


def test_a_scan_with_a_text_layer_is_looked_at_too():
    heard = []
    dondoc.read(with_text_layer(page("TỐI MẬT", angle=4)), name="a.pdf", progress=lambda one: heard.append(one.text))
    assert "TỐI MẬT" in heard[0].splitlines()
