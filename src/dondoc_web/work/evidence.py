"""The write side of evidence (minh chứng): files of a report, kept as they came under names that say nothing."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents.actions import plain_name
from dondoc_web.work import follow_rights as rights
from dondoc_web.work.evidence_kinds import kind_of
from dondoc_web.work.holding import WORKING, check, locked
from dondoc_web.work.models import Answer, Evidence, Obligation, Progress
from dondoc_web.work.progress import Report, save_draft

MOST_FILES = 20
"""Files of one report."""


def attach(*, obligation_id: int, by: User, file: File[bytes], name: str, confirmed_unclassified: bool) -> Evidence:
    """Add a file to the writer's draft; the same content twice is kept once.

    Raises ValidationError for a file that is too large, empty, of a kind that
    is not taken, or not said to be unclassified.
    """
    if not confirmed_unclassified:
        raise ValidationError(_("Hãy xác nhận tệp minh chứng không thuộc danh mục bí mật nhà nước."))
    name = plain_name(name)
    media_type = checked(file, name)
    digest = hashlib.file_digest(file.open("rb"), "sha256").hexdigest()
    file.seek(0)
    evidence = Evidence(name=name, size=file.size, sha256=digest, media_type=media_type, added_by=by)
    try:
        with transaction.atomic():
            return _kept(evidence, obligation_id, by, file)
    except BaseException:
        if evidence.file:
            evidence.file.delete(save=False)
        raise


def _kept(evidence: Evidence, obligation_id: int, by: User, file: File[bytes]) -> Evidence:
    obligation = locked(obligation_id)
    require(rights.may_report(by, obligation))
    check(obligation, seen=None, stages=WORKING)
    draft = _draft(obligation, by)
    known = draft.evidence.filter(sha256=evidence.sha256).first()
    if known is not None:
        return known
    if draft.evidence.count() >= MOST_FILES:
        raise ValidationError(_("Một báo cáo không quá %d tệp; hãy gộp các tệp lại.") % MOST_FILES)
    evidence.progress, evidence.added_at = draft, timezone.now()
    evidence.file.save(evidence.name, file, save=False)
    evidence.save()
    said = {"name": evidence.name, "sha256": evidence.sha256, "size": evidence.size}
    record(actor=by, verb=Verb.EVIDENCE_ADDED, target=obligation, evidence=evidence.pk, **said)
    return evidence


def checked(file: File[bytes], name: str) -> str:
    """The media type of a file that may be taken."""
    if not file.size:
        raise ValidationError(_("Tệp “%s” trống; hãy chọn tệp khác.") % name)
    if file.size > settings.EVIDENCE_LIMIT:
        limit = settings.EVIDENCE_LIMIT // settings.MEGABYTE
        words = _("Tệp “%(name)s” lớn hơn %(limit)s MB; hãy nén ảnh hoặc chia tệp.")
        raise ValidationError(words % {"name": name, "limit": limit})
    kind = kind_of(file.open("rb"))  # type: ignore[arg-type]
    if kind is None:
        words = _(
            "Không nhận loại tệp của “%s”. Nhận: PDF, ảnh PNG, JPEG, TIFF, Word, Excel, PowerPoint, ODF, văn bản."
        )
        raise ValidationError(words % name)
    return kind


def _draft(obligation: Obligation, by: User) -> Progress:
    known = Progress.objects.filter(obligation=obligation, by=by, answer=Answer.DRAFT).first()
    return known or save_draft(obligation_id=obligation.pk, by=by, report=Report())


@transaction.atomic
def detach(*, evidence_id: int, by: User) -> Obligation:
    """Take a file out of one's own draft; what was handed in stays."""
    evidence = Evidence.objects.select_related("progress").get(pk=evidence_id)
    obligation = locked(evidence.progress.obligation_id)
    progress = Progress.objects.select_for_update(of=("self",)).get(pk=evidence.progress_id)
    require(rights.may_report(by, obligation) and progress.by_id == by.pk)
    if progress.answer != Answer.DRAFT:
        raise ValidationError(_("Minh chứng đã nộp cùng báo cáo nên không gỡ được."))
    said = {"name": evidence.name, "sha256": evidence.sha256}
    storage, place, key = evidence.file.storage, evidence.file.name, evidence.pk
    evidence.delete()
    if place:
        transaction.on_commit(lambda: storage.delete(place))
    record(actor=by, verb=Verb.EVIDENCE_REMOVED, target=obligation, evidence=key, **said)
    return obligation
