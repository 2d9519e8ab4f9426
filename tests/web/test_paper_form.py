"""Papers read back: what the rules of form ask stands in the file."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from sample_papers import BOARD, DAY, PROVINCE, annex, paper

from dondoc.reading.office import converted
from dondoc_web.papers.paper import Paragraph, numbered, tied
from dondoc_web.papers.rules import rule_sets, rules_for
from dondoc_web.papers.writing import to_docx

NS = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl pBdr tabs spacing ind jc rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u lang",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
}
"""Children in the order of ECMA-376; one that is not named here fails the test, so the list is complete."""


def opened(one):
    return docx.Document(io.BytesIO(to_docx(one)))


def lines(document):
    """Every line as it is printed: text, size in points, and how it is set."""
    for element in document.element.body.iter(qn("w:p")):
        line = docx.text.paragraph.Paragraph(element, document)
        if line.text.strip():
            run = next(run for run in line.runs if run.text)
            style = "".join(mark for mark, on in zip("biu", (run.bold, run.italic, run.underline), strict=True) if on)
            yield line.text.replace("\u00a0", " "), run.font.size.pt, style, line.alignment


def look(document, start):
    return next((size, style) for text, size, style, _ in lines(document) if text.startswith(start))


@pytest.mark.parametrize(
    ("system", "on", "name"),
    [
        ("state", date(2026, 1, 1), "state-2020"),
        ("state", date(2019, 1, 1), "state-2020"),
        ("party", date(2026, 5, 26), "party-2018"),
        ("party", date(2026, 5, 27), "party-2026"),
        ("mass", date(2026, 5, 27), "state-2020"),
    ],
)
def test_rules_are_those_of_the_day_of_issue(system, on, name):
    assert rules_for(system, on).name == name


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.name)
def test_a_rule_set_keeps_within_what_the_decree_and_the_guidance_allow(rules):
    within = {"margin_top": (20, 25), "margin_bottom": (20, 25), "margin_left": (30, 35), "margin_right": (15, 20),
              "body_size": (13, 15), "page_number_size": (13, 14), "first_line": (10, 12.7)}  # fmt: skip
    assert all(low <= rules.number(name) <= high for name, (low, high) in within.items())
    assert rules.number("paragraph_space") >= 6


@pytest.mark.parametrize("issuer", [PROVINCE, BOARD], ids=["state", "party"])
def test_the_page(issuer):
    document = opened(paper(issuer=issuer, annex=annex()))
    first, lying = document.sections
    size = (first.page_width, first.page_height)
    margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    assert [round(one.mm, 1) for one in (*size, *margins)] == [210, 297, 20, 20, 30, 15]
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert first.first_page_header.paragraphs[0].text == ""
    assert (lying.orientation, round(lying.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)
    assert lying._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_one_font_for_every_script_and_no_other():
    with zipfile.ZipFile(io.BytesIO(to_docx(paper(annex=annex())))) as package:
        for part in ("word/document.xml", "word/styles.xml"):
            for element in re.findall(r"<w:rFonts[^>]*>", package.read(part).decode()):
                assert set(re.findall(r'"([^"]+)"', element)) == {"Times New Roman"}
                assert element.count("Times New Roman") == 4


def test_a_report_of_the_state():
    document = opened(paper(recipients=("Thường trực Tỉnh ủy",)))
    assert look(document, "ỦY BAN NHÂN DÂN") == (13, "b")
    assert look(document, "CỘNG HÒA") == (13, "b")
    assert look(document, "Độc lập - Tự do - Hạnh phúc") == (14, "b")
    assert look(document, "Lam Giang, ngày") == (14, "i")
    assert look(document, "BÁO CÁO") == (14, "b")
    assert look(document, "kết quả thực hiện") == (14, "b")
    assert look(document, "I. KẾT QUẢ") == (14, "b")
    assert look(document, "Nơi nhận:") == (12, "bi")
    assert look(document, "- Lưu: VT, VX.") == (11, "")
    assert look(document, "PHÓ CHỦ TỊCH") == (14, "b")
    said = [text for text, *_ in lines(document)]
    assert re.fullmatch(r"Số: +/BC-UBND", next(text for text in said if text.startswith("Số")))
    assert re.fullmatch(r"Lam Giang, ngày +tháng 11 năm 2026", next(text for text in said if "ngày" in text))
    assert "Đề nghị xem xét, quyết định./." in said


def test_a_report_of_the_party():
    document = opened(paper(issuer=BOARD))
    assert look(document, "TỈNH ỦY") == (14, "")
    assert look(document, "BAN TUYÊN GIÁO") == (14, "b")
    assert look(document, "ĐẢNG CỘNG SẢN VIỆT NAM") == (15, "b")
    assert look(document, "*") == (14, "")
    assert look(document, "BÁO CÁO") == (16, "b")
    assert look(document, "kết quả thực hiện") == (15, "b")
    assert look(document, "I- KẾT QUẢ") == (14, "b")
    assert look(document, "Nơi nhận:") == (14, "u")
    assert look(document, "- Lưu Văn phòng.") == (12, "")
    assert look(document, "PHÓ CHỦ TỊCH") == (14, "")
    said = [text for text, *_ in lines(document)]
    assert re.fullmatch(r"Số +-BC/BTGDVTU", next(text for text in said if text.startswith("Số")))
    assert "Đề nghị xem xét, quyết định." in said
    assert "-----" in said
    assert not [text for text in said if "CỘNG HÒA" in text]


@pytest.mark.parametrize(
    ("issuer", "number", "about"),
    [(PROVINCE, r"Số: +/UBND-VX", (12, "")), (BOARD, r"Số +-CV/BTGDVTU", (12, "i"))],
    ids=["state", "party"],
)
def test_a_letter_says_what_it_is_about_under_its_number(issuer, number, about):
    document = opened(paper("Công văn", issuer, addressees=("Sở Nội vụ",)))
    said = [text for text, *_ in lines(document)]
    at = next(n for n, text in enumerate(said) if re.fullmatch(number, text))
    assert said[at + 1] in {"V/v kết quả thực hiện nhiệm vụ", "về việc kết quả thực hiện nhiệm vụ"}
    assert look(document, said[at + 1]) == about
    assert "Kính gửi: Sở Nội vụ" in said
    assert "CÔNG VĂN" not in said


def test_the_parts_stand_in_their_order():
    made = opened(paper("Tờ trình", addressees=("Chủ tịch", "Phó Chủ tịch"), recipients=("Như trên",), annex=annex(2)))
    said = [text for text, *_ in lines(made)]
    starts = ("ỦY BAN", "CỘNG HÒA", "Độc lập", "Số:", "Lam Giang,", "TỜ TRÌNH", "kết quả", "Kính gửi:", "- Chủ tịch;",
              "- Phó Chủ tịch.", "I. ", "1. ", "Thực hiện", "II. ", "Đề nghị", "Nơi nhận", "- Như trên;", "- Lưu",
              "TM. ", "KT. ", "PHÓ CHỦ TỊCH", "PHỤ LỤC", "DANH MỤC", "(Kèm theo Tờ trình số", "STT")  # fmt: skip
    places = [next(n for n, text in enumerate(said) if text.startswith(start)) for start in starts]
    assert places == sorted(places)


@pytest.mark.parametrize(("issuer", "indent"), [(PROVINCE, 12.7), (BOARD, 10)], ids=["state", "party"])
def test_paragraphs_are_justified_set_in_and_apart(issuer, indent):
    line = next(one for one in opened(paper(issuer=issuer)).paragraphs if one.text.startswith("Thực hiện"))
    shape = line.paragraph_format
    assert line.alignment == 3
    assert abs(shape.first_line_indent - Mm(indent)) < 1000
    assert shape.space_before >= Pt(6)
    assert shape.line_spacing in (1.15, Pt(20))


@pytest.mark.parametrize("issuer", [PROVINCE, BOARD], ids=["state", "party"])
def test_elements_stand_in_the_order_of_the_schema(issuer):
    document = opened(paper("Công văn", issuer, addressees=("A", "B"), annex=annex(3)))
    parts = [document.element, document.sections[0].header._element, document.styles["Normal"].element]
    for part in parts:
        for name, order in ORDER.items():
            wanted = order.split()
            for element in part.iter(qn(f"w:{name}")):
                found = [wanted.index(child.tag.split("}")[1]) for child in element]
                assert found == sorted(found), (name, [child.tag.split("}")[1] for child in element])


def test_the_head_of_a_table_comes_again_and_no_row_is_cut():
    table = opened(paper(annex=annex())).tables[-1]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert len(table.rows) == 41


def test_the_same_paper_is_the_same_file():
    assert to_docx(paper(annex=annex())) == to_docx(paper(annex=annex()))


def test_the_file_names_nobody():
    about = opened(paper()).core_properties
    assert (about.author, about.last_modified_by, about.created.date()) == ("", "", DAY)


def test_words_that_a_file_cannot_hold_are_left_out():
    said = [text for text, *_ in lines(opened(paper(body=(Paragraph("Một\x00\x1b hai"),))))]
    assert "Một hai./." in said


@pytest.mark.parametrize(
    ("text", "kept"), [("khoản 4 Điều 18", "khoản\u00a04 Điều\u00a018"), ("năm nay", "năm nay"), ("số 5", "số\u00a05")]
)
def test_numbers_stay_with_their_word(text, kept):
    assert tied(text) == kept


def test_headings_are_numbered_by_their_place():
    assert [part.text for part in numbered(paper().body, "-")][:4] == [
        "I- KẾT QUẢ", "1. Việc đã làm", paper().body[2].text, "II- KIẾN NGHỊ",
    ]  # fmt: skip


@pytest.mark.parametrize("issuer", [PROVINCE, BOARD], ids=["state", "party"])
def test_libreoffice_opens_it_and_loses_no_word(issuer):
    made = to_docx(paper("Tờ trình", issuer, addressees=("Chủ tịch",), annex=annex(5)))
    again = docx.Document(io.BytesIO(converted(made, "to-trinh.docx", ".docx", "docx:MS Word 2007 XML")))
    before = [text for text, *_ in lines(docx.Document(io.BytesIO(made)))]
    assert [text for text, *_ in lines(again)] == before
    assert again.sections[0].left_margin.mm == pytest.approx(30, abs=0.2)
    assert {one.orientation for one in again.sections} == {WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE}
