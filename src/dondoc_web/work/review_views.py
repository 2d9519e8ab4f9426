"""Request → form → action → answer for review; a piece of the page for htmx, a redirect for everyone else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc_web.documents.models import Source
from dondoc_web.documents.reader import MEANINGS
from dondoc_web.documents.sheets import Frame, frames, outlines_of
from dondoc_web.requests import Request
from dondoc_web.work import bodies_search, changes, confirming, cutting, life, plans, rereading, review
from dondoc_web.work import review_queries as queries
from dondoc_web.work.models import Effect, Plan, Task, TaskChange, TaskState
from dondoc_web.work.review_forms import Correction


@dataclass(frozen=True, slots=True)
class SourcePane:
    """What the frame of the source needs (templates/documents/_source.html)."""

    source: Source
    text: Any
    frames: Iterable[Frame]
    outlines: str


@require_GET
def queue(request: Request) -> HttpResponse:
    """Plans, those that wait for this person first."""
    return render(request, "work/queue.html", {"lines": queries.queue(request.user)})


@require_POST
def take_over(request: Request, source_id: int) -> HttpResponse:
    """Begin to follow a directive."""
    try:
        plan = plans.take_over(by=request.user, source_id=source_id)
    except Source.DoesNotExist:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("documents:show", source_id)
    return redirect("work:review", plan.pk)


@require_GET
def review_plan(request: Request, plan_id: int) -> HttpResponse:
    """The source on one side, the tasks on the other."""
    plan = _plan(request, plan_id)
    tasks = queries.tasks_of(plan)
    pane = SourcePane(
        plan.source,
        queries.text_of(plan, tasks),
        frames(plan.reading) if plan.reading_id and plan.reading_id == plan.source.reading_id and plan.reading else (),
        reverse("work:review_outlines", args=[plan.pk]),
    )
    context = {
        "plan": plan,
        "page": pane,
        "cards": queries.cards(plan, request.user, tasks),
        "summary": queries.summary(plan, request.user),
        "changes": queries.changes_of(plan, request.user),
        "effects": queries.effects_of(plan, request.user),
        "flaws": [flaw for find in settings.PLAN_FLAWS for flaw in import_string(find)(plan)],
        "meanings": queries.meanings_words(MEANINGS),
    }
    return render(request, "work/review.html", context)


@require_GET
def outlines(request: Request, plan_id: int) -> JsonResponse:
    """Where on the pages stand the facts of the plan's tasks."""
    plan = _plan(request, plan_id)
    found = queries.places(queries.tasks_of(plan), plan.reading)
    return JsonResponse({"outlines": outlines_of(plan.reading, found) if plan.reading else []})


@require_GET
def bodies(request: Request) -> JsonResponse:
    """Bodies and groups to choose from, by a part of a name, with or without marks."""
    found = bodies_search.bodies(request.GET.get("q", "")[:100], request.user)
    return JsonResponse({"bodies": [{"who": one.who, "name": one.name, "under": one.under} for one in found]})


TASK_VERBS: dict[str, Callable[[Request, int], Any]] = {
    "accept": lambda r, pk: review.accept(by=r.user, task_ids=[pk]),
    "refuse": lambda r, pk: review.refuse(by=r.user, task_id=pk, reason=r.POST.get("reason", "")),
    "reopen": lambda r, pk: review.reopen(by=r.user, task_id=pk),
    "confirm": lambda r, pk: confirming.confirm(by=r.user, task_ids=[pk]),
    "return": lambda r, pk: confirming.send_back(by=r.user, task_ids=[pk], reason=r.POST.get("reason", "")),
    "split": lambda r, pk: cutting.split(by=r.user, task_id=pk, at=_number(r, "at")),
    "merge": lambda r, pk: cutting.merge(by=r.user, task_id=pk),
    "words": lambda r, pk: cutting.take_words(
        by=r.user, task_id=pk, field=r.POST.get("field", ""), start=_number(r, "start"), end=_number(r, "end")
    ),
}
ONE_CARD = {"accept", "refuse", "reopen", "confirm", "return"}
"""Verbs after which only one task of the page is different."""

CHANGE_VERBS: dict[str, Callable[[Request, int], Any]] = {
    "take": lambda r, pk: changes.decide(by=r.user, change_id=pk, take=True),
    "leave": lambda r, pk: changes.decide(by=r.user, change_id=pk, take=False),
    "confirm": lambda r, pk: changes.confirm(by=r.user, change_id=pk),
    "return": lambda r, pk: changes.send_back(by=r.user, change_id=pk, reason=r.POST.get("reason", "")),
}
EFFECT_VERBS: dict[str, Callable[[Request, int], Any]] = {
    "take": lambda r, pk: life.decide_effect(by=r.user, effect_id=pk, kinds=_kinds(r)),
    "leave": lambda r, pk: life.decide_effect(by=r.user, effect_id=pk, kinds={}, take=False),
    "confirm": lambda r, pk: life.confirm_effect(by=r.user, effect_id=pk),
    "return": lambda r, pk: life.send_back_effect(by=r.user, effect_id=pk, reason=r.POST.get("reason", "")),
}

PLAN_VERBS: dict[str, Callable[[Request, int], Any]] = {
    "accept-sure": lambda r, pk: review.accept_above(by=r.user, plan_id=pk, confidence=_number(r, "percent") / 100),
    "undo": lambda r, pk: review.undo(by=r.user, plan_id=pk),
    "add": lambda r, pk: cutting.add(by=r.user, plan_id=pk, start=_number(r, "start"), end=_number(r, "end")),
    "compare": lambda r, pk: rereading.compare_with(by=r.user, plan_id=pk, source_id=_number(r, "source")),
    "confirm-all": lambda r, pk: confirming.confirm_all(by=r.user, plan_id=pk),
}


@require_POST
def decide_task(request: Request, task_id: int, verb: str) -> HttpResponse:
    """One decision on one task."""
    plan = _plan_of_task(request, task_id)
    action = _verb(TASK_VERBS, verb)
    error = _try(lambda: action(request, task_id))
    return _answer(request, plan, only=[task_id] if verb in ONE_CARD else None, error=error)


@require_POST
def decide_plan(request: Request, plan_id: int, verb: str) -> HttpResponse:
    """One decision on several tasks of a plan."""
    plan = _plan(request, plan_id)
    action = _verb(PLAN_VERBS, verb)
    return _answer(request, plan, error=_try(lambda: action(request, plan_id)))


@require_POST
def decide_change(request: Request, change_id: int, verb: str) -> HttpResponse:
    """One decision on a change of one task."""
    plan_id = TaskChange.objects.filter(pk=change_id).values_list("task__plan_id", flat=True).first()
    return _decided(request, _plan(request, plan_id or 0), _verb(CHANGE_VERBS, verb), change_id)


@require_POST
def decide_effect(request: Request, effect_id: int, verb: str) -> HttpResponse:
    """One decision on what a later directive does to a plan."""
    plan_id = Effect.objects.filter(pk=effect_id).values_list("plan_id", flat=True).first()
    return _decided(request, _plan(request, plan_id or 0), _verb(EFFECT_VERBS, verb), effect_id)


def _decided(request: Request, plan: Plan, action: Callable[[Request, int], Any], key: int) -> HttpResponse:
    error = _try(lambda: action(request, key))
    if error:
        messages.warning(request, error)
    return redirect("work:review", plan.pk)


def _kinds(request: Request) -> dict[int, str]:
    """What a form says of each change: ``kind-12`` is keep, amend or end."""
    chosen = {name.removeprefix("kind-"): str(r) for name, r in request.POST.items() if name.startswith("kind-")}
    return {int(key): kind for key, kind in chosen.items() if key.isdigit()}


@require_http_methods(["GET", "POST"])
def correct(request: Request, task_id: int) -> HttpResponse:
    """The form of a task, and what was corrected in it."""
    plan = _plan_of_task(request, task_id)
    task = next(iter(queries.tasks_of(plan, [task_id])), None)
    if task is None:
        raise Http404
    if request.method == "POST":
        form = Correction(request.POST, task=task)
        if form.is_valid():
            accept = "accept" in request.POST
            error = _try(lambda: _corrected(request, task, form, accept))
            return _answer(request, plan, error=error)
    else:
        form = Correction(task=task, initial=Correction.initial_of(task))
    context = {"form": form, "task": task, "plan": plan}
    return render(request, "work/_correct.html" if request.htmx else "work/correct.html", context)


def _corrected(request: Request, task: Task, form: Correction, accept: bool) -> None:
    """A proposal is corrected at once; for an order a correction is asked for."""
    changed = form.changed_facts()
    if task.state == TaskState.CONFIRMED:
        reason = request.POST.get("reason", "")
        changes.propose_correction(by=request.user, task_id=task.pk, changed=changed, reason=reason)
    else:
        review.correct(by=request.user, task_id=task.pk, changed=changed, then_accept=accept)


def _answer(request: Request, plan: Plan, *, only: Iterable[int] | None = None, error: str = "") -> HttpResponse:
    """What is different on the page: one card, or all of them with the words; an error beside them."""
    if not request.htmx:
        if error:
            messages.warning(request, error)
        return redirect("work:review", plan.pk)
    plan = _plan(request, plan.pk)
    tasks = [] if error else queries.tasks_of(plan, only)
    context = {
        "plan": plan,
        "cards": queries.cards(plan, request.user, tasks),
        "summary": queries.summary(plan, request.user),
        "changes": queries.changes_of(plan, request.user),
        "text": queries.text_of(plan, tasks) if only is None and not error else None,
        "error": error,
    }
    response = render(request, "work/_answer.html", context)
    if error:
        response["HX-Reswap"] = "none"
    elif only is None:
        response["HX-Retarget"], response["HX-Reswap"] = "#tasks", "innerHTML"
    return response


def _try(action: Callable[[], Any]) -> str:
    """Do it; what was wrong in words that a person can act on."""
    try:
        action()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _verb(known: Mapping[str, Callable[[Request, int], Any]], verb: str) -> Callable[[Request, int], Any]:
    if verb not in known:
        raise Http404
    return known[verb]


def _number(request: Request, name: str) -> int:
    try:
        return int(request.POST.get(name, ""))
    except ValueError:
        raise ValidationError(_("Biểu mẫu thiếu số liệu; hãy tải lại trang.")) from None


def _plan(request: Request, plan_id: int) -> Plan:
    plan = queries.plan_for(plan_id, request.user)
    if plan is None:
        raise Http404
    return plan


def _plan_of_task(request: Request, task_id: int) -> Plan:
    plan_id = Task.objects.filter(pk=task_id).values_list("plan_id", flat=True).first()
    return _plan(request, plan_id or 0)
