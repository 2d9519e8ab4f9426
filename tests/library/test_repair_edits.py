"""Edits make the new text, can be undone one by one, and places are found both ways."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.edits import Edit, Reason, apply, chained
from dondoc.text import Span


def edit(start: int, before: str, after: str, confidence: float = 0.9) -> Edit:
    return Edit(Span(start, start + len(before)), before, after, Reason.LETTERS, confidence)


ORIGINAL = "So d6i ngoai va 57-KLITW"
EDITS = (edit(0, "So", "Sở"), edit(3, "d6i", "đối"), edit(7, "ngoai", "ngoại"), edit(16, "57-KLITW", "57-KL/TW"))


def test_edits_make_the_new_text() -> None:
    assert apply(ORIGINAL, EDITS)[0] == "Sở đối ngoại va 57-KL/TW"


def test_leaving_an_edit_out_undoes_it() -> None:
    assert apply(ORIGINAL, EDITS[:1] + EDITS[2:])[0] == "Sở d6i ngoại va 57-KL/TW"


def test_an_edit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply(ORIGINAL, [edit(0, "Xo", "Sở")])


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply(ORIGINAL, [edit(0, "So", "Sở"), edit(1, "o", "ở")])


def test_an_edit_of_a_number_or_symbol_must_be_confirmed() -> None:
    assert [one.touches_number for one in EDITS] == [False, False, False, True]
    assert edit(0, "14", "là").touches_number


@given(st.data())
def test_every_kept_place_is_found_again_both_ways(data: st.DataObject) -> None:
    text = data.draw(st.text("ab cd", min_size=1, max_size=40))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [
        edit(start, text[start:end], data.draw(st.text("xyz", max_size=4))) for start, end in list(pairwise(cuts))[::2]
    ]
    new, way = apply(text, edits)
    changed = {place for one in edits for place in range(*one.span)}
    for place in set(range(len(text))) - changed:
        assert new[way.forward(place)] == text[place]
        assert way.back(way.forward(place)) == place


@given(st.data())
def test_spans_of_changes_are_found_whole(data: st.DataObject) -> None:
    after = data.draw(st.lists(st.text("xyz", min_size=1, max_size=4), min_size=4, max_size=4))
    edits = [edit(one.span.start, one.before, word) for one, word in zip(EDITS, after, strict=True)]
    new, way = apply(ORIGINAL, edits)
    for one in edits:
        assert way.span_forward(one.span).of(new) == one.after
        assert way.span_back(way.span_forward(one.span)) == one.span


def test_two_stages_become_edits_of_the_original() -> None:
    first = (edit(3, "d6i", "dối"),)
    second = (edit(0, "So", "Sở"), edit(3, "dối", "đối"))
    whole = chained(first, second, ORIGINAL)
    assert [(one.before, one.after) for one in whole] == [("So", "Sở"), ("d6i", "đối")]
    assert apply(ORIGINAL, whole)[0] == "Sở đối ngoai va 57-KLITW"


def test_a_change_that_a_later_stage_takes_back_is_no_edit() -> None:
    assert chained((edit(3, "d6i", "dối"),), (edit(3, "dối", "d6i"),), ORIGINAL) == ()
