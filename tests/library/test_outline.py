from __future__ import annotations

import pytest

from dondoc import Document, parse, read


def document_of(text: str) -> Document:
    return parse(read(text.encode(), name="a.md"))


def addresses(text: str) -> list[str]:
    return [clause.path for clause in document_of(text).clauses if clause.label]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("I. A\n1. B\na) Cây\n- Dây\n+ Em\n", ["I", "I.1", "I.1.a", "I.1.a#1", "I.1.a#1#1"]),
        ("I- A\n1- B\n2- C\nII- D\n", ["I", "I.1", "I.2", "II"]),
        ("I. A\n1. B\n1.1. C\n1.1.1. D\n1.2. E\n2. F\n", ["I", "I.1", "I.1.1", "I.1.1.1", "I.1.2", "I.2"]),
        ("A. GÌ\nI. B\n1. C\nB. ĐÓ\nI. E\n", ["A", "A.I", "A.I.1", "B", "B.I"]),
        ("Chương I\nA\nĐiều 1. B\n1. C\na) d\nĐiều 2. E\n",
         ["Chương I", "Chương I.Điều 1", "Chương I.Điều 1.1", "Chương I.Điều 1.1.a", "Chương I.Điều 2"]),
        ("I. A\na) B\n1. C\n2. D\nb) E\n", ["I", "I.a", "I.a.1", "I.a.2", "I.b"]),
        ("# I. A\n## 1. B\n### 2. C\n**3. D**\n", ["I", "I.1", "I.2", "I.3"]),
        ("1. B\n(1) C\n(2) D\n2. E\n", ["1", "1.1", "1.2", "2"]),
        ("I. A\n1. B\nI. C\n1. D\n", ["I", "I.1", "I~2", "I~2.1"]),
        ("I. A\n3. B\n1. C\n", ["I", "I.3", "I.1"]),
    ],
)  # fmt: skip
def test_addresses_are_labels_from_the_top(text, paths):
    assert addresses(text) == paths


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("I. A\n1. Sở Y tế khám.\n3. Sở Nội vụ thi.\n", "numbering_skipped", "«3»"),
        ("I. A\n1. Sở Y tế khám.\n1. Sở Nội vụ thi.\n", "numbering_doubled", "«1»"),
        ("1. A\na) Khám.\nc) Thi.\n", "numbering_skipped", "«c»"),
        ("I. A\n1. B\nIII. C\n", "numbering_skipped", "«III»"),
        ("2. Sở Y tế khám.\n", "numbering_skipped", "«2»"),
    ],
)
def test_a_number_skipped_or_printed_twice_is_said(text, kind, label):
    odd = [finding for finding in document_of(text).findings if finding.kind == kind]
    assert len(odd) == 1
    assert label in odd[0].message
    assert odd[0].span is not None


@pytest.mark.parametrize("text", ["1. A\nd) B\nđ) C\n", "1. A\na) B\nb) C\n2. D\na) E\n", "I. A\n1. B\nII. C\n1. D\n"])
def test_good_numbering_is_not_found_fault_with(text):
    assert not [f for f in document_of(text).findings if "«d»" not in f.message and f.kind.startswith("numbering")]


@pytest.mark.parametrize(
    ("line", "title", "text"),
    [
        ("2. Sở Tài chính: Cân đối vốn.", "Sở Tài chính", "Cân đối vốn."),
        ("2. Sở Tài chính:", "Sở Tài chính", None),
        ("2. Kinh phí: từ ngân sách xã.", "Kinh phí", "từ ngân sách xã."),
        ("2. Mở lớp (giảng viên: chuyên gia) cho cán bộ xã.", None, "Mở lớp (giảng viên: chuyên gia) cho cán bộ xã."),
        ("2. Sở Tài chính cân đối vốn.", None, "Sở Tài chính cân đối vốn."),
    ],
)
def test_a_title_may_run_in_before_a_colon(line, title, text):
    clause = document_of(f"I. A\n1. Mở đầu.\n{line}\n").clauses[-1]
    assert (clause.title.text if clause.title else None, clause.text.text if clause.text else None) == (title, text)


@pytest.mark.parametrize("mark", ["- ", "", "+ ", "a) "])
def test_field_lines_belong_to_the_unit_above_them(mark):
    clauses = document_of(f"I. A\n1. Trồng cây\n- Chọn giống.\n{mark}Cơ quan chủ trì: Sở Y tế\n").clauses
    assert (clauses[-1].kind, clauses[-1].parent) == ("block_line", "I.1")


def test_each_clause_knows_its_lines_and_level():
    clauses = document_of("I. A\n\n1. Rà soát\ncác chợ\n2. Xong\n").clauses
    assert [(c.path, c.level, c.line, c.last_line) for c in clauses] == [
        ("I", 1, 1, 1),
        ("I.1", 2, 3, 4),
        ("I.2", 2, 5, 5),
    ]
