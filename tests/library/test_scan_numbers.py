"""Row numbers of scanned tables are put right by their sequence, and by nothing else."""

from __future__ import annotations

import pytest

from dondoc.reading.scan_numbers import Label, in_sequence


def rows(*texts: str) -> list[Label]:
    """Labels as read: "" is print that could not be read, "~" an empty cell, "=" before a group row."""
    return [
        Label(t.removeprefix("=").replace("~", ""), 0.9, inked=t != "~", group=t.startswith("=") and t != "~")
        for t in texts
    ]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        (["1", "2", "3"], ["1", "2", "3"]),
        (["1", "11", "12", "li", "2"], ["1", "1.1", "1.2", "1.3", "2"]),
        (["=I", "1", "2", "=H", "1"], ["I", "1", "2", "II", "1"]),
        (["=I", "l", "2", "=Il", "l"], ["I", "1", "2", "II", "1"]),
        (["1", "2", "", "4"], ["1", "2", "3", "4"]),
        (["1", "2", "A", "4"], ["1", "2", "3", "4"]),
        (["1.", "2.", "8.", "4."], ["1.", "2.", "3.", "4."]),
    ],
)
def test_a_doubtful_number_is_what_the_sequence_asks_for(read, meant):
    assert in_sequence(rows(*read)) == meant


@pytest.mark.parametrize(
    "printed",
    [
        ["6", "7", "8"],
        ["1", "2", "7", "8", "9"],
        ["1", "~", "2", "~", "3"],
        ["=II", "1", "-", "-", "2"],
        ["1", "1.1", "1.2", "2", "2.1"],
        ["1", "a)", "b)", "2"],
        ["=A", "=I", "1", "2", "=B"],
    ],
)
def test_a_sequence_that_was_read_well_stays(printed):
    assert in_sequence(rows(*printed)) == [text.strip("=~") for text in printed]


def test_an_empty_cell_gets_no_number():
    assert in_sequence(rows("1", "~", "~")) == ["1", "", ""]
