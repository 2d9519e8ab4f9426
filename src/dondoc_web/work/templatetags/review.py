"""What the page of a directive shows of the work: the way to its review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from dondoc_web.documents.models import Source
from dondoc_web.work import review_queries

register = template.Library()


@register.inclusion_tag("work/_follow.html", takes_context=True)
def follow(context: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The link to the plan that the person may see, or the button that begins it."""
    request = context["request"]
    found = review_queries.way_to_review(source, request.user)
    return {"source": source, "csrf_token": context.get("csrf_token"), **found}
