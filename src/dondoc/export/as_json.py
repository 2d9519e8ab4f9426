"""Plan to JSON and back, and the published schema of that JSON."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from dondoc.document import Plan
from dondoc.errors import BadPlanJson


def to_json(plan: Plan, *, indent: int | None = None) -> str:
    """``plan`` as one JSON object; without ``indent`` on one line, as JSON Lines needs it.

    >>> from dondoc.document import Document, Source
    >>> plan = Plan(source=Source(name="a.txt", media_type="text/plain", text="", sha256=""), document=Document())
    >>> from_json(to_json(plan)) == plan
    True
    """
    return plan.model_dump_json(by_alias=True, indent=indent)


def from_json(text: str | bytes) -> Plan:
    """The plan that :func:`to_json` wrote.

    :raises BadPlanJson: ``text`` is no JSON, or lacks a field, or one has a wrong value; the message names it.
    """
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        raise BadPlanJson(_first_wrong(error)) from error


def plan_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of what :func:`to_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Plan.model_json_schema(by_alias=True, mode="serialization"),
    }


_REASONS = {
    "missing": "thiếu",
    "json_invalid": "không phải JSON",
    "enum": "có giá trị không thuộc danh mục",
    "literal_error": "có giá trị không thuộc danh mục",
    "extra_forbidden": "không được có",
}


def _first_wrong(error: ValidationError) -> str:
    """A sentence that names the first wrong field and why it is wrong."""
    first = error.errors(include_url=False)[0]
    field = _address(first["loc"])
    reason = _REASONS.get(first["type"], f"sai kiểu giá trị ({first['type']})")
    what = f'trường "{field}" {reason}' if field else reason
    return f"Không phải tệp kế hoạch do dondoc ghi: {what}. Hãy tạo lại tệp bằng `dondoc read --format json`."


def _address(parts: tuple[int | str, ...]) -> str:
    """``("tasks", 2, "label")`` as ``tasks[2].label``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
