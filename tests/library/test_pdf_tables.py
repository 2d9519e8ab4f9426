"""Ruled and unruled tables of PDF files made on the fly, down to the rows that the parser makes of them."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from dondoc import parse, read
from dondoc.reading.ruled import Ruling, tables_of

made = pytest.importorskip("pdf_made", reason="reportlab không được cài")
pytestmark = pytest.mark.skipif(made.font() is None, reason=made.NO_FONT)

HEAD = (["STT"], ["Nội dung nhiệm vụ"], ["Cơ quan chủ trì"], ["Cơ quan", "phối hợp"], ["Thời gian"])
XS = made.COLUMNS


def rows_of(sheets) -> list[str]:
    return [line for line in read(sheets.data(), name="bảng.pdf").text.split("\n") if line.startswith("|")]


def tables(sheets):
    return parse(read(sheets.data(), name="bảng.pdf")).tables


def task(number: str, words: str, lead: str = "Sở Nội vụ", time: str = "Năm 2026"):
    return ([number] if number else [], [words], [lead] if lead else [], ["Các sở"], [time] if time else [])


def table(*rows, top: float = 100, step: float = 40, sheets=None):
    """Rows in a full grid."""
    sheets = sheets or made.Sheets()
    sheets.grid(XS, [top + k * step for k in range(len(rows) + 1)])
    for number, cells in enumerate(rows):
        sheets.row(XS, top + number * step, cells)
    return sheets


def test_a_ruled_table_comes_row_for_row():
    assert rows_of(table(HEAD, task("1", "Rà soát"), task("2", "Tổng kết"))) == [
        "| STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |",
        "| 1 | Rà soát | Sở Nội vụ | Các sở | Năm 2026 |",
        "| 2 | Tổng kết | Sở Nội vụ | Các sở | Năm 2026 |",
    ]


def test_a_table_whose_cells_are_boxes_is_the_same_table():
    sheets = made.Sheets()
    sheets.row(XS, 100, HEAD)
    for left, right in itertools.pairwise(XS):
        sheets.canvas.rect(left, sheets.height - 140, right - left, 40)
    assert rows_of(sheets) == [rows_of(table(HEAD))[0]]


def test_a_table_drawn_as_one_path_is_the_same_table():
    sheets = made.Sheets()
    path = sheets.canvas.beginPath()
    for x in XS:
        path.moveTo(x, sheets.height - 100)
        path.lineTo(x, sheets.height - 140)
    for y in (100, 140):
        path.moveTo(XS[0], sheets.height - y)
        path.lineTo(XS[-1], sheets.height - y)
    sheets.canvas.drawPath(path)
    sheets.row(XS, 100, HEAD)
    assert rows_of(sheets) == [rows_of(table(HEAD))[0]]


def test_a_table_open_at_its_sides_keeps_its_outer_columns():
    sheets = made.Sheets()
    for y in (100, 140, 180):
        sheets.rule(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheets.rule(x, 100, x, 180)
    sheets.row(XS, 100, HEAD)
    sheets.row(XS, 140, task("1", "Rà soát"))
    assert rows_of(sheets) == rows_of(table(HEAD, task("1", "Rà soát")))


def test_an_empty_cell_keeps_its_place():
    assert rows_of(table(HEAD, task("1", "Rà soát", lead="")))[1] == "| 1 | Rà soát | | Các sở | Năm 2026 |"


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        (["Kế hoạch số 57-", "KL/TW"], "Kế hoạch số 57-KL/TW"),
        (["Quyết định 12/QĐ-", "UBND"], "Quyết định 12/QĐ-UBND"),
        (["Giai đoạn 2026-", "2030"], "Giai đoạn 2026-2030"),
        (["kinh tế -", "xã hội"], "kinh tế - xã hội"),
        (["Trước ngày", "15/12"], "Trước ngày 15/12"),
    ],
)
def test_lines_of_a_cell_are_put_on_one(lines, cell):
    assert rows_of(table(HEAD, (["1"], lines, ["A"], ["B"], ["C"])))[1] == f"| 1 | {cell} | A | B | C |"


def merged_downwards():
    """Two rows that share the last two cells."""
    sheets = made.Sheets()
    for y in (100, 140, 180):
        sheets.rule(XS[0], y, XS[-1] if y != 140 else XS[3], y)
    sheets.rule(XS[0], 60, XS[-1], 60)
    for x in XS:
        sheets.rule(x, 60, x, 180)
    sheets.row(XS, 60, HEAD)
    sheets.row(XS, 100, (["1"], ["Rà soát"], ["Sở Nội vụ"], [], []))
    sheets.row(XS, 120, ([], [], [], ["Các sở"], ["Năm 2026"]))
    sheets.row(XS, 140, (["2"], ["Tổng kết"], ["Sở Y tế"], [], []))
    return sheets


def test_a_cell_merged_downwards_stands_in_its_first_row_and_is_inherited():
    assert rows_of(merged_downwards())[1:] == [
        "| 1 | Rà soát | Sở Nội vụ | Các sở | Năm 2026 |",
        "| 2 | Tổng kết | Sở Y tế | | |",
    ]
    last = tables(merged_downwards())[0].rows[-1]
    assert [(cell.text, bool(cell.reason)) for cell in last.cells[3:]] == [("Các sở", True), ("Năm 2026", True)]


def test_a_row_merged_across_keeps_the_number_of_cells():
    sheets = made.Sheets()
    for y in (100, 140, 180, 220):
        sheets.rule(XS[0], y, XS[-1], y)
    for x in XS:
        sheets.rule(x, 100, x, 140)
        sheets.rule(x, 180, x, 220)
    for x in (XS[0], XS[1], XS[-1]):
        sheets.rule(x, 140, x, 180)
    sheets.row(XS, 100, HEAD)
    sheets.row(XS, 140, (["I"], ["Hoàn thiện thể chế, chính sách về công tác cán bộ của tỉnh"]))
    sheets.row(XS, 180, task("1", "Rà soát"))
    assert rows_of(sheets)[1] == "| I | Hoàn thiện thể chế, chính sách về công tác cán bộ của tỉnh | | | |"


def over_two_pages(*, number_on_page: bool, header_again: bool):
    """A row cut by the end of the page."""
    sheets = table(HEAD, task("1", "Rà soát quy định về"), top=700)
    sheets.next_page()
    if number_on_page:
        sheets.text(295, 40, "2")
    rest = ([], ["công tác dân vận"], [], [], [])
    rows = [*([HEAD] if header_again else []), rest, task("2", "Tổng kết")]
    return table(*rows, top=80, sheets=sheets)


@pytest.mark.parametrize("number_on_page", [False, True])
@pytest.mark.parametrize("header_again", [False, True])
def test_a_row_cut_by_the_end_of_the_page_is_one_row(number_on_page, header_again):
    (found,) = tables(over_two_pages(number_on_page=number_on_page, header_again=header_again))
    assert [row.cells[1].text for row in found.rows] == ["Rà soát quy định về công tác dân vận", "Tổng kết"]
    assert [row.cells[0].text for row in found.rows] == ["1", "2"]


def test_a_table_printed_sideways_is_read_upright():
    sheets = made.Sheets()
    sheets.canvas.translate(made.WIDTH, 0)
    sheets.canvas.rotate(90)
    sheets.height = made.WIDTH
    assert (
        rows_of(table(HEAD, task("1", "Rà soát"), sheets=sheets))[1]
        == "| 1 | Rà soát | Sở Nội vụ | Các sở | Năm 2026 |"
    )


def test_tables_right_under_one_another_keep_their_own_columns():
    sheets = table(HEAD, task("1", "Rà soát"))
    other = (60.0, 120.0, 300.0, 400.0, 480.0, 545.0)
    sheets.grid(other, (180, 220))
    sheets.row(other, 180, task("2", "Tổng kết"))
    assert rows_of(sheets)[1:] == [
        "| 1 | Rà soát | Sở Nội vụ | Các sở | Năm 2026 |",
        "| 2 | Tổng kết | Sở Nội vụ | Các sở | Năm 2026 |",
    ]


def test_words_around_a_table_stay_above_and_below_it():
    sheets = table(HEAD, task("1", "Rà soát"))
    sheets.text(60, 80, "Phụ lục")
    sheets.text(60, 240, "Ghi chú")
    text = read(sheets.data(), name="bảng.pdf").text
    assert text.index("Phụ lục") < text.index("| STT") < text.index("| 1") < text.index("Ghi chú")


@pytest.mark.parametrize("drawn", ["frame", "underline", "double rule"])
def test_lines_that_are_no_table_leave_prose_alone(drawn):
    sheets = made.Sheets()
    sheets.lines(80, 100, made.SENTENCE)
    if drawn == "frame":
        sheets.grid((70, 540), (80, 200))
    elif drawn == "underline":
        sheets.rule(80, 102, 200, 102)
    else:
        sheets.grid((70, 540), (60, 60))
    text = read(sheets.data(), name="chữ.pdf").text
    assert "|" not in text
    assert [line.strip() for line in text.split("\n") if line.strip()] == list(made.SENTENCE)


def test_a_plain_table_without_lines_is_told_by_its_head():
    sheets = made.Sheets()
    for number, row in enumerate(
        ((*HEAD[:3], ["Phối hợp"], ["Thời gian"]), task("1", "Rà soát"), task("2", "Tổng kết"))
    ):
        sheets.row(XS, 100 + 20 * number, row, 10)
    sheets.row(XS, 154, ([], ["nhiệm kỳ"], [], [], []), 10)
    assert rows_of(sheets) == [
        "| STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời gian |",
        "| 1 | Rà soát | Sở Nội vụ | Các sở | Năm 2026 |",
        "| 2 | Tổng kết nhiệm kỳ | Sở Nội vụ | Các sở | Năm 2026 |",
    ]


def test_a_drawing_of_thousands_of_lines_is_no_table():
    strokes = [Ruling(level, 10.0 * k, 0.0, 50_000.0) for k in range(4_000) for level in (True, False)]
    assert tables_of(strokes) == []


SAMPLES = Path(os.environ.get("DONDOC_SAMPLES") or Path(__file__).resolve().parents[2].parent / "shared") / "documents"


@pytest.mark.skipif(not SAMPLES.exists(), reason=f"không có tài liệu thật ở {SAMPLES}")
@pytest.mark.parametrize(("name", "rows"), [("nq116-chinhphu.pdf", 52), ("unlabelled/nq109-chinhphu.pdf", 422)])
def test_real_appendix_tables_come_row_for_row(name, rows):
    text = read(SAMPLES / name).text
    assert sum(line.startswith("|") for line in text.split("\n")) == rows
