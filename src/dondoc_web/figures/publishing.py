"""The write side of public pages: an office opens the page of a plan to everyone, and ends it."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.figures.models import Publication
from dondoc_web.figures.rights import may_publish, showable
from dondoc_web.work.models import Plan

ADDRESS_BYTES = 16


@transaction.atomic
def publish(*, plan_id: int, by: User) -> Publication:
    """Open the page of the plan; the one that is open already, where it is.

    Raises ValidationError for a plan that is not confirmed or whose paper was withdrawn.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office", "directive").get(pk=plan_id)
    require(may_publish(by, plan.office))
    if not Plan.objects.filter(showable(), pk=plan.pk).exists():
        raise ValidationError(_("Chỉ công khai được kế hoạch đã xác nhận và văn bản chưa bị rút."))
    open_one = Publication.objects.filter(plan=plan, ended_at=None).first()
    if open_one is not None:
        return open_one
    address = secrets.token_urlsafe(ADDRESS_BYTES)
    made = Publication.objects.create(plan=plan, address=address, made_by=by, made_at=timezone.now())
    record(actor=by, verb=Verb.PLAN_PUBLISHED, target=made, plan=str(plan))
    return made


@transaction.atomic
def unpublish(*, plan_id: int, by: User) -> None:
    """End the open page of the plan; its address answers nobody any more.

    Raises ValidationError where none is open.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("office", "directive").get(pk=plan_id)
    require(may_publish(by, plan.office))
    found = Publication.objects.filter(plan=plan, ended_at=None).first()
    if found is None:
        raise ValidationError(_("Kế hoạch này không có trang công khai đang mở."))
    found.ended_by, found.ended_at = by, timezone.now()
    found.save(update_fields=["ended_by", "ended_at"])
    record(actor=by, verb=Verb.PLAN_UNPUBLISHED, target=found, plan=str(plan))
