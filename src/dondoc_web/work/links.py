"""The write side of links between levels: a task of a lower plan answers a task of the plan that it carries out.

Proposed by a citation and by likeness of words; a person agrees or not. What a
person has decided is never proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from dondoc.document import Relation
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.models import Citation
from dondoc_web.documents.queries import same_day
from dondoc_web.jobs import pulse
from dondoc_web.work.models import LinkState, Plan, PlanState, Task, TaskLink, TaskState
from dondoc_web.work.review_rights import may_review

CARRIES_OUT = (Relation.IMPLEMENTS.value, Relation.BASIS.value)
LIKE = 70.0
"""Likeness of words (0 to 100) from which a link is proposed; a person sees it beside both texts."""


def propose_all() -> int:
    """Propose links for every plan that is followed; the number proposed."""
    proposed = 0
    for plan_id in Plan.objects.filter(state=PlanState.CONFIRMED).order_by("pk").values_list("pk", flat=True):
        proposed += len(propose(plan_id))
        pulse.say()
    return proposed


@transaction.atomic
def propose(plan_id: int) -> list[TaskLink]:
    """Propose, for each order of a plan without a link, the most alike order of the plans it carries out."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office").get(pk=plan_id)
    tasks = list(_orders([plan]).filter(answers=None))
    parents = _parents(plan) if tasks else {}
    above = list(_orders(parents))
    found = [link for task in tasks if (link := _likest(task, above, parents)) is not None]
    made = TaskLink.objects.bulk_create(found)
    if made:
        record(actor=None, verb=Verb.LINKS_PROPOSED, target=plan, pairs=[[one.child_id, one.parent_id] for one in made])
    return made


def _orders(plans: Iterable[Plan]) -> QuerySet[Task]:
    return Task.objects.filter(plan__in=list(plans), state=TaskState.CONFIRMED).order_by("pk")


def _parents(plan: Plan) -> dict[Plan, str]:
    """Plans of the same office, or of one above it, that the reading of ``plan`` names as what it carries out."""
    citations = Citation.objects.filter(reading=plan.reading_id, relation__in=CARRIES_OUT).exclude(number_key="")
    above = [int(part) for part in plan.office.trail.strip("/").split("/") if part]
    known = Plan.objects.filter(
        Q(office=plan.office_id) | Q(office__in=above),
        state=PlanState.CONFIRMED,
        directive__number_key__in=citations.values("number_key"),
    )
    by_number = {one.number_key: one for one in citations}
    found = known.exclude(pk=plan.pk).select_related("directive")
    return {one: one.directive.number for one in found if same_day(by_number[one.directive.number_key], one.directive)}


def _likest(task: Task, above: Sequence[Task], parents: dict[Plan, str]) -> TaskLink | None:
    choices = {one.pk: _words(one) for one in above}
    best = process.extractOne(_words(task), choices, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
    if best is None:
        return None
    _text, score, key = best
    parent = next(one for one in above if one.pk == key)
    number = next(number for plan, number in parents.items() if plan.pk == parent.plan_id)
    basis = {"citation": number, "likeness": round(score / 100, 2)}
    return TaskLink(child=task, parent=parent, score=score / 100, basis=basis)


def _words(task: Task) -> str:
    return " ".join(task.text.casefold().split())


@transaction.atomic
def decide(*, link_id: int, by: User, agree: bool) -> TaskLink:
    """Say that a proposed link is right, or not; it can be said again the other way."""
    link = (
        TaskLink.objects.select_for_update(of=("self",)).select_related("child__plan__office", "parent").get(pk=link_id)
    )
    require(may_review(by, link.child.plan))
    state = LinkState.CONFIRMED if agree else LinkState.REFUSED
    if link.state == state:
        raise ValidationError(_("Liên kết này đã được xử lý như vậy; hãy tải lại trang."))
    before = {"state": str(link.state)}
    link.state, link.decided_by, link.decided_at = state, by, timezone.now()
    link.save(update_fields=["state", "decided_by", "decided_at"])
    after = {"state": state.value}
    record(actor=by, verb=Verb.LINK_DECIDED, target=link.child, before=before, after=after, parent=link.parent_id)
    return link
