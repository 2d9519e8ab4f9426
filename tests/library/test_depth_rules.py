from __future__ import annotations

import pytest

from dondoc.parsing.depth_rules import choose_depth, number_step
from dondoc.parsing.markers import Marker, find_marker


def marker(label: str) -> Marker:
    found = find_marker(f"{label} Rà soát")
    assert found is not None
    return found


def depth(stack: str, label: str) -> int:
    return choose_depth([marker(one) for one in stack.split()], marker(label))


@pytest.mark.parametrize(
    ("stack", "label", "kept"),
    [
        ("", "I.", 0),
        ("I. 1.", "2.", 1),
        ("I. 1. a)", "b)", 2),
        ("I. 1. a) -", "-", 3),
        ("I. 1. a) - +", "+", 4),
        ("I. 1. a) - +", "-", 3),
        ("I. 1. a) - +", "b)", 2),
        ("I. 1. a) - +", "2.", 1),
        ("I. 1. a) - +", "II.", 0),
        ("I. 1. -", "a)", 2),
        ("I. 1.", "-", 2),
        ("I.", "-", 1),
        ("I- 1-", "2-", 1),
        ("I. 1. 1.1.", "1.2.", 2),
        ("I. 1. 1.1. 1.1.1.", "1.1.2.", 3),
        ("I. 1. 1.1. 1.1.1.", "1.2.", 2),
        ("I. 1. 1.2.", "2.", 1),
        ("I. 2.", "2.1.", 2),
        ("A. I. 1.", "II.", 1),
        ("A. I. 1.", "B.", 0),
        ("I. a)", "1.", 2),
        ("I. a) 1.", "b)", 1),
        ("I. 1. (1)", "(2)", 2),
        ("1. d)", "đ)", 1),
        ("I. 3.", "1.", 1),
    ],
)
def test_a_label_has_one_place(stack, label, kept):
    assert depth(stack, label) == kept


@pytest.mark.parametrize(
    ("stack", "label", "admissible", "why"),
    [
        ("I. 1. - 2.", "1.", {1, 2, 3}, "numbers begin again: a new list, or a number misprinted"),
        ("I. 1.", "1.", {1, 2}, "printed twice, or the first of a list under it"),
        ("I. 1. a)", "I.", {0}, "a Roman one stands above all but parts and chapters"),
        ("I. 1. a) c)", "1.", {1, 2, 3}, "a list of its own under the letter, or the numbers begin again"),
        ("+", "-", {0, 1}, "a plus commonly stands under a dash, some print them the other way round"),
        ("1. a)", "(1)", {1, 2}, "a list inside the letter, or in its place"),
        ("I. 4.1.", "4.3.", {1}, "one left out; the unit above is not printed"),
    ],
)
def test_where_several_readings_are_admissible_one_of_them_is_taken(stack, label, admissible, why):
    assert depth(stack, label) in admissible, why


@pytest.mark.parametrize(
    ("last", "label", "step"),
    [
        ("1.", "2.", 1),
        ("1.", "4.", 3),
        ("3.", "3.", 0),
        ("d)", "đ)", 1),
        ("d)", "e)", 1),
        ("đ)", "e)", 1),
        ("-", "-", 1),
    ],
)
def test_labels_count_on_and_the_letter_after_d_may_be_left_out(last, label, step):
    assert number_step(marker(last), marker(label)) == step
