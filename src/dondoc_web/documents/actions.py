"""The write side of documents: each verb is permission + transaction + save + event."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import page_pictures, recognised, rights
from dondoc_web.documents.models import Source, Standing
from dondoc_web.jobs import engine

READ = "dondoc_web.documents.jobs.read_source"
"""The dotted name of the work that reads a source."""

MEND = "dondoc_web.documents.jobs.mend_source"
"""That of the work that makes a plan again of what was read, after people's decisions on changes of it."""


@dataclass(frozen=True, slots=True)
class Received:
    """The source that now holds the file; ``known`` when it had been uploaded before."""

    source: Source
    known: bool


def receive(
    *, by: User, file: File[bytes], name: str, confirmed_unclassified: bool, office: Agency | None = None
) -> Received:
    """Keep a file uploaded for ``office`` in quarantine and have it read.

    Without ``office`` it is the only one that ``by`` takes papers in for. A file
    whose content the office already holds is not kept twice. Its name is not
    written to the log: a paper that turns out to be secret must leave no trace.
    """
    office = office_of(by, office)
    if not confirmed_unclassified:
        raise ValidationError(_("Hãy xác nhận văn bản không thuộc danh mục bí mật nhà nước."))
    digest = hashlib.file_digest(file.open("rb"), "sha256").hexdigest()
    known = _live(office, digest)
    if known is not None:
        return Received(known, known=True)
    file.seek(0)
    source = Source(name=plain_name(name), size=file.size, sha256=digest, office=office)
    source.uploaded_by, source.uploaded_at = by, timezone.now()
    source.file.save(source.name, file, save=False)
    try:
        with transaction.atomic():
            source.save()
            source.job = engine.enqueue(READ, subject=source.pk, by=by)
            source.save(update_fields=["job"])
            record(actor=by, verb=Verb.SOURCE_RECEIVED, target=source)
    except IntegrityError:
        source.file.delete(save=False)
        known = _live(office, digest)
        if known is None:
            raise
        return Received(known, known=True)
    return Received(source, known=False)


def office_of(by: User, office: Agency | None) -> Agency | None:
    """The office that ``by`` takes a paper in for; None only for a superuser who names none."""
    rights.require(rights.may_upload(by))
    own = rights.offices(by)
    if office is not None:
        rights.require(office in own)
        return office
    if by.is_superuser:
        return None
    if len(own) > 1:
        raise ValidationError(_("Bạn làm việc ở nhiều cơ quan; hãy chọn cơ quan nhận văn bản."))
    return own[0]


def _live(office: Agency | None, digest: str) -> Source | None:
    return Source.objects.exclude(standing=Standing.WITHDRAWN).filter(office=office, sha256=digest).first()


def plain_name(name: str) -> str:
    """The last part of a file's name, without control characters, at most 255 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-255:] or "?"


@transaction.atomic
def read_again(*, by: User, source_id: int) -> Source:
    """Have a source read once more."""
    source = locked(source_id)
    rights.require(rights.may_read_again(by, source))
    if not source.may_be_read_again:
        raise ValidationError(_("Văn bản đang được đọc; hãy chờ lần đọc này xong."))
    source.job = engine.enqueue(READ, subject=source.pk, by=by)
    source.save(update_fields=["job"])
    record(actor=by, verb=Verb.SOURCE_READ_AGAIN, target=source)
    return source


@transaction.atomic
def withdraw(*, by: User, source_id: int, reason: str) -> Source:
    """Take back a source uploaded by mistake: it leaves every list, its file and its events stay."""
    source = locked(source_id)
    rights.require(rights.may_withdraw(by, source))
    if not reason.strip():
        raise ValidationError(_("Hãy ghi lý do rút văn bản."))
    for asks in settings.BEFORE_WITHDRAWAL:
        import_string(asks)(source=source, by=by)
    for work in (READ, MEND):
        engine.cancel(work=work, subject=source.pk)
    source.standing, source.chosen = Standing.WITHDRAWN, False
    source.withdrawn_by, source.withdrawn_at, source.withdrawn_reason = by, timezone.now(), reason.strip()
    source.save()
    record(actor=by, verb=Verb.SOURCE_WITHDRAWN, target=source, reason=source.withdrawn_reason)
    page_pictures.forget(source)
    recognised.forget(source)
    return source


@transaction.atomic
def choose(*, by: User, source_id: int) -> Source:
    """Say that the tasks of a directive are taken from this source, and not from its twins in the office."""
    source = locked(source_id)
    rights.require(rights.may_choose_source(by, source))
    if source.directive is None or source.reading is None:
        raise ValidationError(_("Bản này chưa đọc được; hãy chọn bản khác."))
    twins = Source.objects.filter(office=source.office, directive=source.directive).exclude(pk=source.pk)
    twins.filter(chosen=True).update(chosen=False)
    source.chosen = True
    source.save(update_fields=["chosen"])
    record(actor=by, verb=Verb.SOURCE_CHOSEN, target=source)
    for follows in settings.AFTER_CHOICE:
        import_string(follows)(source=source, by=by)
    return source


def locked(source_id: int) -> Source:
    """The source, held for the rest of the caller's transaction."""
    return (
        Source.objects.select_for_update(of=("self",)).select_related("job", "uploaded_by", "office").get(pk=source_id)
    )
