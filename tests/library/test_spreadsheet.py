from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
import xlsxwriter

import dondoc
from dondoc.errors import EmptySource, UnreadableSource
from dondoc.parsing.fields import FieldName
from dondoc.parsing.sheet_columns import columns, proposal
from dondoc.reading.safe import Limits

HEADER = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm"]
TASKS = [
    [1, "Rà soát danh mục dịch vụ công", "Sở Nội vụ", "Các sở, ngành", datetime.date(2025, 12, 15), "Báo cáo"],
    [2, "Nâng cấp cổng thông tin", "Sở Khoa học và Công nghệ", None, datetime.date(2025, 6, 30), "Cổng thông tin"],
]

AT_HALF_PAST_FIVE = datetime.datetime.fromisoformat("2025-03-01T17:30")


def workbook(*sheets: list[list[object]], names: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for k, rows in enumerate(sheets):
        sheet = book.create_sheet(names[k] if k < len(names) else f"Sheet{k + 1}")
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "danh-muc.xlsx") -> dondoc.Source:
    return dondoc.read(data, name=name)


def test_a_list_of_tasks_is_a_table_of_tasks():
    plan = dondoc.read_plan(workbook([HEADER, *TASKS]), name="danh-muc.xlsx")
    assert [(t.text, t.lead, t.timing.due, t.product.text) for t in plan.tasks] == [
        ("Rà soát danh mục dịch vụ công", ("Sở Nội vụ",), "2025-12-15", "Báo cáo"),
        ("Nâng cấp cổng thông tin", ("Sở Khoa học và Công nghệ",), "2025-06-30", "Cổng thông tin"),
    ]


def test_a_list_kept_in_csv_gives_the_same_tasks():
    lines = [
        HEADER,
        *[[str(c or "") if not isinstance(c, datetime.date) else f"{c:%d/%m/%Y}" for c in row] for row in TASKS],
    ]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    from_csv = dondoc.read_plan(("\ufeff" + text).encode(), name="danh-muc.csv")
    from_excel = dondoc.read_plan(workbook([HEADER, *TASKS]), name="danh-muc.xlsx")
    assert [(t.text, t.timing) for t in from_csv.tasks] == [(t.text, t.timing) for t in from_excel.tasks]


def test_titles_above_the_header_are_text():
    rows = [["DANH MỤC NHIỆM VỤ"], ["Từ ngày 01/01/2025"], [], HEADER, *TASKS]
    assert read(workbook(rows)).text.splitlines()[:4] == [
        "DANH MỤC NHIỆM VỤ", "Từ ngày 01/01/2025", "", f"| {' | '.join(HEADER)} |",
    ]  # fmt: skip


def test_a_list_with_a_title_far_above_its_header_still_gives_its_tasks():
    rows = [
        ["UBND TỈNH"],
        ["SỞ NỘI VỤ"],
        ["DANH MỤC NHIỆM VỤ"],
        ["Năm 2025"],
        ["Kỳ 1"],
        [None, *HEADER],
        *[[None, *t] for t in TASKS],
    ]
    assert len(dondoc.read_plan(workbook(rows), name="a.xlsx").tasks) == 2


def test_a_merged_agency_counts_for_the_rows_below_it():
    book = openpyxl.load_workbook(io.BytesIO(workbook([HEADER, *TASKS])))
    book.active.merge_cells("C2:C3")
    plan = dondoc.read_plan(saved(book), name="a.xlsx")
    assert [task.lead for task in plan.tasks] == [("Sở Nội vụ",), ("Sở Nội vụ",)]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (datetime.date(2025, 3, 1), "dd/mm/yyyy", "01/03/2025"),
        (datetime.date(2025, 3, 1), "mm-dd-yy", "01/03/2025"),
        (datetime.date(2025, 3, 1), '[$-42A]dd "tháng" mm "năm" yyyy', "01/03/2025"),
        (datetime.date(2025, 3, 1), "mm/yyyy", "03/2025"),
        (datetime.date(2025, 3, 1), "yyyy", "2025"),
        (AT_HALF_PAST_FIVE, "dd/mm/yyyy hh:mm", "01/03/2025 17:30"),
        (AT_HALF_PAST_FIVE, "dd/mm/yyyy", "01/03/2025"),
        (datetime.time(8, 5), "hh:mm", "08:05"),
        (12.0, "General", "12"),
        (1.1, "General", "1.1"),
        (0.985, "0.0%", "98.5%"),
        (True, "General", "TRUE"),
        ("#N/A", "General", ""),
        ("  Quý  I/2025 \n", "General", "Quý I/2025"),
        ("a|b", "General", "a¦b"),
    ],
)
def test_a_cell_is_written_as_excel_shows_it(value, form, text):
    book = openpyxl.Workbook()
    book.active.append(["x", value, "y"])
    book.active["B1"].number_format = form
    assert read(saved(book)).text == f"| x | {text} | y |\n".replace("| x |  | y |", "| x | y |")


def test_a_formula_shows_what_it_last_counted():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nhiệm vụ", "Hạn"])
        sheet.write_string(1, 0, "Báo cáo")
        sheet.write_formula(1, 1, '="Quý "&"IV"', value="Quý IV")
    assert read(out.getvalue()).text.splitlines()[1] == "| Báo cáo | Quý IV |"


def test_sheets_with_names_of_their_own_are_named_and_others_not():
    text = read(workbook([HEADER, TASKS[0]], [HEADER, TASKS[1]], names=("Sở Nội vụ", "Sheet2"))).text
    assert [line for line in text.splitlines() if line and not line.startswith("|")] == ["Sở Nội vụ"]


def test_a_hidden_sheet_is_left_out_and_said():
    book = openpyxl.load_workbook(io.BytesIO(workbook([HEADER, TASKS[0]], [HEADER, TASKS[1]])))
    book.worksheets[1].sheet_state = "hidden"
    source = read(saved(book))
    assert "cổng thông tin" not in source.text
    assert [finding.kind for finding in source.findings] == ["hidden_sheet"]


def test_a_sheet_longer_than_any_list_is_cut_and_said(monkeypatch):
    monkeypatch.setattr("dondoc.reading.spreadsheet.MAX_ROWS", 3)
    source = read(workbook([["a", k] for k in range(9)]))
    assert (source.text.count("\n"), [f.kind for f in source.findings]) == (3, ["sheet_too_long"])


def test_a_workbook_without_words_is_empty():
    with pytest.raises(EmptySource):
        read(workbook([]))


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_sign_between_cells_is_found(sign):
    text = sign.join(["STT", '"Việc; một, hai"', "Hạn"]) + "\n" + sign.join(["1", "Rà soát", "2025"])
    assert read(text.encode(), "a.csv").text == "| STT | Việc; một, hai | Hạn |\n| 1 | Rà soát | 2025 |\n"


def test_a_csv_in_an_old_encoding_is_read():
    text = "STT,Nhi\xd6m vô,H¹n\n1,Rµ so¸t danh môc,N¨m 2025\n2,§«n ®èc thùc hiÖn,2026\n"
    source = read(text.encode("latin-1"), "a.csv")
    assert source.text.splitlines()[2] == "| 2 | Đôn đốc thực hiện | 2026 |"
    assert source.findings[0].kind == "charset"


def test_a_broken_workbook_says_so():
    with pytest.raises(UnreadableSource, match="hỏng hoặc bị cắt cụt"):
        read(workbook([HEADER])[:-200])


FROM_ELSEWHERE = ["Mã", "Yêu cầu xử lý", "Nơi nhận việc", "Xong trước"]
"""A system that names its columns in words of its own."""
THEIR_TASKS = [
    ["A1", "Rà soát danh mục dịch vụ công", "Sở Nội vụ", datetime.date(2025, 12, 15)],
    ["A2", "Nâng cấp cổng thông tin", "Sở Khoa học và Công nghệ", datetime.date(2025, 6, 30)],
]
SAID = columns(FROM_ELSEWHERE, [None, FieldName.TASK, FieldName.LEAD, FieldName.COMPLETION])


@pytest.mark.parametrize("limits", [None, Limits()], ids=["here", "in a process of its own"])
def test_columns_that_a_person_named_are_read_under_those_names(limits):
    data = workbook([["UBND TỈNH", None, "Kỳ 1"], FROM_ELSEWHERE, *THEIR_TASKS])
    plan = dondoc.read_plan(data, name="a.xlsx", columns=[SAID], limits=limits)
    assert [(t.text, t.lead, t.timing.due) for t in plan.tasks] == [
        ("Rà soát danh mục dịch vụ công", ("Sở Nội vụ",), "2025-12-15"),
        ("Nâng cấp cổng thông tin", ("Sở Khoa học và Công nghệ",), "2025-06-30"),
    ]
    assert plan.source.text.splitlines()[0] == "UBND TỈNH    Kỳ 1"
    assert "A1" not in plan.source.text
    assert plan.source.sheets[0].rows[1] == tuple(FROM_ELSEWHERE)


def test_a_list_is_recognised_by_its_header_alone():
    text = "MÃ;Yêu  cầu xử lý;Nơi nhận việc;Xong trước;\nA1;Rà soát;Sở Nội vụ;15/12/2025;thêm\n"
    source = dondoc.read(text.encode(), name="a.csv", columns=[SAID])
    assert source.text.splitlines() == [
        "| Nội dung nhiệm vụ | Cơ quan chủ trì | Thời hạn hoàn thành |  |",
        "| Rà soát | Sở Nội vụ | 15/12/2025 | thêm |",
    ]
    other = dondoc.read(text.replace("Nơi", "Chỗ").encode(), name="a.csv", columns=[SAID])
    assert "Yêu cầu xử lý" in other.text


@pytest.mark.parametrize(
    ("rows", "row", "fields"),
    [
        ([HEADER, ["1", "Rà soát", "Sở Nội vụ", "", "", ""]], 0, "number task lead coordinating completion product"),
        ([["UBND", "Kỳ 1"], ["TT", "Nhiệm vụ"], ["1", "Rà soát"]], 1, "number task"),
        ([["Danh mục"], FROM_ELSEWHERE], 1, "None None None None"),
        ([], 0, ""),
    ],
)
def test_the_header_and_its_fields_are_proposed_by_usual_names(rows, row, fields):
    found = proposal(dondoc.Sheet(title="", rows=tuple(map(tuple, rows))))
    assert (found.row, " ".join(map(str, found.fields))) == (row, fields)
