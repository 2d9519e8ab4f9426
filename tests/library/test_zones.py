from __future__ import annotations

import pytest

from dondoc import read
from dondoc.parsing.lines import furniture, split_lines
from dondoc.parsing.zones import Part, PartKind, split_parts

MAIN = "KẾ HOẠCH\nTrồng hoa\n\nI. NHIỆM VỤ\n1. Sở Xây dựng trồng hoa.\n"
SIGNED = "Nơi nhận:\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nTrần Thị Bình\n"
TABLE = "| STT | Nội dung | Chủ trì |\n| 1 | Trồng hoa | Hội Nông dân |\n"


def parts_of(text: str) -> list[Part]:
    lines, _ = furniture(split_lines(read(text.encode(), name="a.txt")))
    return split_parts(lines)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (MAIN, ["main"]),
        (MAIN + SIGNED, ["main"]),
        (MAIN + SIGNED + "PHỤ LỤC\nDANH MỤC\n" + TABLE, ["main", "appendix"]),
        (MAIN + "Phụ lục I\nDANH MỤC\n" + TABLE + "Phụ lục II\nDANH MỤC KHÁC\n" + TABLE, ["main"] + ["appendix"] * 2),
        (MAIN + SIGNED + TABLE, ["main", "appendix"]),
        (MAIN + SIGNED + "DANH MỤC NHIỆM VỤ\n" + TABLE, ["main", "appendix"]),
        (MAIN + SIGNED + "ĐỀ ÁN\nTrồng hoa\n(Ban hành kèm theo Quyết định số 1/QĐ-UBND)\nI. A\n", ["main", "attached"]),
        (MAIN + TABLE, ["main"]),
    ],
)
def test_a_file_is_a_directive_and_what_is_attached(text, kinds):
    assert [part.kind.value for part in parts_of(text)] == kinds


@pytest.mark.parametrize("text", [MAIN, MAIN + SIGNED, MAIN + SIGNED + "PHỤ LỤC\n" + TABLE, SIGNED])
def test_every_line_is_in_exactly_one_part(text):
    numbers = [line.number for part in parts_of(text) for line in (*part.head, *part.body, *part.closing)]
    assert sorted(numbers) == sorted(set(numbers)) == list(range(1, text.count("\n") + 2))


def test_head_body_and_closing_are_apart():
    main = parts_of(MAIN + SIGNED)[0]
    assert [line.words.text for line in main.head if line.words.text] == ["KẾ HOẠCH", "Trồng hoa"]
    assert main.body[0].words.text == "" or main.body[0].words.text.startswith("I.")
    assert main.closing[0].words.text == "Nơi nhận:"


def test_a_mention_of_an_appendix_opens_none():
    parts = parts_of(MAIN + "2. Chi tiết tại\nPhụ lục I kèm theo Kế hoạch này.\n")
    assert [part.kind for part in parts] == [PartKind.MAIN]
