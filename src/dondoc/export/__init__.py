"""A plan in the forms that people and programs take it in: one room per format."""

from __future__ import annotations

from dondoc.export.as_csv import to_csv
from dondoc.export.as_json import from_json, plan_schema, to_json
from dondoc.export.as_markdown import to_markdown

__all__ = ["from_json", "plan_schema", "to_csv", "to_json", "to_markdown"]
