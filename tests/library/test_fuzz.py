"""A short part of ``make fuzz``."""

from __future__ import annotations

import pytest

fuzz = pytest.importorskip("fuzz", reason="reportlab không được cài")


def test_damaged_files_are_read_or_refused():
    outcome = fuzz.run(5.0, seed=254)
    assert not [(name, said) for name, _, said in outcome.broken]
    assert sum(outcome.tried.values()) > 0


def test_the_same_seed_gives_the_same_files():
    first, second = fuzz._files(7, "a."), fuzz._files(7, "a.")
    assert [next(first) for _ in range(30)] == [next(second) for _ in range(30)]
