"""What a person decides of repaired words: a change left out, another reading chosen, everything else kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from dondoc.document import Page, Source, Word
from dondoc.edits import Edit, Reason, apply, decided
from dondoc.pipeline import mended, plan_of
from dondoc.text import Span

RUINED = (Path(__file__).resolve().parents[2] / "demo/documents/ke-hoach-thanh-uy-ocr.txt").read_text(encoding="utf-8")
ONE = Edit(Span(0, 4), "thuc", "thực", Reason.MARKS, 0.9, (("thức", 0.1),))
TWO = Edit(Span(5, 9), "hien", "hiện", Reason.MARKS, 0.99)


def source(text: str) -> Source:
    page = Page(number=1, width=595, height=842, span=Span(0, len(text)), words=(Word(0, 4, 1, 1, 9, 9),))
    return Source(name="thử.txt", media_type="text/plain", text=text, sha256="0", pages=(page,))


@pytest.mark.parametrize(
    ("undo", "chosen", "text"),
    [
        ((), {}, "thực hiện"),
        ((Span(0, 4),), {}, "thuc hiện"),
        ((), {Span(0, 4): "thức"}, "thức hiện"),
        ((), {Span(0, 9): "thi hành"}, "thi hành"),
        ((Span(0, 4),), {Span(0, 4): "thức"}, "thức hiện"),
        ((), {Span(0, 4): "thuc"}, "thuc hiện"),
        ((), {Span(0, 6): "thi h", Span(5, 9): "hành"}, "thi hien"),
        ((Span(3, 7),), {Span(8, 90): "x", Span(4, 4): "y"}, "thực hiện"),
    ],
)
def test_decisions_make_the_text(undo, chosen, text):
    assert apply("thuc hien", decided((ONE, TWO), "thuc hien", undo=undo, chosen=chosen))[0] == text


def test_a_chosen_reading_keeps_the_others_to_choose_from():
    chosen = decided((ONE,), "thuc hien", chosen={ONE.span: "thức"})[0]
    assert (chosen.reason, chosen.alternatives) == (Reason.PERSON, (("thực", 0.9),))


def test_decisions_can_be_made_again_and_again_on_what_was_mended():
    first = mended(source(RUINED))
    edit = first.edits[3]
    undone = mended(first, undo=[edit.span])
    assert undone.original == RUINED
    assert set(first.edits) - set(undone.edits) == {edit}
    assert mended(undone).edits == first.edits
    assert len(undone.text) - len(first.text) == len(edit.before) - len(edit.after)


def test_a_sound_text_takes_a_chosen_reading_too_and_pages_follow():
    sound = source("Sớ Nội vụ chủ trì rà soát danh mục hồ sơ của các cơ quan trong tỉnh.\n")
    told = mended(sound, chosen={Span(0, 2): "Các sở"})
    assert told.text.startswith("Các sở Nội vụ")
    assert told.pages[0].words[0][:2] == (0, 8)
    assert plan_of(told).source.text == sound.text
