"""The write side of likeness: papers that may be the same directive though their identity does not say so.

Kind, number, issuer and date make two files twins without asking. Where one
of them cannot be read (a scan whose number is hidden by a stamp), texts that
are nearly equal are offered, and a person answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.document import Plan
from dondoc.repairing.twins import sketch, twin
from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import rights
from dondoc_web.documents.models import Likeness, Source, Standing, TextMark

ENOUGH = 8
"""Marks in common from which on two texts are compared; alike texts share a dozen and more of 64."""

COMPARED = 5
"""Texts that one new text is compared with at most."""

NEARLY_EQUAL = 0.95
"""Texts that share so much are offered though each prints an identity of its own: one may be misread."""


def look_for(source: Source, plan: Plan) -> None:
    """Offer what is like ``source``, which has just been read; in the transaction of its reading."""
    marks = sketch(plan.source.text)
    source.marks.all().delete()
    for other in _candidates(source, marks):
        if other.reading is None or not _is_open(source, other):
            continue
        found = twin(plan.source.text, other.reading.plan.source.text)
        if found.offered and (found.likeness >= NEARLY_EQUAL or not (_is_known(source) and _is_known(other))):
            Likeness.objects.create(source=source, other=other, share=found.likeness)
    TextMark.objects.bulk_create(TextMark(source=source, mark=mark) for mark in marks)


def _candidates(source: Source, marks: Sequence[int]) -> QuerySet[Source]:
    """Live sources of the same office with most marks in common."""
    live = Source.objects.exclude(standing=Standing.WITHDRAWN).exclude(pk=source.pk)
    alike = live.filter(office=source.office_id, marks__mark__in=marks).annotate(shared=Count("marks"))
    enough = min(ENOUGH, max(1, len(marks) // 2))
    return alike.filter(shared__gte=enough).order_by("-shared", "pk")[:COMPARED]


def _is_open(source: Source, other: Source) -> bool:
    """They are not yet the same directive, and nobody was asked whether they are."""
    pair = Q(source=source, other=other) | Q(source=other, other=source)
    return source.directive_id != other.directive_id and not Likeness.objects.filter(pair).exists()


def _is_known(source: Source) -> bool:
    return source.directive is not None and source.directive.identity is not None


def is_settled(source: Source) -> bool:
    """A person said which directive this is."""
    return Likeness.objects.filter(Q(source=source) | Q(other=source), same=True).exists()


@transaction.atomic
def answer(*, by: User, likeness_id: int, same: bool) -> Likeness:
    """Say whether two sources are the same directive; if so, the one without identity joins the other."""
    found = Likeness.objects.select_for_update().get(pk=likeness_id)
    for source in (found.source, found.other):
        rights.require(rights.may_read_again(by, source))
    if found.same is not None:
        raise ValidationError(_("Câu hỏi này đã có người trả lời."))
    found.same, found.answered_by, found.answered_at = same, by, timezone.now()
    found.save(update_fields=["same", "answered_by", "answered_at"])
    if same:
        _join(found.source, found.other)
    verb = Verb.TWIN_CONFIRMED if same else Verb.TWIN_REFUSED
    record(actor=by, verb=verb, target=found.source, other=found.other_id)
    return found


def _join(source: Source, other: Source) -> None:
    """The newer joins the older, unless only the newer has an identity."""
    joins, stays = (other, source) if _is_known(source) and not _is_known(other) else (source, other)
    joins.directive, joins.chosen = stays.directive, False
    joins.save(update_fields=["directive", "chosen"])
