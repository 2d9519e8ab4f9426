"""Old office files through LibreOffice: real files of each kind, made by LibreOffice itself from a Word file."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from word_files import definition, item, level, listed, p, row, table, word_file

import dondoc
from dondoc.errors import UnknownFormat, UnreadableSource
from dondoc.reading import office

needs_office = pytest.mark.skipif(
    office.program() is None,
    reason="LibreOffice is not installed (apt-get install libreoffice-writer libreoffice-calc)",
)

NUMBERING = definition(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.")) + listed(1, 0)
PLAN = word_file(
    p("KẾ HOẠCH") + item("NHIỆM VỤ") + item("Rà soát danh mục", 1, 1) + item("Đôn đốc thực hiện", 1, 1)
    + table(row("STT", "Nhiệm vụ", "Chủ trì", "Thời gian"), row("1", "Báo cáo", "Sở Nội vụ", "2025"), widths=(900,) * 4)
    + p(""),
    numbering=NUMBERING,
)  # fmt: skip
LINES = [
    "KẾ HOẠCH", "I. NHIỆM VỤ", "1. Rà soát danh mục", "2. Đôn đốc thực hiện",
    "| STT | Nhiệm vụ | Chủ trì | Thời gian |", "| 1 | Báo cáo | Sở Nội vụ | 2025 |",
]  # fmt: skip

FILTERS = {"odt": "odt:writer8", "rtf": "rtf:Rich Text Format", "doc": "doc:MS Word 97"}


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """The plan in each old format; DOC is made from ODT, since from DOCX LibreOffice loses its table."""
    odt = office.converted(PLAN, "a.docx", ".docx", FILTERS["odt"])
    return {kind: odt if kind == "odt" else office.converted(odt, "a.odt", ".odt", FILTERS[kind]) for kind in FILTERS}


@needs_office
@pytest.mark.parametrize("kind", FILTERS)
def test_an_old_file_reads_as_the_word_file_it_was(made, kind):
    assert [line for line in dondoc.read(PLAN, name="a.docx").text.splitlines() if line] == LINES
    assert [line for line in dondoc.read(made[kind], name=f"a.{kind}").text.splitlines() if line] == LINES


@needs_office
def test_the_kind_is_known_by_content_not_by_name(made):
    assert dondoc.read(made["doc"], name="a.txt").media_type == "application/msword"


@needs_office
def test_a_file_in_the_xml_of_word_2003_is_read():
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        "<w:p><w:r><w:t>Kế hoạch</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    assert dondoc.read(text.encode(), name="a.doc").text == "Kế hoạch\n"


@needs_office
@pytest.mark.parametrize("kind", ["xls:MS Excel 97", "ods:calc8"])
def test_an_old_workbook_is_read(kind):
    book = openpyxl.Workbook()
    book.active.append(["STT", "Nhiệm vụ", "Chủ trì"])
    book.active.append([1, "Báo cáo", "Sở Nội vụ"])
    out = io.BytesIO()
    book.save(out)
    old = office.converted(out.getvalue(), "a.xlsx", ".xlsx", kind)
    assert dondoc.read(old, name="a").text == "| STT | Nhiệm vụ | Chủ trì |\n| 1 | Báo cáo | Sở Nội vụ |\n"


@needs_office
def test_conversions_beside_each_other_lose_nothing(made):
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda _: dondoc.read(made["rtf"], name="a.rtf").text, range(3)))
    assert len(set(texts)) == 1


@needs_office
def test_a_conversion_that_takes_too_long_is_ended(made):
    with pytest.raises(UnreadableSource, match=r"quá 0\.05 giây"):
        office.converted(made["odt"], "a.odt", ".odt", "docx:MS Word 2007 XML", seconds=0.05)


def test_without_libreoffice_the_message_names_the_package(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnknownFormat, match="libreoffice-writer"):
        dondoc.read(b"{\\rtf1 Noi dung}", name="a.rtf")
