"""The write side of filled forms: an upload is kept until a person has seen what it changes, then taken over whole."""

from __future__ import annotations

import hashlib
from typing import Any

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
from dondoc_web.papers.package import LIMITS
from dondoc_web.reports import filled, rights, writing
from dondoc_web.reports.holding import held_to_write, why_not_written, written_of
from dondoc_web.reports.lines import Content
from dondoc_web.reports.models import Expected, FilledForm, UnitReport


def as_json(found: filled.Filled) -> dict[str, Any]:
    """What a form says, for a column of JSON; :func:`text_of` reads it."""
    return {
        "general": found.general,
        "lines": {str(key): content.as_json() for key, content in found.lines.items()},
        "added": [[words, content.as_json()] for words, content in found.added],
    }


def text_of(kept: FilledForm) -> writing.Text:
    """What a kept form would write."""
    content = kept.content
    return writing.Text(
        **content["general"],
        lines={int(key): Content.of_json(said) for key, said in content["lines"].items()},
        added=[(words, Content.of_json(said)) for words, said in content["added"]],
        seen=kept.seen,
    )


def fill(
    *, report_id: int, by: User, file: File[bytes], name: str, confirmed_unclassified: bool
) -> tuple[FilledForm | None, list[filled.Wrong]]:
    """Keep what a filled form would change, or say what does not fit; the report itself stays as it is.

    Raises ValidationError where the file as a whole is not taken.
    """
    expected = Expected.objects.select_related("office", "agency").get(pk=report_id)
    require(rights.may_hand_in(by, expected))
    why = why_not_written(expected)
    if why:
        raise ValidationError(why)
    if not confirmed_unclassified:
        raise ValidationError(_("Hãy xác nhận tệp không thuộc danh mục bí mật nhà nước."))
    report, name = written_of(expected), plain_name(name)
    content = file.open("rb").read(LIMITS.bytes + 1)
    answer = filled.read(content, name)
    with transaction.atomic():
        held_to_write(report_id, by)
        report.refresh_from_db()
        found = filled.check(report, answer)
        if found.wrong:
            return None, found.wrong
        if not (found.lines or found.added or _general_differs(report, found)):
            raise ValidationError(_("Tệp không có gì khác với báo cáo đang có."))
        sha256 = hashlib.sha256(content).hexdigest()
        facts = {"name": name, "sha256": sha256, "by": by, "at": timezone.now(), "older": found.older}
        facts |= {"content": as_json(found), "seen": writing.stamp(report)}
        kept, _made = FilledForm.objects.update_or_create(report=report, defaults=facts)
        told = {"name": name, "sha256": sha256, "lines": len(found.lines), "added": len(found.added)}
        record(actor=by, verb=Verb.REPORT_FORM_READ, target=expected, **told)
        return kept, []


def _general_differs(report: UnitReport, found: filled.Filled) -> bool:
    return any(getattr(report, name) != words for name, words in found.general.items())


@transaction.atomic
def take(*, report_id: int, by: User) -> UnitReport:
    """Write what the kept form says, all of it, into the report that it was compared with."""
    expected = held_to_write(report_id, by)
    kept = _kept(expected)
    if kept.seen != writing.stamp(kept.report):
        raise ValidationError(_("Báo cáo đã được sửa hoặc lập lại sau khi nạp tệp; hãy nạp lại tệp để xem thay đổi."))
    report = writing.write(report_id=report_id, by=by, text=text_of(kept))
    record(actor=by, verb=Verb.REPORT_FORM_TAKEN, target=expected, name=kept.name, sha256=kept.sha256)
    kept.delete()
    return report


@transaction.atomic
def drop(*, report_id: int, by: User) -> Expected:
    """Leave the report as it is."""
    expected = held_to_write(report_id, by)
    kept = _kept(expected)
    record(actor=by, verb=Verb.REPORT_FORM_DROPPED, target=expected, name=kept.name, sha256=kept.sha256)
    kept.delete()
    return expected


def _kept(expected: Expected) -> FilledForm:
    found = FilledForm.objects.select_related("report").filter(report__expected=expected).first()
    if found is None:
        raise ValidationError(_("Không còn tệp nào chờ xác nhận; hãy nạp lại tệp."))
    return found
