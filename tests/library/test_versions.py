"""Two versions of a directive: clauses moved, split, merged and renumbered are told right."""

from __future__ import annotations

from pathlib import Path

import pytest

import dondoc
from dondoc.linking.versions import Kind, Unit, changes, units_of, word_by_word

DEMO = Path(__file__).parents[2] / "demo/documents"
HEADS = {"I": "Mục đích, yêu cầu", "II": "Nhiệm vụ, giải pháp", "III": "Tổ chức thực hiện"}
A = "Xây dựng bộ nhận diện hình ảnh của tỉnh, hoàn thành trong quý IV"
B = "Vận hành trang thông tin đối ngoại bằng tiếng Anh và tiếng Lào"
C = "Bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm công tác thông tin"
D = "Hằng năm lập dự toán kinh phí, gửi Sở Tài chính thẩm định"
LONG = f"{A}; {B}"

CASES = [
    ("nothing changes", {"II.1": A, "II.2": B}, {"II.1": A, "II.2": B}, []),
    ("spaces and capitals are no change", {"II.1": A}, {"II.1": A.upper().replace(" ", "  ")}, []),
    ("a word is another", {"II.1": A}, {"II.1": A.replace("IV", "III")}, ["reworded II.1→II.1"]),
    ("one is put in before", {"II.1": A, "II.2": B}, {"II.1": C, "II.2": A, "II.3": B},
     ["added →II.1", "renumbered II.1→II.2", "renumbered II.2→II.3"]),
    ("one is taken out", {"II.1": A, "II.2": B, "II.3": C}, {"II.1": A, "II.2": C},
     ["removed II.2→", "renumbered II.3→II.2"]),
    ("two change places", {"II.1": A, "II.2": B}, {"II.1": B, "II.2": A},
     ["renumbered II.2→II.1", "renumbered II.1→II.2"]),
    ("one goes under another heading", {"II.1": A, "II.2": D}, {"II.1": A, "III.1": D}, ["moved II.2→III.1"]),
    ("one is split in two", {"II.1": LONG, "II.2": C}, {"II.1": A, "II.2": B, "II.3": C},
     ["split II.1→II.1,II.2", "renumbered II.2→II.3"]),
    ("one is split under two headings", {"II.1": LONG}, {"II.1": A, "III.1": B}, ["split II.1→II.1,III.1"]),
    ("two become one", {"II.1": A, "II.2": B, "II.3": C}, {"II.1": LONG, "II.2": C},
     ["merged II.1,II.2→II.1", "renumbered II.3→II.2"]),
    ("another number and other words", {"II.1": A, "II.2": B}, {"II.1": C, "II.2": A.replace("IV", "III"), "II.3": B},
     ["added →II.1", "renumbered II.1→II.2*", "renumbered II.2→II.3"]),
    ("a whole part is renumbered", {"II.1": A, "II.2": B}, "shifted", ["renumbered II→III"]),
    ("quite another text at the same place", {"II.1": A}, {"II.1": D}, ["removed II.1→", "added →II.1"]),
    ("everything is new", {}, {"II.1": A}, ["added →II.1"]),
    ("the same words twice", {"II.1": A, "II.2": A}, {"II.1": A}, ["removed II.2→"]),
]  # fmt: skip


def units(clauses, heads=HEADS):
    tops = [Unit(path, title) for path, title in heads.items()]
    return [*tops, *(Unit(path, text, path.rpartition(".")[0]) for path, text in clauses.items())]


def told(found):
    return [
        f"{one.kind} {','.join(u.path for u in one.old)}→{','.join(u.path for u in one.new)}"
        + "*" * (one.reworded and one.kind in {Kind.MOVED, Kind.RENUMBERED})
        for one in found
        if one.kind is not Kind.SAME
    ]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_became_of_each_clause(old, new, expected):
    if new == "shifted":
        heads = {"I": HEADS["I"], "III": HEADS["II"]}
        after = units({path.replace("II", "III"): text for path, text in old.items()}, heads)
        assert told(changes(units(old, {"I": HEADS["I"], "II": HEADS["II"]}), after)) == expected
    else:
        assert sorted(told(changes(units(old), units(new)))) == sorted(expected)


def test_changes_stand_in_the_order_of_the_newer_version():
    found = changes(units({"II.1": A, "II.2": B, "II.3": C}), units({"II.1": A, "II.2": D, "II.3": C}))
    assert told(found) == ["removed II.2→", "added →II.2"]
    assert [one.new[0].path for one in found if one.new and "." in one.new[0].path] == ["II.1", "II.2", "II.3"]


def test_a_difference_is_told_word_by_word():
    before = "trước ngày 30/9/2024, Sở Nội vụ báo cáo"
    found = word_by_word(before, "trước ngày 31/10/2024, Sở Nội vụ tổng hợp, báo cáo")
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone").endswith("tổng hợp, báo cáo")
    assert [one.text for one in found if one.kind == "gone"] == ["30", "9"]
    assert [one.text for one in word_by_word("học ngoại ngữ tốt", "học tin học tốt")][1:3] == ["ngoại ngữ ", "tin học "]


@pytest.mark.parametrize("name", ["ke-hoach-ubnd-tinh.md", "nghi-quyet-chinh-phu.txt"])
def test_a_directive_beside_itself_has_not_changed(name):
    found = units_of(dondoc.read_plan(DEMO / name))
    assert {one.kind for one in changes(found, found)} == {Kind.SAME}


def test_a_real_edit_of_a_demonstration_is_found_alone(tmp_path):
    text = (DEMO / "nghi-quyet-chinh-phu.txt").read_text(encoding="utf-8")
    later = tmp_path / "sau.txt"
    later.write_text(text.replace("tổ chức sơ kết trong năm 2027", "tổ chức sơ kết trong năm 2028"), encoding="utf-8")
    before, after = (units_of(dondoc.read_plan(path)) for path in (DEMO / "nghi-quyet-chinh-phu.txt", later))
    (only,) = [one for one in changes(before, after) if one.kind is not Kind.SAME]
    assert (only.kind, only.new[0].path) == (Kind.REWORDED, "III.2")
    assert [one.text for one in only.pieces() if one.kind == "new"] == ["2028"]
