"""What the page of an expected report shows of the consolidated report that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from dondoc_web.consolidation.gathering import feeding
from dondoc_web.consolidation.models import Consolidation
from dondoc_web.consolidation.rights import may_draft, sees
from dondoc_web.reports.holding import why_not_written
from dondoc_web.reports.models import Expected

register = template.Library()


@register.inclusion_tag("consolidation/_link.html", takes_context=True)
def consolidation_link(context: Mapping[str, Any], report: Expected) -> dict[str, Any]:
    """The way to the consolidated report, or to its beginning where unit reports feed it."""
    user = context["request"].user
    made = Consolidation.objects.filter(answers=report).first() if sees(user, report) else None
    opens = made is None and may_draft(user, report) and not why_not_written(report) and feeding(report).exists()
    return {"made": made, "report": report, "opens": opens}
