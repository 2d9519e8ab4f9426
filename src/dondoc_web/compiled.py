"""Parts of pages with many cells: their templates (Jinja2, in ``jinja2/``) become Python and run many times faster.

A page stays a template of Django and takes such a part in with its values::

    {% compiled "work/_tiles.html" figures=figures %}

The part sees these values, :func:`gettext` as ``_`` and :func:`address_of`. A
name that it does not know is an error, not an empty place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from jinja2 import Environment, StrictUndefined

register = template.Library()

PLACE = 987654321
"""Stands for the key while the pattern of an address is looked up."""


def environment(**options: Any) -> Environment:
    """What the templates of ``jinja2/`` share, for Django's settings."""
    found = Environment(**options | {"undefined": StrictUndefined, "trim_blocks": True})  # noqa: S701 - Django escapes
    found.globals |= {"_": gettext, "url": reverse, "address_of": address_of, "static": static, "zip": zip}
    return found


@register.simple_tag
def compiled(part: str, /, **values: Any) -> SafeString:
    """The part of that name in ``jinja2/``; every value in it is escaped."""
    return mark_safe(render_to_string(part, values, using="compiled"))  # noqa: S308 - the engine has escaped it


def address_of(view: str) -> Callable[[int], str]:
    """Gives the addresses of ``view`` by key; its pattern is looked up once, not for each row."""
    before, after = reverse(view, args=[PLACE]).split(str(PLACE))
    return lambda key: f"{before}{key}{after}"
