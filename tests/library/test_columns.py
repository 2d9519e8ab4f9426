"""Columns of lists of tasks, as they are taken and as a person says."""

from __future__ import annotations

import pytest

import dondoc
from dondoc.columns import HEADS, columns_of, with_columns
from dondoc.parsing.fields import FieldName, column_field
from dondoc.pipeline import plan_of

KNOWN = "STT,Nhiệm vụ,Cơ quan chủ trì,Thời hạn\n1,Rà soát thủ tục,Sở Nội vụ,30/6/2026\n2,Tập huấn,Sở Y tế,2026\n"
ODD = "A,B,C,D\n1,Rà soát thủ tục hành chính,Sở Nội vụ,30/6/2026\n2,Tập huấn nghiệp vụ,Sở Y tế,2026\n"
FIELDS = (FieldName.NUMBER, FieldName.TASK, FieldName.LEAD, FieldName.COMPLETION)


def source(text: str) -> dondoc.Source:
    return dondoc.read(text.encode(), name="danh-muc.csv")


def test_columns_are_told_by_their_usual_heads_with_samples():
    (mapping,) = columns_of(source("DANH MỤC NHIỆM VỤ\n" + KNOWN))
    assert [column.field for column in mapping.columns[:3]] == list(FIELDS[:3])
    assert mapping.columns[2].samples == ("Sở Nội vụ", "Sở Y tế")


def test_unknown_heads_are_read_as_a_person_says():
    read = source(ODD)
    (mapping,) = columns_of(read)
    assert {column.field for column in mapping.columns} == {None}
    columns = tuple(c.model_copy(update={"field": f}) for c, f in zip(mapping.columns, FIELDS, strict=True))
    plan = plan_of(with_columns(read, [mapping.model_copy(update={"columns": columns})]))
    assert [(task.text, task.lead) for task in plan.tasks] == [
        ("Rà soát thủ tục hành chính", ("Sở Nội vụ",)),
        ("Tập huấn nghiệp vụ", ("Sở Y tế",)),
    ]
    assert plan.tasks[0].timing.due == "2026-06-30"


def test_a_column_may_be_set_aside():
    read = source(KNOWN)
    (mapping,) = columns_of(read)
    columns = tuple(c.model_copy(update={"field": None}) if c.field == "lead" else c for c in mapping.columns)
    plan = plan_of(with_columns(read, [mapping.model_copy(update={"columns": columns})]))
    assert [task.lead for task in plan.tasks] == [(), ()]


def test_a_mapping_left_as_it_is_changes_nothing():
    read = source(KNOWN)
    assert with_columns(read, columns_of(read)) == read


@pytest.mark.parametrize("line", [0, 99])
def test_a_mapping_of_another_text_is_refused(line):
    (mapping,) = columns_of(source(KNOWN))
    with pytest.raises(ValueError, match="no table head"):
        with_columns(source(KNOWN), [mapping.model_copy(update={"line": line})])


@pytest.mark.parametrize("field", FieldName)
def test_every_field_has_a_head_that_names_it(field):
    assert column_field(HEADS[field]) == field
