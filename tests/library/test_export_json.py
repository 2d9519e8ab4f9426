from __future__ import annotations

import json

import jsonschema
import pytest

from dondoc import BadPlanJson, from_json, plan_schema, to_json


def test_a_plan_comes_back_from_its_json(plan):
    assert from_json(to_json(plan)) == plan


def test_without_indent_the_json_is_one_line(plan):
    assert "\n" not in to_json(plan)


def test_vietnamese_letters_are_written_as_they_are(plan):
    assert "Sở Nội vụ" in to_json(plan)


def test_the_json_has_the_shape_that_is_scored(plan):
    data = json.loads(to_json(plan))
    assert {"document", "sections", "tasks", "reporting", "text", "findings", "schema"} <= data.keys()
    assert data["document"]["number"] == "12/KH-UBND"
    assert data["tasks"][0]["lead"] == ["Sở Thông tin và Truyền thông"]
    assert data["sections"] == [
        {"label": "III", "title": "NHIỆM VỤ", "level": 1, "kind": "heading", "path": "III", "line": 2}
    ]


def test_every_span_of_the_json_holds_the_words_beside_it(plan):
    data = json.loads(to_json(plan))
    for task in data["tasks"]:
        start, end = task["wording"]["spans"][0]
        assert data["text"][start:end] == task["wording"]["text"]


def test_the_json_follows_the_published_schema(plan, root):
    published = json.loads((root / "docs/plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(to_json(plan)), published, cls=jsonschema.Draft202012Validator)


def test_the_published_schema_is_that_of_the_code(root):
    published = json.loads((root / "docs/plan.schema.json").read_text(encoding="utf-8"))
    assert published == plan_schema(), "run: .venv/bin/dondoc schema > docs/plan.schema.json"


def without(field):
    def change(data):
        del data["tasks"][1][field]

    return change


def with_value(field, value):
    def change(data):
        data["tasks"][1][field] = value

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (without("label"), '"tasks[1].label" thiếu'),
        (with_value("origin", "rumour"), '"tasks[1].origin" có giá trị không thuộc danh mục'),
        (with_value("source_lines", ["một", 2]), '"tasks[1].source_lines[0]" sai kiểu'),
    ],
)
def test_a_wrong_field_is_named(plan, change, named):
    data = json.loads(to_json(plan))
    change(data)
    with pytest.raises(BadPlanJson) as caught:
        from_json(json.dumps(data))
    assert named in str(caught.value)


def test_a_file_that_is_no_json_is_refused():
    with pytest.raises(BadPlanJson, match="không phải JSON"):
        from_json("Kế hoạch số 12")


def test_the_version_of_the_form_is_checked(plan):
    data = json.loads(to_json(plan)) | {"schema": "dondoc.plan.999"}
    with pytest.raises(BadPlanJson, match="schema"):
        from_json(json.dumps(data))
