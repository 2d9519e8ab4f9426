"""The write side of documents: each verb is permission + transaction + save + event."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.documents import rights
from dondoc_web.documents.models import Source, Standing
from dondoc_web.jobs import engine

READ = "dondoc_web.documents.jobs.read_source"
"""The dotted name of the work that reads a source."""


@dataclass(frozen=True, slots=True)
class Received:
    """The source that now holds the file; ``known`` when it had been uploaded before."""

    source: Source
    known: bool


def receive(*, by: User, file: File[bytes], name: str, confirmed_unclassified: bool) -> Received:
    """Keep an uploaded file in quarantine and have it read.

    A file whose content is already here is not kept twice. Its name is not
    written to the log: a paper that turns out to be secret must leave no trace.
    """
    rights.require(rights.may_upload(by))
    if not confirmed_unclassified:
        raise ValidationError(_("Hãy xác nhận văn bản không thuộc danh mục bí mật nhà nước."))
    digest = hashlib.file_digest(file.open("rb"), "sha256").hexdigest()
    known = _live(digest)
    if known is not None:
        return Received(known, known=True)
    file.seek(0)
    source = Source(name=plain_name(name), size=file.size, sha256=digest, uploaded_by=by, uploaded_at=timezone.now())
    source.file.save(source.name, file, save=False)
    try:
        with transaction.atomic():
            source.save()
            source.job = engine.enqueue(READ, subject=source.pk, by=by)
            source.save(update_fields=["job"])
            record(actor=by, verb=Verb.SOURCE_RECEIVED, target=source)
    except IntegrityError:
        source.file.delete(save=False)
        known = _live(digest)
        if known is None:
            raise
        return Received(known, known=True)
    return Received(source, known=False)


def _live(digest: str) -> Source | None:
    return Source.objects.exclude(standing=Standing.WITHDRAWN).filter(sha256=digest).first()


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
    engine.cancel(work=READ, subject=source.pk)
    source.standing = Standing.WITHDRAWN
    source.withdrawn_by, source.withdrawn_at, source.withdrawn_reason = by, timezone.now(), reason.strip()
    source.save()
    record(actor=by, verb=Verb.SOURCE_WITHDRAWN, target=source, reason=source.withdrawn_reason)
    return source


def locked(source_id: int) -> Source:
    """The source, held for the rest of the caller's transaction."""
    return Source.objects.select_for_update(of=("self",)).select_related("job", "uploaded_by").get(pk=source_id)
