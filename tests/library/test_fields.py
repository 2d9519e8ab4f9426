from __future__ import annotations

import pytest

from dondoc.parsing.fields import column_field, field_label, folded, inline_labels


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Cơ quan chủ trì: Sở Y tế", "lead"),
        ("- Cơ quan tham mưu, thực hiện: Sở Y tế", "lead"),
        ("a) Cơ quan chỉ đạo: UBND tỉnh", "directing"),
        ("+ Đơn vị thực hiện: các xã", "implementing"),
        ("Đơn vị phối hợp : Sở Nội vụ", "coordinating"),
        ("Thời gian thực hiện: Quý I/2025", "time"),
        ("Thời hạn hoàn thành: 2025", "completion"),
        ("THỜI GIAN THỰC HIỆN: 2025", "time"),
        ("Sản phẩm: Báo cáo", "product"),
        ("Cấp trình: Sở Y tế", "submitted_to"),
        ("Cấp phê duyệt: UBND tỉnh", "approved_by"),
    ],
)
def test_a_field_line_is_known_by_its_words(line, field):
    found = field_label(line)
    assert found is not None
    assert (found.field, line[found.length - 1]) == (field, ":") or line[: found.length].rstrip().endswith(":")


@pytest.mark.parametrize("line", ["Sở Y tế: rà soát", "Chủ trì rà soát trạm y tế", "Một số nhiệm vụ sau:", "", ":"])
def test_other_lines_are_no_field_lines(line):
    assert field_label(line) is None


def test_several_fields_on_one_line_are_each_found():
    line = "Đơn vị chủ trì: Sở Ngoại vụ; thời gian: Quý I/2025; sản phẩm: Biên bản"
    found = [(field.value, line[start:end].strip(" ;:")) for field, _, start, end in inline_labels(line)]
    assert found == [("lead", "Sở Ngoại vụ"), ("time", "Quý I/2025"), ("product", "Biên bản")]


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("TT", "number"),
        ("Nội dung công việc", "task"),
        ("CƠ QUAN CHỦ TRÌ", "lead"),
        ("Cơ quan/đơn vị chủ trì", "lead"),
        ("Đơn vị được giao chủ trì", "lead"),
        ("Cơ quan phối hợp thực hiện", "coordinating"),
        ("Thời hạn", "completion"),
        ("Thời gian thực hiện (dự kiến)", "time"),
        ("Sản phẩm đầu ra", "product"),
        ("Cấp trình", "submitted_to"),
        ("Ghi chú", "note"),
    ],
)
def test_a_column_is_known_by_its_head(head, field):
    assert column_field(head) == field


@pytest.mark.parametrize("head", ["", "Họ và tên", "Chiều cao cây"])
def test_an_unknown_head_names_no_field(head):
    assert column_field(head) is None


def test_folded_words_have_no_case_and_no_punctuation():
    assert folded(" Cơ quan CHỦ TRÌ, thực hiện: ") == "cơ quan chủ trì thực hiện"
