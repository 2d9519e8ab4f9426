"""The write side of clause links: comparing two directives, and what people say of a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.document import Plan
from dondoc.linking import answers_of, clauses_of, links
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.cascade import facts
from dondoc_web.cascade.models import ClauseLink, Pairing
from dondoc_web.cascade.pairs import Two, pairs_of, read_sources
from dondoc_web.cascade.rights import may_compare, may_decide, may_link
from dondoc_web.documents.models import Reading, Source
from dondoc_web.jobs import engine, pulse
from dondoc_web.jobs.models import OPEN, Job, State
from dondoc_web.work.models import LinkState

WORK = "dondoc_web.cascade.jobs.compare"
BY_HAND = 1.0
"""The score of a link that a person made; it has no reasons."""


@transaction.atomic
def ask(*, source_id: int, by: User) -> Job:
    """Have a directive compared with those above, below and beside it, in the background; one at a time."""
    source = Source.objects.select_for_update(of=("self",)).select_related("office").get(pk=source_id)
    require(may_compare(by, source))
    known = Job.objects.filter(work=WORK, subject=source.pk, state__in=OPEN).first()
    if known is not None:
        return known
    record(actor=by, verb=Verb.CLAUSES_ASKED, target=source)
    return engine.enqueue(WORK, subject=source.pk, by=by)


def propose_all() -> int:
    """Compare every pair of directives that was not compared in its current readings; the number compared."""
    compared = 0
    for source in read_sources():
        pulse.say()
        kin = pairs_of(source)
        forget_others(source, kin)
        for two in kin:
            compared += compare(two) is not None
    return compared


@transaction.atomic
def forget_others(source: Source, kin: Sequence[Two]) -> None:
    """Drop comparisons of ``source`` that are no longer made, but for those of which a person decided something."""
    now = {(two.upper.pk, two.lower.pk) for two in kin}
    decided = ClauseLink.objects.exclude(state=LinkState.PROPOSED).values("pairing")
    held = Pairing.objects.filter(Q(upper=source) | Q(lower=source)).exclude(pk__in=decided)
    gone = [pk for pk, upper, lower in held.values_list("pk", "upper", "lower") if (upper, lower) not in now]
    Pairing.objects.filter(pk__in=gone).delete()


@transaction.atomic
def compare(two: Two) -> Pairing | None:
    """Propose the links of one pair; None where both were compared as they now read.

    What people decided stays and is not proposed again; other proposals give
    way to the new ones.
    """
    if _is_current(two):
        return None
    upper, lower = (Reading.objects.get(pk=one.reading_id or 0) for one in (two.upper, two.lower))
    known = Pairing.objects.select_for_update(of=("self",)).filter(upper=two.upper, lower=two.lower).first()
    pairing = known or Pairing(upper=two.upper, lower=two.lower)
    pairing.upper_reading, pairing.lower_reading = upper, lower
    pairing.by_wording, pairing.compared_at = two.by_wording, timezone.now()
    pairing.asked, pairing.tasks = facts.of_clauses(upper.plan), facts.of_tasks(lower.plan)
    pairing.save()
    pairing.links.filter(state=LinkState.PROPOSED).delete()
    made = ClauseLink.objects.bulk_create(_proposed(pairing, upper.plan, lower.plan))
    record(actor=None, verb=Verb.CLAUSES_COMPARED, target=pairing, links=len(made), upper=two.upper.pk)
    return pairing


def _is_current(two: Two) -> bool:
    """Both were compared as they now read."""
    readings = {"upper_reading": two.upper.reading_id, "lower_reading": two.lower.reading_id}
    held = Pairing.objects.filter(upper=two.upper, lower=two.lower, by_wording=two.by_wording, **readings)
    return held.exists()


def _proposed(pairing: Pairing, upper: Plan, lower: Plan) -> list[ClauseLink]:
    """The links that nobody has decided."""
    decided = set(pairing.links.values_list("clause", "task"))
    clauses = {one["path"]: one["text"] for one in pairing.asked}
    tasks = {one["key"]: one["text"] for one in pairing.tasks}
    return [
        ClauseLink(
            pairing=pairing,
            clause=link.path,
            task=link.key,
            clause_text=clauses[link.path],
            task_text=tasks[link.key],
            score=link.score,
            reasons=asdict(link.reasons),
        )
        for link in links(clauses_of(upper), answers_of(lower))
        if (link.path, link.key) not in decided
    ]


def finish(attempt: engine.Attempt) -> None:
    """The worker has compared everything that the job is about."""
    with transaction.atomic():
        engine.finish(attempt)


def give_up(attempt: engine.Attempt, error: str) -> None:
    """After the last start: say what happened; what was compared before stays."""
    with transaction.atomic():
        engine.finish(attempt, state=State.FAILED, error=_("So sánh bị dừng nhiều lần; hãy bấm “So lại”. %s") % error)


@transaction.atomic
def decide(*, link_id: int, by: User, agree: bool) -> ClauseLink:
    """Say that the task answers the clause, or does not; it can be said again the other way."""
    link = (
        ClauseLink.objects.select_for_update(of=("self",))
        .select_related("pairing__lower__office", "pairing__upper")
        .get(pk=link_id)
    )
    require(may_decide(by, link))
    state = LinkState.CONFIRMED if agree else LinkState.REFUSED
    if link.state == state:
        raise ValidationError(_("Liên kết này đã được xử lý như vậy; hãy tải lại trang."))
    before = {"state": str(link.state)}
    link.state, link.decided_by, link.decided_at = state, by, timezone.now()
    link.save(update_fields=["state", "decided_by", "decided_at"])
    after = {"state": state.value}
    names = {"clause": link.clause, "task": link.task, "upper": link.pairing.upper_id}
    record(actor=by, verb=Verb.CLAUSE_LINK_DECIDED, target=link, before=before, after=after, **names)
    return link


@transaction.atomic
def link(*, pairing_id: int, by: User, clause: str, task: str) -> ClauseLink:
    """Say by hand that a task answers a clause, both as they were last compared.

    A proposed or refused link of the two is confirmed. Raises ValidationError
    where the comparison knows no such clause or task, or the link stands already.
    """
    pairing = (
        Pairing.objects.select_for_update(of=("self",)).select_related("lower__office", "upper").get(pk=pairing_id)
    )
    require(may_link(by, pairing))
    known = pairing.links.filter(clause=clause, task=task).first()
    if known is not None:
        return decide(link_id=known.pk, by=by, agree=True)
    clauses = {one["path"]: one["text"] for one in pairing.asked}
    tasks = {one["key"]: one["text"] for one in pairing.tasks}
    if clause not in clauses or task not in tasks:
        raise ValidationError(_("Hãy chọn một mục và một nhiệm vụ trong danh sách; nếu vừa so lại, hãy tải lại trang."))
    made = ClauseLink.objects.create(
        pairing=pairing, clause=clause, task=task, clause_text=clauses[clause], task_text=tasks[task],
        score=BY_HAND, state=LinkState.CONFIRMED, decided_by=by, decided_at=timezone.now(),
    )  # fmt: skip
    record(actor=by, verb=Verb.CLAUSE_LINKED, target=made, clause=clause, task=task, upper=pairing.upper_id)
    return made
