from __future__ import annotations

import pytest

from dondoc import Plan, extract, parse, read


def plan_of(text: str, title: str = "III. TỔ CHỨC THỰC HIỆN") -> Plan:
    source = read(f"{title}\n{text}".encode(), name="a.txt")
    return extract(source, parse(source))


def charged(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(task.id, task.lead) for task in plan_of(text).tasks]


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("1. Sở Y tế rà soát trạm.", [("3.1", ("Sở Y tế",))]),
        ("1. Sở Y tế: Rà soát trạm.", [("3.1", ("Sở Y tế",))]),
        ("1. Giao Sở Y tế rà soát trạm.", [("3.1", ("Sở Y tế",))]),
        ("1. Đề nghị Hội Nông dân tỉnh vận động hội viên.", [("3.1", ("Hội Nông dân tỉnh",))]),
        ("1. Sở Y tế\n- Rà soát trạm.\n- Khám bệnh.", [("3.1#1", ("Sở Y tế",)), ("3.1#2", ("Sở Y tế",))]),
        ("1. Sở Y tế\na) Rà soát trạm.\nb) Khám bệnh.", [("3.1.a", ("Sở Y tế",)), ("3.1.b", ("Sở Y tế",))]),
        ("1. Sở Y tế\nRà soát trạm.\n\nKhám bệnh.", [("3.1-1", ("Sở Y tế",)), ("3.1-2", ("Sở Y tế",))]),
        ("1. Sở Y tế có trách nhiệm:\na) Rà soát;\nb) Khám.", [("3.1.a", ("Sở Y tế",)), ("3.1.b", ("Sở Y tế",))]),
        ("1. Sở Xây dựng và Sở Công Thương rà soát chợ.", [("3.1", ("Sở Xây dựng", "Sở Công Thương"))]),
        ("1. Các sở, ban, ngành, UBND cấp xã rà soát.", [("3.1", ("Các sở, ban, ngành", "UBND cấp xã"))]),
        ("- Sở Y tế rà soát trạm.\n- Sở Nội vụ thi tuyển.", [("III#1", ("Sở Y tế",)), ("III#2", ("Sở Nội vụ",))]),
    ],
)
def test_every_item_is_a_task_of_the_body_it_or_its_heading_names(text, tasks):
    assert charged(text) == tasks


def test_a_lead_that_a_heading_names_says_so():
    party = plan_of("1. Sở Y tế\n- Rà soát trạm.\n").tasks[0].parties[0]
    assert party.phrase.reason is not None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1. Sở Y tế rà soát trạm; hằng năm sơ kết, báo cáo UBND tỉnh.", ["unspecified", "annual"]),
        ("1. Sở Y tế rà soát trạm. Định kỳ 6 tháng báo cáo kết quả về UBND tỉnh.", ["unspecified", "periodic"]),
        ("1. Sở Y tế rà soát trạm; khám bệnh; cấp thuốc.", ["unspecified"]),
        ("1. Sở Y tế rà soát trạm trước ngày 30/6/2025.", ["deadline"]),
    ],
)
def test_an_item_is_split_only_where_a_part_has_a_time_of_its_own(text, kinds):
    tasks = plan_of(text).tasks
    assert [task.timing.kind for task in tasks] == kinds
    assert {task.lead for task in tasks} == {("Sở Y tế",)}


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("hằng năm báo cáo UBND tỉnh trước ngày 10/12.", "--12-10"),
        ("báo cáo UBND tỉnh trước ngày 30/11 hằng năm.", "--11-30"),
        ("báo cáo UBND tỉnh trước 17 giờ 00 ngày 05/6/2025.", "2025-06-05"),
        ("hoàn thành trước ngày 30/6/2025 và 30/12/2025.", "2025-12-30"),
        ("báo cáo UBND tỉnh ngày 20 hằng tháng.", "---20"),
    ],
)
def test_a_day_in_the_sentence_is_due(text, due):
    assert plan_of(f"1. Sở Y tế {text}").tasks[0].timing.due == due


@pytest.mark.parametrize(
    ("text", "lead", "coordinating"),
    [
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ, Sở Tư pháp rà soát.", ("Sở Y tế",), ("Sở Nội vụ", "Sở Tư pháp")),
        ("Sở Y tế phối hợp Công an tỉnh rà soát.", ("Sở Y tế",), ("Công an tỉnh",)),
        ("Sở Y tế rà soát danh mục của Sở Nội vụ.", ("Sở Y tế",), ()),
        ("Sở Y tế; Sở Nội vụ phối hợp Công an tỉnh rà soát.", ("Sở Y tế", "Sở Nội vụ"), ("Công an tỉnh",)),
    ],
)
def test_who_leads_and_who_coordinates(text, lead, coordinating):
    task = plan_of(f"1. {text}").tasks[0]
    assert (task.lead, task.coordinating) == (lead, coordinating)


def test_a_body_whose_guidance_is_followed_guides():
    task = plan_of("1. Căn cứ hướng dẫn của Bộ Y tế, Sở Y tế xây dựng quy trình.").tasks[0]
    assert (task.guidance, task.lead) == (("Bộ Y tế",), ("Sở Y tế",))


def test_a_closing_paragraph_with_a_duty_is_a_task_and_a_general_order_is_none():
    duty = "Trong quá trình thực hiện, nếu có vướng mắc, các cơ quan, đơn vị phản ánh về Sở Y tế để tổng hợp."
    assert [t.origin for t in plan_of(f"1. Sở Y tế rà soát.\n\n{duty}").tasks] == ["organisation", "closing"]
    order = "Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện Kế hoạch này./."
    assert len(plan_of(f"1. Sở Y tế rà soát.\n\n{order}").tasks) == 1


@pytest.mark.parametrize("title", ["I. MỤC ĐÍCH, YÊU CẦU", "I. TÌNH HÌNH", "I. QUAN ĐIỂM"])
def test_purposes_and_background_hold_no_tasks_without_a_charged_body(title):
    assert not plan_of("1. Nâng cao nhận thức của cán bộ.\n2. Bảo đảm thiết thực.", title).tasks


@pytest.mark.parametrize("line", ["IV. KINH PHÍ\n1. Từ ngân sách tỉnh.", "IV. KINH PHÍ\nTừ ngân sách tỉnh."])
def test_funds_without_a_charged_body_are_no_task(line):
    assert len(plan_of(f"1. Sở Y tế rà soát.\n{line}").tasks) == 1


def test_a_plan_without_tasks_says_so():
    assert "no_tasks" in {finding.kind for finding in plan_of("Không có gì.", "LỜI NGỎ").findings}
