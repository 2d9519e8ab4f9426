"""The write side of remarks on an obligation; people around it may be named."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.work import follow_rights as rights
from dondoc_web.work.holding import PARTS, asked
from dondoc_web.work.models import Comment, Obligation


@transaction.atomic
def comment(*, obligation_id: int, by: User, text: str, mentions: Collection[int] = ()) -> Comment:
    """Say something to those who follow or owe the obligation; ``mentions`` are keys of people around it."""
    obligation = Obligation.objects.select_related(*PARTS).get(pk=obligation_id)
    require(rights.may_comment(by, obligation))
    text = asked(text, _("Hãy ghi ý kiến."))
    named = list(rights.people_around(obligation).filter(pk__in=mentions))
    if len(named) != len(set(mentions)):
        raise ValidationError(_("Chỉ nhắc được người đang theo dõi hoặc thực hiện việc này; hãy chọn lại."))
    made = Comment.objects.create(obligation=obligation, by=by, at=timezone.now(), text=text)
    made.mentions.set(named)
    record(actor=by, verb=Verb.COMMENT_MADE, target=obligation, comment=made.pk, mentions=[one.pk for one in named])
    return made
