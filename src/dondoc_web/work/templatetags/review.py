"""What pages of directives and agencies show of the work: the ways to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from dondoc_web.accounts.models import User
from dondoc_web.documents.models import Source
from dondoc_web.work import review_queries
from dondoc_web.work.scope import scope_of

register = template.Library()


@register.simple_tag
def sees_work(user: User) -> bool:
    """The person follows or owes obligations, so pages of the work answer."""
    return bool(scope_of(user).sides)


@register.inclusion_tag("work/_follow.html", takes_context=True)
def follow(context: Mapping[str, Any], source: Source) -> dict[str, Any]:
    """The link to the plan that the person may see, or the button that begins it."""
    request = context["request"]
    found = review_queries.way_to_review(source, request.user)
    return {"source": source, "csrf_token": context.get("csrf_token"), **found}
