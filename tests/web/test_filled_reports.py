"""A unit's report filled in as a workbook or a Word file: all of it or nothing, each wrong cell told."""

import io
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from test_unit_reports import as_, lines, owing, prepared, said, w  # noqa: F401 - fixtures

from dondoc_web.reports import filling, preparing, sheets, writing
from dondoc_web.reports.lines import Content, Figure
from dondoc_web.reports.models import FilledForm, ReportLine


@pytest.fixture
def report(w):  # noqa: F811
    """Three lines; the first with words and figures."""
    one = owing(w, 1, stage="under_way")
    tin = [{"name": "Tin", "value": "1234.5", "unit": "tin"}, {"name": "=HYPERLINK(1)", "value": "2", "unit": ""}]
    said(w, one, "2026-06-01", "=1+1\nĐã đăng tin", figures=tin)
    owing(w, 2, due=None)
    owing(w, 3, stage="done", done_on="2026-06-10")
    return prepared(w)


def state(report):
    """All that a form could change."""
    report.refresh_from_db()
    words = (report.summary, report.difficulties, report.proposals, report.changed_at)
    return words, lines(report), list(ReportLine.objects.values_list("pk", flat=True)), FilledForm.objects.count()


def book_of(report):
    return openpyxl.load_workbook(io.BytesIO(sheets.to_xlsx(report)))


def bytes_of(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def upload(w, content, name="a.xlsx"):  # noqa: F811
    return filling.fill(
        report_id=w.report.pk, by=w.unit, file=SimpleUploadedFile(name, content), name=name, confirmed_unclassified=True
    )


def wrong(w, content, name="a.xlsx"):  # noqa: F811
    kept, found = upload(w, content, name)
    assert kept is None
    return [(one.place, one.words) for one in found]


# The form ------------------------------------------------------------------------------------------------------------


def test_a_workbook_has_days_as_days_a_list_of_states_locked_keys_and_no_formula(report):
    book = book_of(report)
    sheet = book["Báo cáo"]
    assert [cell.value for cell in sheet[1]] == list(sheets.LINE_HEADS.values())
    assert sheet.freeze_panes == "C2"
    assert sheet.protection.sheet
    assert (sheet["A2"].protection.locked, sheet["B2"].protection.locked, sheet["F2"].protection.locked) == (1, 1, 0)
    assert [f"{cell.value or 0}"[:10] for cell in sheet["D"][1:4]] == ["2026-06-30", "0", "2026-06-30"]
    assert sheet["D2"].is_date
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1\nĐã đăng tin", "s")
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert lists == {"E2:E14": '"' + ",".join(sheets.STANDINGS.values()) + '"'}
    assert [[cell.value for cell in row] for row in book["Số liệu"]["B2:D3"]] == [
        ["Tin", 1234.5, "tin"], ["=HYPERLINK(1)", 2, ""],
    ]  # fmt: skip
    assert not [c for one in book for row in one.iter_rows() for c in row if c.data_type == "f"]
    assert sheet.column_dimensions["B"].width > 40


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_keeps_it_and_what_it_wrote_is_read(w, report, tmp_path):  # noqa: F811
    (tmp_path / "mau.xlsx").write_bytes(sheets.to_xlsx(report))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/p",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "mau.xlsx")],
        check=True,
        timeout=180,
        capture_output=True,
    )
    before, after = book_of(report), openpyxl.load_workbook(tmp_path / "out/mau.xlsx")
    for name in ("Báo cáo", "Số liệu", "Phần chung"):
        told = [
            [(c.coordinate, c.value) for row in book[name].iter_rows() for c in row if c.value not in (None, "")]
            for book in (before, after)
        ]
        assert told[0] == told[1]
    assert after["Báo cáo"]["D2"].is_date
    after["Báo cáo"]["F3"] = "Viết trong LibreOffice"
    kept, found = upload(w, bytes_of(after))
    assert not found
    assert [one.result for one in filling.text_of(kept).lines.values()] == ["Viết trong LibreOffice"]


def test_untouched_forms_change_nothing(w, report):  # noqa: F811
    for content, name in ((sheets.to_xlsx(report), "a.xlsx"), (sheets.to_docx(report), "a.docx")):
        with pytest.raises(ValidationError, match="không có gì khác"):
            upload(w, content, name)


# Filled in -----------------------------------------------------------------------------------------------------------


def filled_book(report):
    book = book_of(report)
    sheet, figures = book["Báo cáo"], book["Số liệu"]
    sheet["E3"], sheet["F3"], sheet["G3"], sheet["H3"] = "Đang thực hiện", "Đã mở lớp", "Thiếu kinh phí", "Cấp thêm"
    sheet["B5"], sheet["E5"], sheet["F5"] = "Việc riêng", "hoàn thành trong hạn", 2026
    for row, cells in ((4, (sheet["A3"].value, "Lớp", 2, "lớp")), (5, ("mới-1", "Buổi", "1.234,5", "buổi"))):
        for column, value in enumerate(cells, 1):
            figures.cell(row, column, value)
    book["Phần chung"]["B2"] = "Nhìn chung tốt"
    return book


def filled_word(report):
    made = docx.Document(io.BytesIO(sheets.to_docx(report)))
    general, table = made.tables
    general.cell(1, 1).text = "Nhìn chung tốt"
    for column, text in (
        (3, "đang thực hiện"),
        (4, "Đã mở lớp"),
        (5, "Lớp; 2; lớp"),
        (6, "Thiếu kinh phí"),
        (7, "Cấp thêm"),
    ):
        replace_words(table.cell(2, column), text)
    for column, text in ((1, "Việc riêng"), (3, "hoàn thành trong hạn"), (4, "2026"), (5, "Buổi; 1.234,5; buổi")):
        replace_words(table.cell(4, column), text)
    return made


def replace_words(cell, text):
    """As Word does it: the words stay in their list where there is one."""
    (found, *_rest) = cell._tc.iter("{*}t") if list(cell._tc.iter("{*}t")) else (None,)
    if found is None:
        cell.text = text
    else:
        found.text = text


@pytest.mark.parametrize(("fill", "name"), [(filled_book, "a.xlsx"), (filled_word, "a.docx")])
def test_a_filled_form_is_looked_at_then_taken_over_whole(w, report, fill, name):  # noqa: F811
    before = state(report)
    unit, address = as_(w.unit), f"/reports/{w.report.pk}/form/"
    sent = {"file": SimpleUploadedFile(name, bytes_of(fill(report))), "unclassified": "on"}
    assert unit.post(address, sent).status_code == 302
    assert state(report)[:3] == before[:3]
    page = unit.get(address).content.decode()
    assert "Đã mở lớp" in page
    assert "Việc 1" not in page  # unchanged
    unit.post(address + "take/")
    found = lines(report)
    assert found["Việc 2"] == Content(
        "doing", "Đã mở lớp", "Thiếu kinh phí", "Cấp thêm", (Figure("Lớp", Decimal(2), "lớp"),)
    )
    assert found["Việc riêng"] == Content("done", "2026", figures=(Figure("Buổi", Decimal("1234.5"), "buổi"),))
    assert found["Việc 1"].result == "=1+1\nĐã đăng tin"
    report.refresh_from_db()
    assert report.summary == "Nhìn chung tốt"
    assert not FilledForm.objects.exists()


def test_what_was_kept_is_not_taken_over_another_edit(w, report):  # noqa: F811
    upload(w, bytes_of(filled_book(report)))
    writing.write(report_id=w.report.pk, by=w.unit, text=writing.Text(summary="Sửa trên trang"))
    with pytest.raises(ValidationError, match="sau khi nạp tệp"):
        filling.take(report_id=w.report.pk, by=w.unit)
    assert "nạp lại tệp" in as_(w.unit).get(f"/reports/{w.report.pk}/form/").content.decode()
    filling.drop(report_id=w.report.pk, by=w.unit)
    assert not FilledForm.objects.exists()


def test_an_older_form_says_so_and_a_stale_one_is_refused(w, report):  # noqa: F811
    older = bytes_of(filled_book(report))
    writing.write(report_id=w.report.pk, by=w.unit, text=writing.Text(summary="Sửa trên trang"))
    kept, _wrong = upload(w, older)
    assert kept.older
    assert "đã được sửa trên trang" in as_(w.unit).get(f"/reports/{w.report.pk}/form/").content.decode()
    preparing.prepare(report_id=w.report.pk, by=w.unit)
    ((place, words),) = wrong(w, older)
    assert place == "Phần chung!B1"
    assert "lập lại sau khi tải mẫu" in words


def test_a_locked_report_takes_no_form(w, report):  # noqa: F811
    form = bytes_of(filled_book(report))
    w.today["day"] = w.report.due_on.replace(day=26)
    with pytest.raises(ValidationError, match="bị khóa"):
        upload(w, form)
    assert as_(w.unit).get(f"/reports/{w.report.pk}/form/xlsx/").status_code == 302
    for person in (w.desk, w.other_unit, w.leader):
        assert as_(person).get(f"/reports/{w.report.pk}/form/").status_code in (403, 404)


# What does not fit ---------------------------------------------------------------------------------------------------

CELLS = [
    ("Báo cáo", "E2", "gần xong", "Báo cáo!E2", "hãy chọn một trong"),
    ("Báo cáo", "E2", "", "Báo cáo!E2", "hãy chọn một trong"),
    ("Báo cáo", "D2", "31/02/2026", "Báo cáo!D2", "không phải ngày"),
    ("Báo cáo", "D2", date(2026, 7, 1), "Báo cáo!D2", "30/06/2026"),
    ("Báo cáo", "D3", date(2026, 7, 1), "Báo cáo!D3", "để trống"),
    ("Báo cáo", "B2", "Việc khác hẳn", "Báo cáo!B2", "chép lại từ mẫu"),
    ("Báo cáo", "A2", "999999-1", "Báo cáo!A2", "báo cáo khác"),
    ("Báo cáo", "A2", "xyz", "Báo cáo!A2", "bị sửa hoặc xóa"),
    ("Báo cáo", "A2", None, "Báo cáo!A2", "bị sửa hoặc xóa"),
    ("Báo cáo", "A3", "=A2", "Báo cáo!A3", "bị sửa hoặc xóa"),
    ("Báo cáo", "F2", "=SUM(1,2)", "Báo cáo!F2", "công thức"),
    ("Báo cáo", "F2", "x" * 5001, "Báo cáo!F2", "5001 ký tự"),
    ("Báo cáo", "F6", "không có tên việc", "Báo cáo!B6", "ghi tên việc"),
    ("Báo cáo", "J2", "thừa", "Báo cáo!J2", "ngoài các cột"),
    ("Báo cáo", "E1", "Trạng thái", "Báo cáo!E1", "“Kết quả”"),
    ("Số liệu", "C2", "nhiều", "Số liệu!C2", "không phải số"),
    ("Số liệu", "C2", "12.5", "Số liệu!C2", "không phải số"),
    ("Số liệu", "C2", date(2026, 1, 1), "Số liệu!C2", "không phải số"),
    ("Số liệu", "C2", 0.12345, "Số liệu!C2", "3 chữ số"),
    ("Số liệu", "C2", 1e300, "Số liệu!C2", "15 chữ số"),
    ("Số liệu", "C2", "=1+1", "Số liệu!C2", "không phải số"),
    ("Số liệu", "B2", None, "Số liệu!B2", "tên chỉ tiêu"),
    ("Số liệu", "B2", "x" * 301, "Số liệu!B2", "300 ký tự"),
    ("Số liệu", "A2", "999-9", "Số liệu!A2", "gắn với một dòng"),
    ("Phần chung", "B1", "999.a.b", "Phần chung!B1", "báo cáo khác"),
    ("Phần chung", "B1", None, "Phần chung!B1", "Mã báo cáo"),
    ("Phần chung", "A3", "Gì đó", "Phần chung!A3", "Khó khăn, vướng mắc chung"),
    ("Phần chung", "B2", "=1", "Phần chung!B2", "công thức"),
]


@pytest.mark.parametrize(("name", "at", "value", "place", "words"), CELLS, ids=lambda one: str(one)[:30])
def test_each_wrong_cell_of_a_workbook_is_told_and_nothing_is_kept(w, report, name, at, value, place, words):  # noqa: F811
    book = filled_book(report)  # everything else is right and would change the report
    book[name][at] = value
    before, found = state(report), wrong(w, bytes_of(book))
    assert [one for one in found if one[0] == place and words in one[1]], found
    assert state(report) == before


def test_rows_that_are_missing_or_come_twice_are_told(w, report):  # noqa: F811
    book = book_of(report)
    sheet = book["Báo cáo"]
    first, last = sheet["A2"].value, sheet["A4"].value
    sheet["A4"], sheet["B4"], sheet["D4"] = first, sheet["B2"].value, sheet["D2"].value
    found = wrong(w, bytes_of(book))
    assert [place for place, _words in found] == ["Báo cáo!A4", "Báo cáo"]
    assert "lần đầu ở Báo cáo!A2" in found[0][1]
    assert last in found[1][1]
    del book["Số liệu"]
    assert [place for place, _words in wrong(w, bytes_of(book))] == ["Số liệu"]


def test_every_wrong_cell_of_a_file_is_told_at_once(w, report):  # noqa: F811
    book = filled_book(report)
    for name, at in (("Báo cáo", "E2"), ("Báo cáo", "D4"), ("Số liệu", "C2"), ("Số liệu", "C4")):
        book[name][at] = "không đúng"
    found = [place for place, _words in wrong(w, bytes_of(book))]
    assert found == ["Báo cáo!E2", "Báo cáo!D4", "Số liệu!C2", "Số liệu!C4"]


def test_wrong_cells_of_a_word_file_are_told(w, report):  # noqa: F811
    made = filled_word(report)
    table = made.tables[1]
    replace_words(table.cell(1, 3), "gần xong")
    replace_words(table.cell(2, 5), "Lớp; hai")
    replace_words(table.cell(3, 0), "1-1")
    before, found = state(report), wrong(w, bytes_of(made), "a.docx")
    places = [place for place, _words in found]
    assert places[:3] == [
        "Bảng 2, dòng 2, cột “Kết quả”", "Bảng 2, dòng 3, cột “Số liệu”", "Bảng 2, dòng 4, cột “Mã dòng”",
    ]  # fmt: skip
    assert "Thiếu dòng" in found[3][1]
    assert state(report) == before


# Hostile -------------------------------------------------------------------------------------------------------------


def package(content, *, add=(), replace=()):
    """The same package with parts added and replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one not in dict(replace):
                new.writestr(one, old.read(one))
        for one, data in [*add, *replace]:
            new.writestr(one, data)
    return out.getvalue()


def entity(part):
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def a_big_sheet(report):
    book = book_of(report)
    for row in range(1, 3000):
        for column in range(1, 11):
            book["Báo cáo"].cell(row + 20, column, row)
    return bytes_of(book)


def rows_far_below(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    far = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    return package(content, replace=[("xl/worksheets/sheet1.xml", far.encode())])


HOSTILE = {
    "not a package": (lambda x, d, r: b"\x00\x01 nothing", "a.xlsx", "không phải Excel"),
    "empty": (lambda x, d, r: b"", "a.xlsx", "không phải Excel"),
    "cut": (lambda x, d, r: x[: len(x) // 2], "a.xlsx", "không phải Excel"),
    "a word file called a workbook": (lambda x, d, r: d, "a.xlsx", "bên trong là .docx"),
    "a workbook called a word file": (lambda x, d, r: x, "a.docx", "bên trong là .xlsx"),
    "another package": (
        lambda x, d, r: package(x, replace=[("xl/workbook.xml", b"")])[:0] or zipped(),
        "a.xlsx",
        "không phải Excel",
    ),
    "macro": (lambda x, d, r: package(x, add=[("xl/vbaProject.bin", b"x")]), "a.xlsx", "macro"),
    "macro in Word": (lambda x, d, r: package(d, add=[("word/vbaProject.bin", b"x")]), "a.docx", "macro"),
    "object": (lambda x, d, r: package(x, add=[("xl/embeddings/o.bin", b"x")]), "a.xlsx", "đối tượng nhúng"),
    "entity": (lambda x, d, r: package(x, replace=[("xl/sharedStrings.xml", entity(0))]), "a.xlsx", "ENTITY"),
    "entity in Word": (lambda x, d, r: package(d, replace=[("word/document.xml", entity(0))]), "a.docx", "ENTITY"),
    "other book": (
        lambda x, d, r: package(x, add=[("xl/externalLinks/externalLink1.xml", b"<x/>")]),
        "a.xlsx",
        "bên ngoài",
    ),
    "bomb": (lambda x, d, r: package(x, add=[("xl/media/a.xml", b" " * (25 * 2**20))]), "a.xlsx", "quá lớn"),
    "large": (lambda x, d, r: x + b"\x00" * (5 * 2**20), "a.xlsx", "4 MB"),
    "many cells": (lambda x, d, r: a_big_sheet(r), "a.xlsx", "quá nhiều"),
    "broken sheet": (
        lambda x, d, r: package(x, replace=[("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>")]),
        "a.xlsx",
        "bị hỏng",
    ),
    "broken Word": (lambda x, d, r: package(d, replace=[("word/document.xml", b"<w")]), "a.docx", "bị hỏng"),
    "deep Word": (lambda x, d, r: package(d, replace=[("word/document.xml", deep())]), "a.docx", "quá lớn"),
}


def deep():
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:document xmlns:w="{name}"><w:body>{"<w:sdt>" * 5000}{"</w:sdt>" * 5000}</w:body></w:document>'.encode()


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("a.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_with_a_message_and_changes_nothing(w, report, kind):  # noqa: F811
    make, name, words = HOSTILE[kind]
    content = make(sheets.to_xlsx(report), sheets.to_docx(report), report)
    before = state(report)
    sent = {"file": SimpleUploadedFile(name, content), "unclassified": "on"}
    answer = as_(w.unit).post(f"/reports/{w.report.pk}/form/", sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert state(report) == before


def test_a_row_at_the_end_of_the_sheet_is_told_as_a_cell(w, report):  # noqa: F811
    found = wrong(w, rows_far_below(sheets.to_xlsx(report)))
    assert found[0] == (
        "Báo cáo!XFD1048576",
        "Ô ngoài các cột của mẫu; hãy chuyển nội dung vào đúng cột rồi xóa ô này.",
    )
