"""Whether a page may lead to the map of completeness."""

from __future__ import annotations

from django import template

from dondoc_web.accounts.models import User
from dondoc_web.figures.completeness import is_offered

register = template.Library()


@register.simple_tag
def map_offered(user: User) -> bool:
    """``user`` sees reports of several provinces or units."""
    return is_offered(user)
