"""Pictures of pages are read whatever was done to them: real Tesseract on small pages drawn here."""

from __future__ import annotations

import io
import re
from collections import Counter

import cv2
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw
from printed import font

from dondoc.errors import UnreadableSource
from dondoc.reading import ocr, picture, read, scan
from dondoc.reading.how import How, PageRead
from dondoc.reading.picture import Picture
from dondoc.reading.scan import Pictures

DPI = 200
SENTENCES = (
    "1. Sở Nội vụ chủ trì, phối hợp với các cơ quan",
    "liên quan tổ chức tập huấn nghiệp vụ hằng năm.",
    "2. Sở Tài chính bố trí kinh phí theo quy định",
    "của pháp luật về ngân sách nhà nước.",
)
ALONE = How(workers=1)


def sheet(width: int = 1100, height: int = 420) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), "white")
    return image, ImageDraw.Draw(image)


def text_sheet(lines=SENTENCES) -> Image.Image:
    image, draw = sheet()
    for at, line in enumerate(lines):
        draw.text((80, 60 + 64 * at), line, fill="black", font=font())
    return image


def words_of(image: Image.Image) -> str:
    page = Picture(np.asarray(image), DPI)
    return " ".join(word.text for word in scan.recognise(page).words)


def as_file(*images: Image.Image, kind: str = "PNG") -> bytes:
    data = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(data, kind, dpi=(DPI, DPI), **more)
    return data.getvalue()


def skewed(image: Image.Image, angle: float) -> Image.Image:
    return image.rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC)


def noisy(image: Image.Image) -> Image.Image:
    grey = np.asarray(image.convert("L"), np.float32) + np.random.default_rng(7).normal(0, 30, image.size[::-1])
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def shadowed(image: Image.Image) -> Image.Image:
    grey = np.asarray(image.convert("L"), np.float32) * np.linspace(1, 0.35, image.width)
    return Image.fromarray(grey.astype(np.uint8))


def with_black_border(image: Image.Image) -> Image.Image:
    ImageDraw.Draw(image).rectangle((0, 0, 30, image.height), fill="black")
    return image


def with_seal(image: Image.Image) -> Image.Image:
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    draw.ellipse((500, 60, 790, 350), outline=(215, 30, 45), width=9)
    draw.text((560, 180), "* UBND *", fill=(215, 30, 45), font=font(30))
    draw.line((300, 200, 420, 100, 500, 260, 640, 90), fill=(40, 60, 200), width=5)
    return ImageChops.multiply(image, ink)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda image: image,
        lambda image: skewed(image, 3.0),
        lambda image: skewed(image, -1.3),
        noisy,
        shadowed,
        with_black_border,
        with_seal,
        lambda image: image.rotate(180),
        lambda image: image.rotate(90, expand=True),
        lambda image: image.resize((image.width * 2, image.height * 2)),
    ],
    ids="clean skewed skewed-left noisy shadowed black-border seal upside-down sideways large".split(),  # noqa: SIM905
)
def test_words_are_read_whatever_was_done_to_the_page(spoil):
    wanted = " ".join(SENTENCES).split()
    read_words = words_of(spoil(text_sheet())).split()
    assert len([word for word in wanted if word in read_words]) >= len(wanted) - 3
    assert len(read_words) <= len(wanted) + 3


def test_a_photographed_sheet_is_cut_out_of_its_desk_and_made_flat():
    desk = np.full((700, 1400, 3), 60, np.uint8)
    target = np.array([[150, 120], [1250, 90], [1280, 560], [110, 600]], np.float32)
    page = np.asarray(text_sheet())
    corners = np.array([[0, 0], [1100, 0], [1100, 420], [0, 420]], np.float32)
    flat = cv2.warpPerspective(
        page,
        cv2.getPerspectiveTransform(corners, target),
        (1400, 700),
        dst=desk.copy(),
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    assert "chủ trì, phối hợp với các cơ quan" in words_of(Image.fromarray(flat))


def test_boxes_lie_on_the_words_of_the_page_as_it_arrived():
    image = skewed(text_sheet(), 2.0)
    source = read(as_file(image), name="trang.png")
    ink = np.asarray(image.convert("L")) < 128
    for word in source.pages[0].words:
        x0, y0, x1, y1 = (round(value * DPI / 72) for value in word[2:6])
        assert ink[y0:y1, x0:x1].mean() > 0.05, source.text[word.start : word.end]
        assert 0 <= word.confidence <= 1


def test_words_stand_at_their_places_in_the_text():
    source = read(as_file(text_sheet()), name="trang.png")
    page = source.pages[0]
    assert page.origin == "recognised"
    assert source.text[page.words[1].start : page.words[1].end] == "Sở"
    assert source.media_type == "image/png"


def test_letterhead_columns_stay_on_one_line_apart():
    image, draw = sheet(1100, 1400)
    for y, left, right in ((60, "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI"), (130, "Số: 15/KH-SNV", "Lam Giang, ngày 05")):
        draw.text((60, y), left, fill="black", font=font(34))
        draw.text((620, y), right, fill="black", font=font(34))
    text = read(as_file(image), name="a.png").text
    assert re.search(r"VỤ {4,}CỘNG HÒA", text)
    assert text.count("\n") == 2


def test_running_text_in_two_columns_is_read_column_by_column():
    image, draw = sheet(1500, 1000)
    for at in range(14):
        draw.text((60, 40 + 62 * at), "các cơ quan cùng thực hiện việc này", fill="black", font=font(36))
        draw.text((800, 40 + 62 * at), "các địa phương làm theo kế hoạch ấy", fill="black", font=font(36))
    text = words_of(image)
    assert text.rindex("cơ quan") < text.index("địa phương")


def table_sheet(height: int = 480) -> Image.Image:
    """STT | Nhiệm vụ | Chủ trì, with a cell of the last column merged over two rows."""
    image, draw = sheet(1100, height)
    xs, ys = (60, 170, 720, 1040), (40, 120, 240, 330, 430)
    for y in ys:
        right = xs[2] if y == 330 else xs[3]
        draw.line((xs[0], y, right, y), fill="black", width=3)
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill="black", width=3)
    cells = ((75, 58, "STT"), (185, 58, "Nhiệm vụ"), (735, 58, "Chủ trì"), (105, 150, "1"), (105, 260, "2"))
    words = ((185, 130, "Tập huấn nghiệp vụ cho"), (185, 180, "công chức cấp xã"), (735, 150, "Sở Nội vụ"))
    more = ((185, 260, "Bố trí kinh phí"), (105, 355, "3"), (185, 355, "Kiểm tra hằng năm"), (735, 300, "Sở Tài chính"))
    for x, y, text in (*cells, *words, *more):
        draw.text((x, y), text, fill="black", font=font(38))
    return image


@pytest.mark.parametrize("angle", [0, 1.5], ids=["straight", "skewed"])
def test_a_ruled_table_comes_out_row_by_row_with_merged_cells(angle):
    lines = read(as_file(skewed(table_sheet(), angle)), name="bang.png").text.split("\n")
    assert lines[:4] == [
        "| STT | Nhiệm vụ | Chủ trì |",
        "| 1 | Tập huấn nghiệp vụ cho công chức cấp xã | Sở Nội vụ |",
        "| 2 | Bố trí kinh phí | Sở Tài chính |",
        "| 3 | Kiểm tra hằng năm |  |",
    ]


def test_two_pages_copied_side_by_side_are_read_left_then_right():
    image = Image.new("RGB", (2200, 1000), "white")
    for side, lines in ((0, SENTENCES[:2] * 2), (1100, SENTENCES[2:] * 2)):
        image.paste(text_sheet(lines), (side, 100))
        image.paste(text_sheet(lines), (side, 520))
    text = words_of(image)
    assert text.rindex("tập huấn") < text.index("Sở Tài chính")


def two_pages() -> bytes:
    return as_file(text_sheet(SENTENCES[:2]), text_sheet(SENTENCES[2:]), kind="TIFF")


def test_a_tiff_of_two_pages_gives_two_pages_the_first_told_first():
    told: list[PageRead] = []
    content = scan.read_picture(two_pages(), "hai.tif", How(workers=2, progress=told.append))
    assert [page.number for page in content.pages] == [1, 2]
    assert "Tài chính" in content.pages[1].span.of(content.text)
    assert [page[:3] for page in told] == [(1, 1, 2), (2, 2, 2)]
    assert "Sở Nội vụ" in told[0].text


def test_pages_are_read_over_the_cores_as_they_are_alone():
    three = as_file(text_sheet(), text_sheet(SENTENCES[:2]), text_sheet(SENTENCES[2:]), kind="TIFF")
    assert scan.read_picture(three, "ba.tif", How(workers=2)) == scan.read_picture(three, "ba.tif", ALONE)


def test_whoever_listens_may_end_the_reading_before_anything_is_kept(tmp_path):
    class Secret(Exception):
        pass

    def refuse(page: PageRead) -> None:
        raise Secret(page.text)

    with pytest.raises(Secret, match="Sở Nội vụ"):
        read(two_pages(), name="hai.tif", progress=refuse, cache=tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_page_once_read_is_not_read_again(tmp_path, monkeypatch):
    pictures, how = Pictures(as_file(text_sheet()), "a.png"), How(workers=1, cache=tmp_path)
    first = scan.read_page(pictures, 0, how)
    monkeypatch.setattr(scan, "recognise", lambda *_, **__: pytest.fail("read again"))
    assert scan.read_page(pictures, 0, how) == first


def test_a_kept_page_that_was_cut_off_is_read_again(tmp_path):
    pictures, how = Pictures(as_file(text_sheet()), "a.png"), How(workers=1, cache=tmp_path)
    first = scan.read_page(pictures, 0, how)
    (kept,) = tmp_path.iterdir()
    kept.write_text(kept.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert scan.read_page(pictures, 0, how) == first


def test_missing_data_name_the_package_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(ocr, "_FOLDERS", str(tmp_path / "*"))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    ocr.data_folder.cache_clear()
    with pytest.raises(UnreadableSource, match="tesseract-ocr-vie"):
        ocr.data_folder()
    ocr.data_folder.cache_clear()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n broken", "không mở được ảnh"),
        (as_file(Image.new("RGB", (600, 600), "white"))[:400], "hỏng hoặc bị cắt cụt"),
        (as_file(Image.new("L", (8, 8), "white")), "quá nhỏ"),
        (as_file(Image.new("1", (12_000, 12_000))), "triệu điểm"),
    ],
    ids=["broken", "cut off", "too small", "too large"],
)
def test_pictures_that_cannot_be_read_say_what_to_do(data, said):
    with pytest.raises(UnreadableSource, match=said):
        picture.open_frame(data, "a.png")


def test_a_blank_page_has_no_words():
    assert not scan.recognise(Picture(np.full((600, 500), 255, np.uint8), DPI)).words


def test_most_words_of_a_page_spoilt_by_the_mild_recipe_are_right():
    """A floor; docs/accuracy.md has the figures of real documents."""
    made, recipe = pytest.importorskip("pdf_made"), pytest.importorskip("scan_recipe")
    if made.font() is None:
        pytest.skip(made.NO_FONT)
    data = made.table_pdf(1, rows=6)
    with pypdfium2.PdfDocument(data) as document:
        layer = document[0].get_textpage().get_text_range().split()
        spoilt = recipe.scan_page(document, 0, recipe.MILD, "a")
    words = [word.text for word in scan.recognise(Picture(picture.open_frame(spoilt, "a").pixels, 200.0)).words]
    assert sum((Counter(layer) & Counter(words)).values()) >= 0.93 * len(layer)
