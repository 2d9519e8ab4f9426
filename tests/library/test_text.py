from __future__ import annotations

import pytest

from dondoc.text import Passage, Piece, Span, join, squeeze

SOURCE = "1. Rà soát các chợ\nvà bến bãi trong tỉnh."


def passage(words: str, source: str = SOURCE) -> Passage:
    return Passage(words, (Piece(0, source.index(words), len(words)),))


def test_a_span_is_the_characters_from_its_start_to_before_its_end():
    assert Span(3, 10).of(SOURCE) == "Rà soát"


@pytest.mark.parametrize(
    ("text", "one_line"),
    [(" Sở  Y\n tế ", "Sở Y tế"), ("ho\u0300a", "hòa"), ("\t\n ", ""), ("Sở\u00a0Y tế", "Sở Y tế")],
)
def test_squeezed_text_is_one_line_in_composed_letters(text, one_line):
    assert squeeze(text) == one_line


def test_lines_joined_are_one_passage_that_knows_both_lines():
    both = join([passage("Rà soát các chợ"), passage("và bến bãi")])
    assert both.text == "Rà soát các chợ và bến bãi"
    assert both.spans(SOURCE) == (Span(3, 29),)


def test_a_passage_with_words_left_out_has_two_spans():
    both = join([passage("Rà soát"), passage("bến bãi")])
    assert [span.of(SOURCE) for span in both.spans(SOURCE)] == ["Rà soát", "bến bãi"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("57-", "KL/TW", "57-KL/TW"), ("NQ-", "CP", "NQ-CP"), ("kinh tế -", "xã hội", "kinh tế - xã hội")],
)
def test_only_a_number_broken_after_its_hyphen_is_joined_without_a_space(before, after, joined):
    assert join([Passage(before, ()), Passage(after, ())]).text == joined


def test_a_cut_keeps_the_places_of_what_is_left():
    cut = join([passage("Rà soát các chợ"), passage("và bến bãi")]).cut(8, 18)
    assert (cut.text, cut.spans(SOURCE)) == ("các chợ và", (Span(11, 21),))


def test_a_space_put_between_two_lines_stands_nowhere():
    both = join([passage("các chợ"), passage("bến bãi")])
    assert both.place(7) is None
    assert both.place(8) == SOURCE.index("bến bãi")


@pytest.mark.parametrize("characters", [None, " .;"])
def test_stripping_white_space_alone_leaves_nothing(characters):
    assert not Passage("  ", (Piece(0, 0, 2),)).strip(characters).text


def test_words_laid_again_over_their_spans_have_the_same_places():
    whole = join([passage("Rà soát các chợ"), passage("và bến bãi")])
    again = Passage.aligned(whole.text, whole.spans(SOURCE), SOURCE)
    assert [again.place(k) for k in (0, 8, 20)] == [whole.place(k) for k in (0, 8, 20)]


def test_marks_of_markup_are_passed_over_when_words_are_laid():
    source = "**Sở Y tế** rà soát"
    again = Passage.aligned("Sở Y tế rà soát", (Span(0, len(source)),), source)
    assert again.place(0) == 2
    assert again.place(8) == source.index("rà")
