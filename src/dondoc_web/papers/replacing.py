"""The write side of the forms that an office puts in place of the shipped ones: on trial, in use, withdrawn."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.actions import plain_name
from dondoc_web.papers import filling
from dondoc_web.papers.columns import COLUMNS
from dondoc_web.papers.models import OfficeForm, OfficialPaper, Standing
from dondoc_web.papers.rights import may_make
from dondoc_web.papers.wording import head_of

SHOWN_LINES = 200


def put_on_trial(*, office_id: int, by: User, kind: str, content: bytes, name: str) -> OfficeForm:
    """Fill the form with made-up words and keep it beside the result.

    Raises ValidationError that says what is wrong, and where; nothing is kept then.
    """
    office = Agency.objects.select_related("parent").get(pk=office_id)
    require(may_make(by, office))
    if kind not in COLUMNS:
        raise ValidationError(_("Hãy chọn loại văn bản của mẫu."))
    sample, rows = _sample(office, kind)
    filled = filling.fill(content, filling.words_of(sample, rows))
    made = OfficeForm(
        office=office, kind=kind, name=plain_name(name), sha256=hashlib.sha256(content).hexdigest(),
        shown=list(filled.lines[:SHOWN_LINES]), put_by=by, put_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.file.save("form.docx", ContentFile(content), save=False)
            made.trial.save("trial.docx", ContentFile(filled.docx), save=False)
            made.save()
            record(actor=by, verb=Verb.FORM_TRIED, target=made, kind=kind, name=made.name, sha256=made.sha256)
    except BaseException:
        for file in (made.file, made.trial):
            if file:
                file.delete(save=False)
        raise
    return made


def _sample(office: Agency, kind: str) -> tuple[OfficialPaper, list[dict[str, str]]]:
    """A made-up paper of the office, kept nowhere."""
    words = head_of(office) | {
        "abstract": "Trích yếu để thử mẫu",
        "addressees": "Đơn vị nhận thứ nhất\nĐơn vị nhận thứ hai",
        "body": "Đoạn thứ nhất để thử mẫu.\nĐoạn thứ hai để thử mẫu.",
        "recipients": "Như trên",
    }
    row = {column.name: {"day": "2026-12-15", "number": "5"}.get(column.kind, column.title) for column in COLUMNS[kind]}
    rows = [row | {"task": f"Nhiệm vụ {n} để thử mẫu & <dấu>"} for n in (1, 2, 3)]
    return OfficialPaper(office=office, kind=kind, day=timezone.localdate(), words=words), rows


@transaction.atomic
def take_into_use(*, form_id: int, by: User) -> OfficeForm:
    """From now on papers of its kind are made with it; the one before is withdrawn."""
    form = _locked(form_id, by)
    if form.standing != Standing.TRIAL:
        raise ValidationError(_("Mẫu này không còn ở bước thử; hãy tải lại trang."))
    before = OfficeForm.objects.filter(office=form.office_id, kind=form.kind, standing=Standing.IN_USE)
    replaced = list(before.values_list("pk", flat=True))
    before.update(standing=Standing.WITHDRAWN)
    form.standing = Standing.IN_USE
    form.save(update_fields=["standing"])
    record(actor=by, verb=Verb.FORM_TAKEN, target=form, kind=form.kind, sha256=form.sha256, replaced=replaced)
    return form


@transaction.atomic
def withdraw(*, form_id: int, by: User) -> OfficeForm:
    """No paper is made with it any more; without another one the shipped form holds again."""
    form = _locked(form_id, by)
    if form.standing == Standing.WITHDRAWN:
        raise ValidationError(_("Mẫu này đã được rút trước đó."))
    before, form.standing = form.standing, Standing.WITHDRAWN
    form.save(update_fields=["standing"])
    record(actor=by, verb=Verb.FORM_WITHDRAWN, target=form, kind=form.kind, before=before)
    return form


def _locked(form_id: int, by: User) -> OfficeForm:
    form = OfficeForm.objects.select_for_update(of=("self",)).select_related("office").get(pk=form_id)
    require(may_make(by, form.office))
    return form
