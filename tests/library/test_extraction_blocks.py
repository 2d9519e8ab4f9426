from __future__ import annotations

import pytest

from dondoc import Task, extract, parse, read


def tasks_of(text: str) -> list[Task]:
    source = read(f"I. NHIỆM VỤ, GIẢI PHÁP\n{text}".encode(), name="a.txt")
    return list(extract(source, parse(source)).tasks)


@pytest.mark.parametrize(
    "block",
    [
        "Cơ quan chủ trì: Sở Y tế\nCơ quan phối hợp: Hội Đông y tỉnh\nThời gian thực hiện: 2025",
        "- Cơ quan chủ trì: Sở Y tế.\n- Cơ quan phối hợp: Hội Đông y tỉnh.\n- Thời gian thực hiện: 2025.",
        "a) Cơ quan chủ trì: Sở Y tế\nb) Cơ quan phối hợp: Hội Đông y tỉnh\nc) Thời gian: 2025",
        "Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: Hội Đông y tỉnh; thời gian: 2025.",
        "Cơ quan tham mưu, thực hiện: Sở Y tế chủ trì, phối hợp với Hội Đông y tỉnh.\nThời gian thực hiện: 2025",
        "**Cơ quan chủ trì:** Sở Y tế\n**Cơ quan phối hợp:** Hội Đông y tỉnh\n**Thời gian:** 2025",
    ],
    ids=["bare", "bullets", "letters", "one line", "with phối hợp", "bold"],
)
def test_a_field_block_is_read_in_every_dress(block):
    task = tasks_of(f"1. Trồng dược liệu\n- Chọn giống.\n{block}\n2. Thu hái\n")[0]
    assert (task.text, task.bullets) == ("Trồng dược liệu", ("Chọn giống.",))
    assert (task.lead, task.coordinating) == (("Sở Y tế",), ("Hội Đông y tỉnh",))
    assert (task.timing.start, task.timing.end) == ("2025-01-01", "2025-12-31")


def test_a_block_in_brackets_at_the_end_of_the_unit_is_read():
    task = tasks_of("1. Đào tạo thầy thuốc trẻ (Cơ quan chủ trì: Sở Y tế; thời gian: hằng năm).\n2. Khác\n")[0]
    assert (task.text, task.lead, task.timing.kind) == ("Đào tạo thầy thuốc trẻ", ("Sở Y tế",), "annual")


def test_units_that_share_one_block_are_points_of_one_task():
    task = tasks_of("1. Quảng bá\na) Làm phim\nb) In sách\nCơ quan chủ trì: Sở Y tế\nThời gian: 2025\n2. Khác\n")[0]
    assert (task.label, task.bullets, task.lead) == ("I.1", ("Làm phim", "In sách"), ("Sở Y tế",))


def test_each_of_two_units_with_a_block_of_its_own_is_a_task():
    block = "Cơ quan chủ trì: Sở Y tế\nThời gian: 2025\n"
    tasks = tasks_of(f"1. Quảng bá\n1.1. Làm phim\n{block}1.2. In sách\n{block}")
    assert [task.id for task in tasks] == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        ("Thời gian thực hiện: Quý IV/2025", None),
        ("Thời gian hoàn thành: Quý IV/2025", "2025-12-31"),
        ("Thời gian ban hành: trước ngày 10/10/2025", "2025-10-10"),
    ],
)
def test_only_a_label_of_completion_makes_a_period_due(lines, due):
    assert tasks_of(f"1. Làm phim\nCơ quan chủ trì: Sở Y tế\n{lines}\n")[0].timing.due == due


def test_the_time_line_wins_over_words_in_the_text():
    task = tasks_of("1. Làm phim hằng năm\nCơ quan chủ trì: Sở Y tế\nThời gian: Quý I/2025\n")[0]
    assert task.timing.kind == "quarter"


def test_directing_implementing_and_product_have_their_own_fields():
    block = "Cơ quan chỉ đạo: UBND tỉnh\nCơ quan chủ trì: Sở Y tế\nĐơn vị thực hiện: các trạm y tế\nSản phẩm: Phim\n"
    task = tasks_of(f"1. Làm phim\n{block}")[0]
    assert (task.directing, task.lead, task.implementing) == (("UBND tỉnh",), ("Sở Y tế",), ("các trạm y tế",))
    assert task.product is not None
    assert task.product.text == "Phim"


def test_an_implementing_line_leads_where_no_lead_is_named():
    assert tasks_of("1. Làm phim\nĐơn vị thực hiện: Sở Y tế\n")[0].lead == ("Sở Y tế",)


def test_a_unit_without_block_has_no_lead_and_says_so():
    task = tasks_of("1. Chăm lo người trồng thuốc\n2. Thu hái\n")[0]
    assert (task.lead, task.timing.kind) == ((), "unspecified")
    assert [finding.kind for finding in task.findings] == ["no_agency"]


def test_a_task_runs_from_its_title_to_the_last_line_of_its_block():
    assert tasks_of("1. Làm phim\n- Viết kịch bản.\nCơ quan chủ trì: Sở Y tế\nThời gian: 2025\n")[0].source_lines == (
        2,
        5,
    )
