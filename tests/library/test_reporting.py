from __future__ import annotations

import pytest

from dondoc import ReportingDuty, extract, parse, read


def duties_of(item: str) -> list[ReportingDuty]:
    source = read(f"III. TỔ CHỨC THỰC HIỆN\n1. {item}\n".encode(), name="a.txt")
    return list(extract(source, parse(source)).reporting)


@pytest.mark.parametrize(
    ("item", "kind", "to", "due", "recurrence"),
    [
        ("Sở Y tế báo cáo UBND tỉnh trước ngày 15/12/2025.", "report", "UBND tỉnh", "2025-12-15", None),
        ("Sở Y tế báo cáo UBND tỉnh ngày 20 hằng tháng.", "report", "UBND tỉnh", "---20", "monthly"),
        ("Sở Y tế hằng năm báo cáo UBND tỉnh trước ngày 10/12.", "report", "UBND tỉnh", "--12-10", "yearly"),
        ("Các xã định kỳ 6 tháng báo cáo kết quả về Sở Y tế.", "report", "Sở Y tế", None, "half-yearly"),
        ("Sở Y tế tổng hợp kết quả, báo cáo UBND tỉnh.", "consolidated_report", "UBND tỉnh", None, None),
        ("Sở Y tế xây dựng dự toán kinh phí gửi Sở Tài chính.", "budget_submission", "Sở Tài chính", None, None),
    ],
)
def test_a_duty_says_what_to_whom_and_when(item, kind, to, due, recurrence):
    duty = duties_of(item)[0]
    assert (duty.kind, duty.to) == (kind, to)
    assert (duty.due, duty.recurrence) == (due, recurrence)


@pytest.mark.parametrize("what", ["kết quả", "kết quả thực hiện", "tình hình, kết quả triển khai"])
def test_what_the_addressee_does_next_is_no_duty_of_its_own(what):
    duties = duties_of(f"Sở Nội vụ báo cáo {what} về Sở Y tế để tổng hợp, báo cáo UBND tỉnh.")
    assert [duty.kind for duty in duties] == ["report"]
    assert [(duty.who, duty.to, duty.onward) for duty in duties] == [("Sở Nội vụ", "Sở Y tế", "UBND tỉnh")]


def test_the_channel_and_the_condition_are_kept():
    duty = duties_of("Nếu có khó khăn, vướng mắc, các xã phản ánh về Sở Y tế (qua Phòng Nghiệp vụ Y).")[0]
    assert (duty.kind, duty.via, duty.condition) == ("proposal", "Phòng Nghiệp vụ Y", "Nếu có khó khăn, vướng mắc")


def test_a_duty_belongs_to_the_task_that_holds_its_words():
    duty = duties_of("Sở Y tế rà soát trạm; hằng năm báo cáo UBND tỉnh.")[0]
    assert (duty.task_id, duty.who) == ("3.1-2", "Sở Y tế")
    assert duty.wording.spans


@pytest.mark.parametrize(
    "item", ["Sở Y tế mở lớp cho báo cáo viên các xã.", "Sở Y tế rà soát trạm.", "Sở Y tế tổng hợp danh sách trạm."]
)
def test_other_items_are_no_reporting_duties(item):
    assert not duties_of(item)
