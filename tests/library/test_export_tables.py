from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from rich.console import Console

from dondoc import Plan, Quote, Role, Span
from dondoc.export.as_csv import to_csv
from dondoc.export.as_markdown import to_markdown
from dondoc.export.as_table import TaskList
from dondoc.export.as_xlsx import CELL_LIMIT, to_xlsx
from dondoc.export.columns import columns_for, grouped, heading_line, note, place, vietnamese_day
from dondoc.export.highlight import MarkedText, marked_spans

OFFICE_COLUMNS = [
    "STT",
    "Nội dung nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian thực hiện",
    "Sản phẩm",
    "Ghi chú",
    "Vị trí",
]


def with_wording(plan: Plan, words: str) -> Plan:
    task = plan.tasks[1].model_copy(update={"wording": Quote(text=words)})
    return plan.model_copy(update={"tasks": (task,)})


def rows_of_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def workbook(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def printed(thing, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(thing)
    return out.getvalue()


def test_csv_begins_with_the_mark_that_excel_needs(plan):
    assert to_csv([plan]).encode().startswith(b"\xef\xbb\xbf")


def test_csv_has_the_columns_that_offices_use(plan):
    assert rows_of_csv(to_csv([plan]))[0] == OFFICE_COLUMNS


def test_csv_has_a_row_for_each_task(plan):
    assert rows_of_csv(to_csv([plan]))[1] == [
        "1",
        "Xây dựng bản tin đối ngoại\n- Phát hành mỗi quý một số.",
        "Sở Thông tin và Truyền thông",
        "Báo Lam Giang; Sở Ngoại vụ",
        "trước ngày 15/12/2024",
        "",
        "",
        "III.1, dòng 3-7",
    ]


def test_csv_of_several_plans_names_the_file(plan):
    rows = rows_of_csv(to_csv([plan, plan]))
    assert rows[0][0] == "Tệp"
    assert [row[0] for row in rows[1:]] == ["ke-hoach.txt"] * 4


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+84", "- gạch đầu dòng", "@SUM(A1)", "\t=1"])
def test_no_cell_of_csv_can_be_taken_for_a_formula(plan, words):
    assert rows_of_csv(to_csv([with_wording(plan, words)]))[1][1] == f"'{words}"


def test_a_directing_agency_has_a_column_only_where_there_is_one(plan):
    party = plan.tasks[0].parties[0].model_copy(update={"role": Role.DIRECTING})
    directed = plan.tasks[0].model_copy(update={"parties": (party,)})
    assert "Cơ quan chỉ đạo" not in [c.title for c in columns_for(plan.tasks)]
    assert "Cơ quan chỉ đạo" in [c.title for c in columns_for([directed])]


@pytest.mark.parametrize(
    ("role", "line"),
    [
        (Role.IMPLEMENTING, "Đơn vị thực hiện: Sở Nội vụ"),
        (Role.SUBMITTED_TO, "Cấp trình: Sở Nội vụ"),
        (Role.APPROVED_BY, "Cấp phê duyệt: Sở Nội vụ"),
        (Role.GUIDING, "Hướng dẫn: Sở Nội vụ"),
    ],
)
def test_roles_without_a_column_stand_in_the_note(plan, role, line):
    party = plan.tasks[1].parties[0].model_copy(update={"role": role})
    task = plan.tasks[1].model_copy(update={"parties": (party,), "note": Quote(text="Theo đề án")})
    assert note(task) == f"Theo đề án\n{line}"


def test_the_place_of_a_task_on_one_line_names_one_line(plan):
    assert place(plan.tasks[1]) == "III.2, dòng 8"


def test_tasks_stand_under_the_heads_of_their_groups(plan):
    first, second = plan.tasks
    headed = [task.model_copy(update={"group_title": Quote(text="Nhóm A")}) for task in (first, second)]
    assert grouped([*headed, first]) == [("Nhóm A", headed), (None, [first])]


def test_the_heading_names_kind_number_and_day(plan):
    assert heading_line(plan) == "Kế hoạch số 12/KH-UBND ngày 05/02/2024"


@pytest.mark.parametrize(
    ("day", "written"),
    [("2024-02-05", "05/02/2024"), ("--12-15", "15/12 hằng năm"), ("---20", "ngày 20 hằng tháng")],
)
def test_days_are_written_as_offices_write_them(day, written):
    assert vietnamese_day(day) == written


def test_markdown_is_a_table_with_a_row_for_each_task(plan):
    lines = to_markdown([plan]).splitlines()
    assert lines[2].startswith("| STT | Nội dung nhiệm vụ |")
    assert lines[5].startswith("| 2 | Tập huấn nghiệp vụ | Sở Nội vụ |")


def test_markdown_lists_reporting_duties(plan):
    assert "| UBND tỉnh | ngày 20 hằng tháng |" in to_markdown([plan])


def test_markdown_shows_signs_of_markup_as_they_are(plan):
    assert r"a\|b \*c\* \<d\>" in to_markdown([with_wording(plan, "a|b *c* <d>")])


def test_markdown_says_when_there_is_no_task(plan):
    assert "Không có nhiệm vụ nào." in to_markdown([plan.model_copy(update={"tasks": ()})])


def test_excel_has_real_dates(plan):
    sheet = workbook(to_xlsx([plan]))["Nhiệm vụ"]
    assert [cell.value for cell in sheet[1]][-3:] == ["Từ ngày", "Đến ngày", "Hạn"]
    assert sheet.cell(2, sheet.max_column).value.isoformat() == "2024-12-15T00:00:00"
    assert sheet.cell(2, sheet.max_column).number_format == "dd/mm/yyyy"


@pytest.mark.parametrize(
    ("due", "shown"),
    [("--12-15", "15/12 hằng năm"), ("2024-02-31", "31/02/2024"), ("1899-01-01", "01/01/1899"), (None, None)],
)
def test_excel_writes_other_days_in_words(plan, due, shown):
    task = plan.tasks[1].model_copy(update={"timing": plan.tasks[1].timing.model_copy(update={"due": due})})
    sheet = workbook(to_xlsx([plan.model_copy(update={"tasks": (task,)})]))["Nhiệm vụ"]
    assert sheet.cell(2, sheet.max_column).value == shown


def test_excel_keeps_the_header_in_sight_and_filters(plan):
    sheet = workbook(to_xlsx([plan]))["Nhiệm vụ"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:K3"
    assert sheet["B2"].alignment.wrap_text


def test_excel_lists_reporting_duties_on_their_own_sheet(plan):
    sheet = workbook(to_xlsx([plan]))["Chế độ báo cáo"]
    assert sheet["D2"].value == "UBND tỉnh"


def test_excel_takes_no_words_for_a_formula(plan):
    cell = workbook(to_xlsx([with_wording(plan, "=1+1")]))["Nhiệm vụ"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_excel_goes_on_in_the_next_row_where_a_cell_is_full(plan):
    words = "dài " * 10_000
    sheet = workbook(to_xlsx([with_wording(plan, words)]))["Nhiệm vụ"]
    assert sheet["B2"].value + sheet["B3"].value == words
    assert len(sheet["B2"].value) == CELL_LIMIT


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_list_on_the_terminal_leaves_no_word_out(plan, width):
    shown = printed(TaskList(plan), width)
    assert "…" not in shown
    words = set(shown.replace("│", " ").split())
    for task in plan.tasks:
        assert set(f"{task.text} {' '.join(task.lead)} {task.timing.text}".split()) <= words


def test_a_narrow_terminal_gets_cards(plan):
    assert "Cơ quan chủ trì: Sở Nội vụ" in printed(TaskList(plan), 80)


def test_a_wide_terminal_gets_a_table_without_empty_columns(plan):
    shown = printed(TaskList(plan), 180)
    assert "┃ Cơ quan chủ trì" in shown
    assert "Sản phẩm" not in shown


def test_the_list_counts_what_needs_a_look(plan):
    assert "2 nhiệm vụ, 1 chế độ báo cáo, 1 điểm cần xem lại" in printed(TaskList(plan), 180)


def test_show_prints_every_line_of_the_text(plan):
    shown = printed(MarkedText(plan), 120)
    for line in plan.text.splitlines():
        assert line in shown


def test_show_names_the_task_in_the_margin_of_its_first_line(plan):
    lines = printed(MarkedText(plan), 120).splitlines()
    assert " 3 III.1 ▌ 1. Xây dựng bản tin đối ngoại" in lines
    assert " 4       ▌ - Phát hành mỗi quý một số." in lines
    assert " 1       │ KẾ HOẠCH số 12/KH-UBND" in lines


def test_show_colours_exactly_the_words_of_each_field(plan):
    marked = [(span.of(plan.text), what) for span, what in marked_spans(plan)]
    assert ("Sở Ngoại vụ", "phối hợp") in marked
    assert ("trước ngày 15/12/2024", "thời gian") in marked
    out = io.StringIO()
    Console(file=out, width=120, force_terminal=True, color_system="standard").print(MarkedText(plan))
    assert "\x1b[32mSở Nội vụ\x1b[0m" in out.getvalue()


def test_a_colour_goes_on_over_the_end_of_a_line(plan):
    start = plan.text.index("1. Xây dựng")
    end = plan.text.index("Cơ quan chủ trì")
    long = plan.tasks[0].model_copy(
        update={"wording": Quote(text="x", spans=(Span(start, end),)), "points": (), "parties": ()}
    )
    out = io.StringIO()
    console = Console(file=out, width=120, force_terminal=True, color_system="standard")
    console.print(MarkedText(plan.model_copy(update={"tasks": (long,)})))
    assert "\x1b[1m1. Xây dựng bản tin đối ngoại\x1b[0m" in out.getvalue()
    assert "\x1b[1m- Phát hành mỗi quý một số.\x1b[0m" in out.getvalue()
