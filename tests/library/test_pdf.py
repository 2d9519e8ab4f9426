"""PDF files made on the fly, read back: lines, columns, indents, words with places, stamps, turned pages."""

from __future__ import annotations

import pytest

from dondoc import read
from dondoc.document import Source

made = pytest.importorskip("pdf_made", reason="reportlab không được cài")
pytestmark = pytest.mark.skipif(made.font() is None, reason=made.NO_FONT)


def reading(sheets) -> Source:
    return read(sheets.data(), name="thử.pdf")


def lines(sheets) -> list[str]:
    return reading(sheets).text.split("\n")


def page_of(*placed) -> made.Sheets:
    """One page with words at their places: (x, y, words)."""
    sheets = made.Sheets()
    for x, y, words in placed:
        sheets.text(x, y, words)
    return sheets


def of_kind(source: Source, kind: str) -> list[str]:
    return [finding.message for finding in source.findings if finding.kind == kind]


def test_one_printed_line_is_one_line_of_text():
    assert reading(page_of((80, 100, "Căn cứ Luật"), (80, 116, "Tổ chức Chính phủ;"))).text == (
        "Căn cứ Luật\nTổ chức Chính phủ;\n"
    )


def test_lines_come_from_top_to_bottom_whatever_the_order_of_the_file():
    assert lines(page_of((80, 132, "ba"), (80, 100, "một"), (80, 116, "hai")))[:3] == ["một", "hai", "ba"]


def test_two_columns_of_a_letterhead_stay_apart():
    sheets = page_of((90, 80, "ỦY BAN NHÂN DÂN"), (300, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert lines(sheets)[0] == "ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_recipients_beside_a_signature_keep_their_own_lines():
    sheets = made.Sheets()
    sheets.lines(80, 500, ["Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT."], 11, 12.5)
    sheets.lines(350, 502, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], 14, 17)
    text = reading(sheets).text
    assert all(line in text for line in ("- Như trên;", "- Sở Nội vụ;", "- Lưu: VT.", "CHỦ TỊCH"))
    assert text.index("- Như trên;") < text.index("- Sở Nội vụ;") < text.index("- Lưu: VT.")


def test_a_first_line_set_in_is_shown_by_spaces():
    sheets = made.Sheets()
    sheets.text(110, 100, made.SENTENCE[0])
    sheets.lines(80, 116, made.SENTENCE[1:])
    first, second = lines(sheets)[:2]
    assert 3 <= len(first) - len(first.lstrip()) <= 8
    assert second == second.lstrip()


def test_a_gap_larger_than_usual_is_a_blank_line():
    sheets = made.Sheets()
    below = sheets.lines(80, 100, made.SENTENCE)
    sheets.lines(80, below + 12, made.SENTENCE)
    assert lines(sheets).index("") == len(made.SENTENCE)


def test_a_rule_drawn_between_lines_parts_them():
    sheets = page_of((80, 100, "nội dung"), (80, 118, "1 Chú thích"))
    sheets.rule(80, 106, 200, 106)
    assert lines(sheets)[:3] == ["nội dung", "", "1 Chú thích"]


def test_letters_that_kerning_has_parted_are_one_word():
    width = made.pdfmetrics.stringWidth
    sheets = made.Sheets()
    at = 80.0
    for part in ("C", "ơ quan chứ", "c năng"):
        sheets.text(at, 100, part)
        at += width(part, made.font(), 13) + 1.5
    assert lines(sheets)[0] == "Cơ quan chức năng"


def test_words_written_without_a_space_are_parted_by_their_gap():
    width = made.pdfmetrics.stringWidth("thuộc", made.font(), 13)
    assert lines(page_of((80, 100, "thuộc"), (80 + width + 2.0, 100, "Thành phố")))[0] == "thuộc Thành phố"


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [("đi\u00adều", "điều"), ("ﬁle ﬂow", "file flow"), ("a | b", "a ¦ b"), ("Hòa bình", "Hòa bình")],
)
def test_characters_of_typesetting_are_read_as_letters(printed, read_as):
    assert lines(page_of((80, 100, printed)))[0] == read_as


def test_text_printed_twice_to_look_bold_is_read_once():
    assert lines(page_of((80, 100, "QUYẾT ĐỊNH"), (80.3, 100, "QUYẾT ĐỊNH")))[0] == "QUYẾT ĐỊNH"


def test_every_word_has_its_place_in_the_text_and_on_the_page():
    source = reading(page_of((80, 100, "Sở Nội vụ chủ trì")))
    (page,) = source.pages
    assert [source.text[word.start : word.end] for word in page.words] == ["Sở", "Nội", "vụ", "chủ", "trì"]
    first = page.words[0]
    assert (first.x0, first.y1) == pytest.approx((80, 103), abs=3)
    assert page.span.of(source.text) == source.text


def test_words_of_every_page_stand_within_its_span_and_size():
    sheets = page_of((80, 100, "trang một"))
    sheets.next_page()
    sheets.text(80, 100, "trang hai")
    source = reading(sheets)
    assert [page.number for page in source.pages] == [1, 2]
    for page in source.pages:
        assert all(page.span.start <= word.start < word.end <= page.span.end for word in page.words)
        assert all(
            0 <= word.x0 < word.x1 <= page.width and 0 <= word.y0 < word.y1 <= page.height for word in page.words
        )


def test_two_columns_of_text_are_read_one_after_the_other():
    sheets = made.Sheets()
    sheets.lines(60, 100, [f"cột trái dòng thứ {k} dài tới mép" for k in range(14)], 12)
    sheets.lines(300, 100, [f"cột phải dòng thứ {k} dài tới mép" for k in range(14)], 12)
    text = reading(sheets).text
    assert text.index("cột trái dòng thứ 13") < text.index("cột phải dòng thứ 0")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_the_file_turns_is_read_upright(quarters):
    assert lines(turned(quarters))[:2] == ["Kế hoạch hành động", "năm 2026"]


def turned(quarters: int) -> made.Sheets:
    """A page whose words are drawn sideways and which the file turns back."""
    sheets = sideways(quarters)
    sheets.canvas.setPageRotation(90 * quarters)
    return sheets


def sideways(quarters: int) -> made.Sheets:
    """Words drawn as on a page turned by quarters against the clock."""
    sheets = made.Sheets()
    sheets.canvas.translate(300, 400)
    sheets.canvas.rotate(90 * quarters)
    sheets.canvas.translate(0, -sheets.height)
    sheets.text(0, 100, "Kế hoạch hành động")
    sheets.text(0, 116, "năm 2026")
    return sheets


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_text_printed_sideways_turns_the_page(quarters):
    source = reading(sideways(quarters))
    assert source.text.split("\n")[:2] == ["Kế hoạch hành động", "năm 2026"]
    (page,) = source.pages
    assert (page.width > page.height) == (quarters % 2 == 1)
    assert all(word.x1 - word.x0 > 0 and word.x1 <= page.width for word in page.words)


STAMP = (
    "Ký bởi: CỔNG THÔNG TIN ĐIỆN TỬ",
    "Email: thongtin@tinh.gov.vn",
    "Cơ quan: VĂN PHÒNG",
    "Thời gian ký: 05.02.2024 08:44:47 +07:00",
)


def test_a_stamp_of_a_signature_is_set_aside_and_told():
    sheets = page_of((90, 80, "CHÍNH PHỦ"), (80, 140, "Nội dung văn bản"))
    sheets.lines(10, 20, STAMP, 9, 10)
    source = reading(sheets)
    assert " ".join(source.text.split()) == "CHÍNH PHỦ Nội dung văn bản"
    (told,) = of_kind(source, "digital_signature")
    assert all(line in told for line in STAMP)


def test_a_sentence_about_signing_is_no_stamp():
    sheets = page_of((80, 100, "Quyết định được ký bởi Chủ tịch Ủy ban nhân dân tỉnh"), (80, 116, "có hiệu lực."))
    assert "được ký bởi Chủ tịch" in reading(sheets).text


def test_a_header_and_a_page_number_stay_lines_of_their_own():
    sheets = page_of((200, 40, "CÔNG BÁO/Số 277/Ngày 16-05-2026"), (540, 40, "52"), (80, 100, "nội dung"))
    assert lines(sheets)[0].strip() == "CÔNG BÁO/Số 277/Ngày 16-05-2026    52"


def test_a_page_that_is_a_picture_is_named(tmp_path):
    from dondoc.reading import pdf

    data = with_picture().data()
    content = pdf.read_pages(data, "quét.pdf")
    assert [finding.kind for finding in content.findings] == ["page_without_text"]


def with_picture() -> made.Sheets:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheets = page_of((80, 100, "trang có chữ"))
    sheets.next_page()
    sheets.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, made.WIDTH, made.HEIGHT)
    return sheets


def test_a_page_is_drawn_as_it_is_read():
    from dondoc.reading import pdf

    picture = pdf.render(sideways(1).data(), 1, dpi=72)
    assert picture.width > picture.height
    (page,) = reading(sideways(1)).pages
    word = page.words[0]
    box = tuple(round(side) for side in (word.x0, word.y0, word.x1, word.y1))
    assert min(picture.convert("L").crop(box).tobytes()) < 100


def test_a_picture_too_large_is_drawn_at_fewer_dots():
    from dondoc.reading.pages import Size
    from dondoc.reading.pdf import Limits, dots_per_inch

    dpi = dots_per_inch(Size(10_000, 10_000), 300, Limits(pixels=1_000_000))
    assert (10_000 * dpi / 72) ** 2 <= 1_000_001
    assert dots_per_inch(Size(595, 842), 200) == 200
