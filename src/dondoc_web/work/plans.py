"""The write side of plans: an office takes a directive over, and the proposals of its reading become tasks.

A proposal counts for nothing until people have accepted and confirmed it
(:mod:`.review`, :mod:`.confirming`).
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.models import Reading, Source, Standing
from dondoc_web.work import review_rights as rights
from dondoc_web.work.life import propose_effects
from dondoc_web.work.models import Plan, PlanState
from dondoc_web.work.proposing import propose, sheets
from dondoc_web.work.rereading import compare


@transaction.atomic
def take_over(*, by: User, source_id: int) -> Plan:
    """An office begins to follow a directive: each task of its reading is proposed.

    A plan that is there already is left as it is; read again, its source is compared.
    """
    source = Source.objects.select_related("reading", "directive", "office").get(pk=source_id)
    office = rights.office_of(by, source)
    require(office is not None)
    if source.standing != Standing.ADMITTED or source.reading is None:
        raise ValidationError(_("Văn bản chưa được đọc xong, hoặc đã rút; hãy chờ hoặc chọn văn bản khác."))
    return _taken_over(by, source, source.reading, office)  # type: ignore[arg-type]


def _taken_over(by: User, source: Source, reading: Reading, office: Agency) -> Plan:
    known = {"source": source, "reading": reading, "made_at": timezone.now()}
    plan, made = Plan.objects.get_or_create(office=office, directive=source.directive, defaults=known)
    if made:
        tasks = propose(plan, reading, sheets(plan, reading))
        record(actor=by, verb=Verb.PLAN_TAKEN_OVER, target=plan, reading=reading.pk, tasks=len(tasks))
    elif plan.state == PlanState.WITHDRAWN or (plan.source_id == source.pk and plan.reading_id != reading.pk):
        compare(plan, source, reading, by)
    for then in settings.AFTER_TAKE_OVER:
        import_string(then)(plan=plan, by=by)
    return plan


def after_reading(*, source: Source, by: User | None) -> None:
    """What follows a reading: a desk officer's upload is taken over at once.

    Named in the setting ``AFTER_READING``; runs in the transaction of the reading.
    """
    person = by or source.uploaded_by
    office = rights.office_of(person, source) if person else None
    if office is None or source.directive is None or source.reading is None:
        return
    if source.reading.tasks:
        _taken_over(person, source, source.reading, office)
    propose_effects(source=source, by=person)


def after_choice(*, source: Source, by: User) -> None:
    """A plan goes over to the source that a person chose among twins: decisions stay, differences are proposed.

    Named in the setting ``AFTER_CHOICE``; runs in the transaction of the choice.
    """
    plan = Plan.objects.select_for_update(of=("self",)).filter(office=source.office, directive=source.directive).first()
    if plan is not None and source.reading is not None and plan.reading_id != source.reading_id:
        compare(plan, source, source.reading, by)
