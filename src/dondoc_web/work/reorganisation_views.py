"""Request → form → action → page, for the reorganisation assistant."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from dondoc_web.requests import Request
from dondoc_web.work import reorganisation
from dondoc_web.work.reorganisation_forms import Choices


def _day(request: Request) -> date:
    """The day that the page is asked for, today by default."""
    try:
        return parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _body(request: Request) -> int | None:
    given = request.GET.get("body", "")
    return int(given) if given.isdecimal() and len(given) < 18 else None


@require_http_methods(["GET", "POST"])
def assistant(request: Request) -> HttpResponse:
    """What bodies that ended still owe, with who holds it; handed over line by line as a person chose."""
    day, today, body = _day(request), timezone.localdate(), _body(request)
    found = reorganisation.sections(request.user, day, body)
    typed, outcome, status = None, None, 200
    if request.method == "POST" and day <= today:
        typed = Choices(request.POST, found, today)
        if typed.chosen and not typed.errors:
            outcome = reorganisation.hand_over(by=request.user, chosen=typed.chosen, note=typed.note)
            found = reorganisation.sections(request.user, day, body)
        else:
            status = 400
    context = {
        "sections": [(one, [(line, typed.of(line) if typed else None) for line in one.lines]) for one in found],
        "may": day <= today and any(line.may for one in found for line in one.lines),
        "mentions": reorganisation.mentions(request.user, day) if body is None else [],
        "day": day,
        "ahead": day > today,
        "body": body,
        "typed": typed if status != 200 else None,
        "outcome": outcome,
        "limit": reorganisation.AT_MOST,
        "full": sum(len(one.lines) for one in found) >= reorganisation.AT_MOST,
    }
    return render(request, "work/reorganisation.html", context, status=status)
