from __future__ import annotations

import pytest

from dondoc import Plan, Table, extract, parse, read
from dondoc.parsing.tables import label_style


def plan_of(text: str, name: str = "a.md") -> Plan:
    source = read(text.encode(), name=name)
    return extract(source, parse(source))


def table_of(text: str) -> Table:
    return plan_of(text).document.tables[0]


HEAD = "| STT | Nội dung | Chủ trì | Thời gian |\n"
TWO = HEAD + "| 1 | Ươm cây | Hạt Kiểm lâm | Quý I/2025 |\n| 2 | Cắm mốc | Sở Xây dựng | 2026 |\n"
ANSWER = [("Ươm cây", ("Hạt Kiểm lâm",), "Quý I/2025"), ("Cắm mốc", ("Sở Xây dựng",), "2026")]


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace("| 1 |", "|---|---|---|---|\n| 1 |"),
        TWO.replace("| 2 |", HEAD + "| 2 |"),
        TWO.replace("| 2 |", "7\n| 2 |"),
        TWO.replace("| 2 |", "\n7\n\n" + HEAD + "| 2 |"),
        TWO.replace("Ươm cây", "**Ươm cây**"),
        TWO.replace(" | ", "\t").replace("| ", "").replace(" |", ""),
        TWO.replace("| 1 |", "| (1) | (2) | (3) | (4) |\n| 1 |"),
        "| TT | Công việc | Đơn vị được giao | Thời gian thực hiện |" + TWO.removeprefix(HEAD.rstrip()),
    ],
    ids=["plain", "ruled", "header again", "page number", "page and header", "bold", "tabs", "numbering", "names"],
)
def test_the_same_table_is_read_in_every_dress(text):
    assert [(t.text, t.lead, t.timing.text) for t in plan_of(text).tasks] == ANSWER


@pytest.mark.parametrize(
    "order",
    [(0, 1, 2, 3), (0, 2, 1, 3), (3, 2, 1, 0), (2, 1, 3), (1, 2, 3)],
    ids=["usual", "agency first", "reversed", "no number, agency first", "no number"],
)
def test_columns_may_stand_in_any_order(order):
    rows = [line.strip("| ").split(" | ") for line in TWO.splitlines()]
    text = "\n".join("| " + " | ".join(row[k] for k in order) + " |" for row in rows)
    assert [(t.text, t.lead, t.timing.text) for t in plan_of(text).tasks] == ANSWER


def test_a_row_cut_by_a_page_break_is_one():
    text = (
        HEAD
        + "| 1 | Ươm cây và | Hạt Kiểm lâm | 2025 |\n4\n|  | trồng cây |  |  |\n| 2 | Cắm mốc | Sở Xây dựng | 2026 |"
    )
    tasks = plan_of(text).tasks
    assert [(task.text, task.source_lines) for task in tasks] == [("Ươm cây và trồng cây", (2, 4)), ("Cắm mốc", (5, 5))]


def test_a_row_cut_by_a_page_break_may_have_fewer_cells_than_the_row_it_belongs_to():
    text = "Nội dung\tChủ trì\tThời gian\n1.1\tƯơm cây theo số\tSở Y tế\t2025\n\n\t518 của tỉnh.\t\t\n"
    assert len(plan_of(text, "a.txt").document.tables[0].rows) == 1


def test_a_merged_cell_counts_for_each_row_and_says_so():
    text = HEAD + "| 1 | Ươm cây | Hạt Kiểm lâm | 2025 |\n| 2 | Cắm mốc |  | 2026 |\n"
    first, second = plan_of(text).tasks
    assert first.lead == second.lead == ("Hạt Kiểm lâm",)
    assert [task.parties[0].phrase.reason is None for task in (first, second)] == [True, False]
    assert second.parties[0].phrase.spans == first.parties[0].phrase.spans


def test_an_empty_cell_of_coordination_is_not_merged():
    head = "| STT | Nội dung | Chủ trì | Phối hợp | Thời gian |\n"
    text = head + "| 1 | Ươm cây | Sở Y tế | Sở Nội vụ | 2025 |\n| 2 | Cắm mốc | Sở Tư pháp |  | 2026 |\n"
    assert [task.coordinating for task in plan_of(text).tasks] == [("Sở Nội vụ",), ()]


def test_seven_columns_with_a_header_of_two_rows_are_told_apart():
    text = (
        "| TT | Nhiệm vụ | Cơ quan thực hiện |  | Thời gian | Sản phẩm | Ghi chú |\n"
        "|  |  | Chủ trì | Phối hợp |  |  |  |\n"
        "| 1 | Số hóa hồ sơ | Sở Nội vụ | Sở Tư pháp | 2026 | Kho dữ liệu | Đợt 1 |\n"
    )
    task = plan_of(text).tasks[0]
    assert (task.lead, task.coordinating) == (("Sở Nội vụ",), ("Sở Tư pháp",))
    assert (task.product.text if task.product else "", task.note.text if task.note else "") == ("Kho dữ liệu", "Đợt 1")


def test_columns_of_submission_and_approval_are_no_coordination():
    text = (
        "| STT | Nội dung | Chủ trì | Cấp trình | Cấp phê duyệt |\n| 1 | Đề án | Sở Y tế | Sở Tư pháp | UBND tỉnh |\n"
    )
    task = plan_of(text).tasks[0]
    assert (task.submitted_to, task.approved_by, task.coordinating) == (("Sở Tư pháp",), ("UBND tỉnh",), ())


@pytest.mark.parametrize(
    ("groups", "ids"),
    [
        (("| I | Cây xanh | | |", "| II | Mốc giới | | |"), ["I.1", "II.1"]),
        (("| A | Cây xanh | | |", "| B | Mốc giới | | |"), ["A.1", "B.1"]),
        (("| | CÂY XANH | | |", "| | MỐC GIỚI | | |"), ["1", "1"]),
    ],
)
def test_group_rows_are_titles_and_no_tasks(groups, ids):
    text = f"{HEAD}{groups[0]}\n| 1 | Ươm | Sở Y tế | 2025 |\n{groups[1]}\n| 1 | Cắm | Sở Y tế | 2025 |\n"
    tasks = plan_of(text).tasks
    assert [task.label for task in tasks] == ids
    titles = [task.group_title.text.lower() if task.group_title else "" for task in tasks]
    assert titles == ["cây xanh", "mốc giới"]


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        (("| 1.1 | Ươm", "| 1.2 | Cắm"), ["1.1", "1.2"]),
        (("| a | Ươm", "| b | Cắm"), ["1.a", "1.b"]),
        (("| - | Ươm", "| - | Cắm"), ["1(1)", "1(2)"]),
    ],
)
def test_a_row_with_sub_rows_is_their_head(rows, labels):
    text = HEAD + "| 1 | Chăm cây | | |\n" + "".join(f"{row} | Sở Y tế | 2025 |\n" for row in rows)
    tasks = plan_of(text + "| 2 | Thu hoạch | Sở Y tế | 2026 |\n").tasks
    assert [task.label for task in tasks] == [*labels, "2"]


def test_tables_of_two_appendices_have_addresses_of_their_own():
    annexes = "".join(f"PHỤ LỤC {n}\nDANH MỤC\n{HEAD}| 1 | Ươm | Sở Y tế | 2025 |\n" for n in ("I", "II"))
    assert [task.id for task in plan_of(f"KẾ HOẠCH\nTrồng hoa\n\nI. NHIỆM VỤ\n{annexes}").tasks] == ["PL1.1", "PL2.1"]


@pytest.mark.parametrize("text", ["| Họ tên | Tuổi |\n| An | 30 |\n", "| 1 | 2 |\n", "|||\n|||\n"])
def test_a_table_that_assigns_nothing_gives_no_tasks(text):
    assert not plan_of(text).tasks


def test_a_header_is_kept_beside_its_rows():
    assert [cell.text for cell in table_of(TWO).header] == ["STT", "Nội dung", "Chủ trì", "Thời gian"]
    assert [row.line for row in table_of(TWO).rows] == [2, 3]


@pytest.mark.parametrize(("label", "style"), [("IV.", "roman"), ("2.1", "decimal"), ("đ)", "letter"), ("+", "dash")])
def test_row_labels_have_a_style(label, style):
    assert label_style(label) == style
