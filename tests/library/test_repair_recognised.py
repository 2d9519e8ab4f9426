"""A recognised text is read over: doubted words change where their surroundings say so, all others stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.document import Page, Source, Word
from dondoc.edits import Reason, apply
from dondoc.pipeline import mended
from dondoc.repairing import Doubt, proofread, repair
from dondoc.repairing.cutting import place_of_cut
from dondoc.repairing.proofreading import doubtful
from dondoc.repairing.restore import restorer
from dondoc.text import Span

RIGHT = "1. Sở Tài chính chủ trì, phối hợp với các cơ quan, đơn vị liên quan tham mưu bố trí kinh phí thực hiện."
READ = "1. Sở Tài chính chủ trì, phôi hợp vói các cơ quan, dơn vị liên quan tham mưu bô trí kinh phí thực hiẹn."


def doubts(text: str, confidence: float) -> list[Doubt]:
    return [Doubt(Span(*match.span()), confidence) for match in re.finditer(r"\S+", text)]


def test_doubted_words_are_made_right_and_nothing_else() -> None:
    edits = proofread(READ, doubts(READ, 0.7))
    assert apply(READ, edits)[0] == RIGHT
    assert {edit.reason for edit in edits} <= {Reason.MARKS, Reason.LETTERS}
    assert all(edit.confidence >= 0.9 for edit in edits)


def test_words_read_with_confidence_stay_unless_they_are_no_syllables() -> None:
    assert proofread(RIGHT, doubts(RIGHT, 0.99)) == ()
    assert [edit.before for edit in proofread(READ, doubts(READ, 0.99))] == ["hiẹn"]


def test_a_right_text_stays_though_its_reader_doubted_it() -> None:
    assert proofread(RIGHT, doubts(RIGHT, 0.6)) == ()


@pytest.mark.parametrize("word", ["57-KL/TW", "2024", "www.example.vn", "II", "Lincoln"])
def test_numbers_symbols_and_names_are_not_asked(word: str) -> None:
    assert not doubtful(word, 0.2)


def test_the_pipeline_reads_over_pages_that_were_recognised() -> None:
    words = tuple(Word(*match.span(), 0, 0, 1, 1, 0.7) for match in re.finditer(r"\S+", READ))
    page = Page(number=1, width=100, height=100, span=Span(0, len(READ)), words=words, origin="recognised")
    source = Source(name="a", media_type="image/png", text=READ, sha256="", pages=(page,))
    done = mended(source)
    assert done.text == RIGHT
    assert done.original == READ
    assert mended(done).text == RIGHT
    assert mended(done, undo=[edit.span for edit in done.edits]).text == READ
    from_text = source.model_copy(update={"pages": (page.model_copy(update={"origin": "text"}),)})
    assert mended(from_text) == from_text


@settings(max_examples=40, deadline=None)
@given(st.text("aàảbcdđeêghilmnoôơtưuv .,\n1", max_size=120), st.floats(0, 1))
def test_any_text_is_read_over_without_an_error(text: str, confidence: float) -> None:
    edits = proofread(text, doubts(text, confidence))
    assert apply(text, edits)[0].count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("joined", "cut"),
    [("thuchien", 4), ("congtac", 4), ("nhiemvu", 5), ("quanly", 4), ("internet", None), ("nghiem", None)],
)
def test_two_words_are_cut_apart_where_the_pair_is_known(joined: str, cut: int | None) -> None:
    assert place_of_cut(joined, restorer()) == cut


def test_a_cut_is_an_edit_like_any_other() -> None:
    text = "1. So Tai chinh chu tri, phoihop voi cac co quan, don vi thuchien cac nhiem vu duoc giao.\nHet"
    repaired = repair(text)
    assert "phối hợp với các cơ quan, đơn vị thực hiện các nhiệm vụ được giao.\n" in repaired.text
    cuts = [edit for edit in repaired.edits if edit.reason == Reason.SPLIT]
    assert [(edit.before, edit.after) for edit in cuts] == [("hop", " hợp"), ("hien", " hiện")]
    undone = apply(text, [edit for edit in repaired.edits if edit not in cuts])[0]
    assert "phốihop" in undone
    assert repair(repaired.text).text == repaired.text
