"""The consolidated report as an official document (Báo cáo), read back: parts in order, margins, font, headings."""

import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from office import work
from unit_reports import D, handed, ladder, set_clock, task

from dondoc_web.agencies.models import Agency
from dondoc_web.consolidation import actions
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.wording import paper_of
from dondoc_web.papers.writing import to_docx

SYSTEMS = pytest.mark.parametrize("system", ["state", "party"])


@pytest.fixture
def system():
    """Whose rules hold: each test names it."""
    raise AssertionError("the test names the system")


@pytest.fixture
def made(lam_giang, monkeypatch, system):
    """A consolidated report of the department of culture; of a Party board where the test asks for one."""
    set_clock(monkeypatch, "2026-06-24")
    w = ladder(lam_giang, (lam_giang.culture, lam_giang.interior))
    if system == "party":
        board = {"name": "Ban Tuyên giáo và Dân vận Tỉnh ủy", "symbol": "BTGDVTU", "system": "party"}
        Agency.objects.filter(pk=w.culture.pk).update(**board)
        Agency.objects.filter(pk=w.province.pk).update(name="Tỉnh ủy Lam Giang", system="party")
    one = task(w, 1)
    figures = {"figures": [("Tin", "1234.5", "tin")], "difficulties": "Thiếu người", "proposals": "Thêm người"}
    handed(w, w.culture, [(one, "done", "Đã làm", figures)])
    handed(w, w.interior, [(task(w, 2, group_title="2. Nguồn lực"), "not_done", "", {})])
    wanted = actions.Wanted([w.below.pk], w.answers.start, w.answers.closes_on)
    asked = actions.ask(report_id=w.answers.pk, by=w.unit, wanted=wanted)
    work()
    return Consolidation.objects.get(pk=asked.pk)


def opened(made):
    return docx.Document(io.BytesIO(to_docx(paper_of(made))))


def lines(document):
    """Every line as printed, with its size in points and whether it is bold."""
    for element in document.element.body.iter(qn("w:p")):
        line = docx.text.paragraph.Paragraph(element, document)
        if line.text.strip():
            run = next(run for run in line.runs if run.text)
            yield line.text.replace("\u00a0", " "), run.font.size.pt, bool(run.bold)


STATE = (
    "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG", "SỞ VĂN HÓA,\nTHỂ THAO VÀ DU LỊCH", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do",
    "Số:", "Lam Giang, ngày",
    "BÁO CÁO", "Kết quả thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 từ ngày 15/12/2025 đến ngày 14/06/2026",
    "Kính gửi: Tỉnh ủy", "Sở Văn hóa, Thể thao và Du lịch báo cáo", "I. TÌNH HÌNH BÁO CÁO", "Tổng số 02",
    "II. KẾT QUẢ THỰC HIỆN", "Các đơn vị báo cáo 02", "1. Tuyên truyền", "Việc 1:", "- Tin: 1.234,5 tin",
    "- Sở Văn hóa, Thể thao và Du lịch: Đã làm.", "2. Nguồn lực", "Việc 2:", "III. KHÓ KHĂN", "- Sở Văn hóa",
    "IV. KIẾN NGHỊ", "Trên đây là báo cáo", "Nơi nhận:", "- Như trên;", "- Lưu: VT", "GIÁM ĐỐC",
    "PHỤ LỤC I", "TÌNH HÌNH BÁO CÁO", "(Kèm theo Báo cáo số", "PHỤ LỤC II", "PHỤ LỤC III", "SỐ LIỆU TỔNG HỢP",
)  # fmt: skip
PARTY = (
    "TỈNH ỦY LAM GIANG", "BAN TUYÊN GIÁO\nVÀ DÂN VẬN TỈNH ỦY", "*", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số",
    "Lam Giang, ngày", "BÁO CÁO",
    "Kết quả thực hiện", "-----", "Kính gửi: Tỉnh ủy", "I- TÌNH HÌNH", "II- KẾT QUẢ", "1. Tuyên truyền",
    "III- KHÓ KHĂN", "IV- KIẾN NGHỊ", "Trên đây", "Nơi nhận:", "- Lưu", "TRƯỞNG BAN", "PHỤ LỤC I", "PHỤ LỤC III",
)  # fmt: skip


@pytest.mark.parametrize(("system", "starts"), [("state", STATE), ("party", PARTY)])
def test_the_parts_stand_in_their_order(made, starts):
    said = [text for text, *_ in lines(opened(made))]
    at = 0
    for start in starts:
        at = next((n for n in range(at, len(said)) if said[n].startswith(start)), None)
        assert at is not None, start
        at += 1


@pytest.mark.parametrize(
    ("system", "number", "closing", "sizes"),
    [
        ("state", r"Số: +/BC-SVHTTDL", "Du lịch./.", {"BÁO CÁO": 14, "Kết quả thực hiện Kế": 14, "I. TÌNH": 14}),
        ("party", r"Số +-BC/BTGDVTU", "Tỉnh ủy.", {"BÁO CÁO": 16, "Kết quả thực hiện Kế": 15, "I- TÌNH": 14}),
    ],
)
def test_number_closing_mark_and_sizes_are_those_of_the_rules(made, number, closing, sizes):
    found = list(lines(opened(made)))
    assert any(re.fullmatch(number, text) for text, *_ in found)
    assert next(text for text, *_ in found if text.startswith("Trên đây")).endswith(closing)
    for start, size in sizes.items():
        assert next((points, bold) for text, points, bold in found if text.startswith(start)) == (size, True)


@SYSTEMS
def test_pages_margins_and_one_font(made):
    content = to_docx(paper_of(made))
    document = docx.Document(io.BytesIO(content))
    assert [one.orientation for one in document.sections] == [WD_ORIENT.PORTRAIT, *[WD_ORIENT.LANDSCAPE] * 3]
    for one in document.sections:
        margins = (one.top_margin, one.bottom_margin, one.left_margin, one.right_margin)
        assert [round(side.mm) for side in margins] == [20, 20, 30, 15]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in ("word/document.xml", "word/styles.xml"):
            for fonts in re.findall(r"<w:rFonts[^>]*>", package.read(part).decode()):
                assert set(re.findall(r'"([^"]+)"', fonts)) == {"Times New Roman"}


@SYSTEMS
def test_the_same_report_is_the_same_file_and_names_nobody(made):
    assert to_docx(paper_of(made)) == to_docx(paper_of(Consolidation.objects.get(pk=made.pk)))
    about = opened(made).core_properties
    assert (about.author, about.last_modified_by, about.created.date()) == ("", "", D("2026-06-24"))


@SYSTEMS
def test_what_people_write_of_the_letterhead_is_printed(made):
    words = made.words | {"unit": "VP", "recipients": "Như trên\nVăn phòng", "abstract": "Kết quả sáu tháng"}
    actions.revise(consolidation_id=made.pk, by=made.changed_by, words=words, day=D("2026-02-03"))
    said = [text for text, *_ in lines(opened(Consolidation.objects.get(pk=made.pk)))]
    assert "Kết quả sáu tháng" in said
    assert "- Văn phòng;" in said
    assert any(re.fullmatch(r"Lam Giang, ngày +tháng 02 năm 2026", text) for text in said)
