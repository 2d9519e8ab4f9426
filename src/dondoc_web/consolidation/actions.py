"""The write side: have it drafted, change its words, take over or leave what later reports say, have its files made."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb
from dondoc_web.consolidation import wording
from dondoc_web.consolidation.comparing import changes, fresh
from dondoc_web.consolidation.drafting import Draft, digest
from dondoc_web.consolidation.gathering import basis_of, feeding
from dondoc_web.consolidation.holding import DRAFT_WORK, changed, drop_files, held_answer, held_to_change, is_drafting
from dondoc_web.consolidation.models import Consolidation, Kind, Section, Sentence
from dondoc_web.consolidation.storing import place, put
from dondoc_web.jobs import engine
from dondoc_web.papers.wording import FIELDS
from dondoc_web.reports.models import UnitReport

FILES_WORK = "dondoc_web.consolidation.jobs.make_files"
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to consolidate: reports of these duties that close from ``start`` to ``end``."""

    duties: Collection[int]
    start: date
    end: date
    kind: str = Kind.PERIOD.value
    by_unit: bool = True


@transaction.atomic
def ask(*, report_id: int, by: User, wanted: Wanted) -> Consolidation:
    """Have the answer to an expected report drafted in the background; once more where it is there.

    What a person edited stays. Raises ValidationError where there is nothing to consolidate.
    """
    expected = held_answer(report_id, by)
    duties = list(feeding(expected).filter(pk__in=wanted.duties))
    if not duties:
        raise ValidationError(_("Hãy chọn ít nhất một chế độ báo cáo của các đơn vị."))
    if wanted.start > wanted.end:
        raise ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu."))
    made = Consolidation.objects.select_for_update(of=("self",)).filter(answers=expected).first()
    now = timezone.now()
    if made is None:
        made = Consolidation(answers=expected, changed_by=by, changed_at=now)
    elif is_drafting(made):
        raise ValidationError(_("Dự thảo đang được lập; hãy đợi xong rồi lập lại."))
    made.kind, made.start, made.end, made.by_unit = wanted.kind, wanted.start, wanted.end, wanted.by_unit
    made.day = timezone.localdate()
    made.save()
    made.duties.set(duties)
    if not basis_of(made):
        raise ValidationError(_("Không có báo cáo nào của các đơn vị trong khoảng thời gian này."))
    UnitReport.objects.get_or_create(
        expected=expected, defaults={"prepared_at": now, "written_by": by, "changed_at": now}
    )
    _begin(made, by)
    span = {"start": str(made.start), "end": str(made.end), "kind": made.kind}
    record(actor=by, verb=Verb.CONSOLIDATION_ASKED, target=made, duties=[one.pk for one in duties], **span)
    return made


def _begin(made: Consolidation, by: User) -> None:
    """Words and files of before no longer hold; files that are being made are of no use."""
    engine.cancel(work=FILES_WORK, subject=made.pk)
    made.words = wording.first_words(made) | {name: made.words[name] for name in wording.KEPT if name in made.words}
    changed(made, by)
    made.job = engine.enqueue(DRAFT_WORK, subject=made.pk, by=by)
    made.save(update_fields=["job"])


# Sentences ------------------------------------------------------------------------------------------------------------


def _sentence(sentence_id: int, by: User) -> tuple[Consolidation, Sentence]:
    consolidation_id = Sentence.objects.values_list("consolidation", flat=True).get(pk=sentence_id)
    made = held_to_change(consolidation_id, by)
    return made, Sentence.objects.get(pk=sentence_id)


@transaction.atomic
def edit(*, sentence_id: int, by: User, text: str, kept: bool = True, seen: str | None = None) -> Sentence:
    """Say it otherwise, or leave it out; ``seen`` is the digest of the words that the person saw."""
    made, one = _sentence(sentence_id, by)
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise ValidationError(_("Hãy ghi nội dung câu; muốn bỏ câu thì bỏ chọn “Đưa vào báo cáo”."))
    if seen is not None and seen != digest(one.text):
        raise ValidationError(_("Người khác vừa sửa câu này; hãy chép lại phần đã gõ, tải lại trang rồi sửa tiếp."))
    before = {"text": one.text, "kept": one.kept}
    if before == {"text": text, "kept": kept}:
        return one
    one.text, one.kept = text, kept
    one.edited = one.is_own or text != one.drafted or not kept
    one.edited_by, one.edited_at = by, timezone.now()
    one.save()
    changed(made, by)
    record(
        actor=by, verb=Verb.CONSOLIDATION_EDITED, target=made, sentence=one.key, before=before,
        after={"text": text, "kept": kept},
    )  # fmt: skip
    return one


@transaction.atomic
def restore(*, sentence_id: int, by: User) -> Sentence:
    """Back to what the reports say."""
    made, one = _sentence(sentence_id, by)
    if one.is_own or not one.edited or one.gone:
        raise ValidationError(_("Câu này không có lời máy lập để khôi phục."))
    before = {"text": one.text, "kept": one.kept}
    one.text, one.kept, one.edited, one.edited_by, one.edited_at = one.drafted, True, False, None, None
    one.save()
    changed(made, by)
    record(actor=by, verb=Verb.CONSOLIDATION_RESTORED, target=made, sentence=one.key, before=before)
    return one


@transaction.atomic
def add_section(*, consolidation_id: int, by: User, title: str, text: str, after: int) -> Section:
    """A section of the lead's own behind the section with the key ``after``, a sentence for each line of ``text``."""
    made = held_to_change(consolidation_id, by)
    behind = made.sections.get(pk=after)
    title, lines = " ".join(title.split()), [line.strip() for line in text.splitlines() if line.strip()]
    if not title or not lines or len(text) > LONGEST:
        raise ValidationError(_("Hãy ghi tên mục và nội dung của mục."))
    key = f"own:{uuid.uuid4().hex}"
    section = Section.objects.create(
        consolidation=made, key=key, position=0, level=max(behind.level, 1), title=title, own=True, after=behind.key
    )
    _own_sentences(section, lines, by)
    place(made)
    changed(made, by)
    record(actor=by, verb=Verb.CONSOLIDATION_ADDED, target=made, title=title, text=text)
    return section


@transaction.atomic
def add(*, section_id: int, by: User, text: str) -> Sequence[Sentence]:
    """Sentences of the lead's own at the end of a section."""
    found = Section.objects.get(pk=section_id)
    made = held_to_change(found.consolidation_id, by)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(text) > LONGEST:
        raise ValidationError(_("Hãy ghi nội dung câu."))
    rows = _own_sentences(found, lines, by)
    changed(made, by)
    record(actor=by, verb=Verb.CONSOLIDATION_ADDED, target=made, title=found.title, text=text)
    return rows


def _own_sentences(section: Section, lines: Sequence[str], by: User) -> list[Sentence]:
    """Behind every sentence of the draft: their order begins with a figure that no other has."""
    there = section.sentences.filter(key__startswith="own:").count()
    now = timezone.now()
    return Sentence.objects.bulk_create(
        Sentence(
            consolidation_id=section.consolidation_id,
            section=section,
            key=f"own:{uuid.uuid4().hex}",
            order=f"99{n:010}",
            text=line,
            edited=True,
            edited_by=by,
            edited_at=now,
        )
        for n, line in enumerate(lines, there)
    )


# What later reports say -----------------------------------------------------------------------------------------------


@transaction.atomic
def take(*, consolidation_id: int, by: User, keys: Collection[str] | None = None) -> int:
    """Take over what the reports now say, of the sentences with these keys or of all; how many changes."""
    made = held_to_change(consolidation_id, by)
    now = fresh(made)
    wanted = [one for one in changes(made, now) if keys is None or one.key in keys]
    if not wanted:
        raise ValidationError(_("Các thay đổi này không còn nữa; hãy tải lại trang."))
    put(made, now, {one.key for one in wanted})
    _settle(made, now, by)
    record(actor=by, verb=Verb.CONSOLIDATION_TAKEN, target=made, sentences=[one.key for one in wanted])
    return len(wanted)


@transaction.atomic
def leave(*, consolidation_id: int, by: User, keys: Collection[str]) -> int:
    """Keep what stands; the same is not told again."""
    made = held_to_change(consolidation_id, by)
    now = fresh(made)
    wanted = [one for one in changes(made, now) if one.key in keys]
    if not wanted:
        raise ValidationError(_("Các thay đổi này không còn nữa; hãy tải lại trang."))
    made.left = made.left | {one.key: one.mark for one in wanted}
    _settle(made, now, by)
    record(actor=by, verb=Verb.CONSOLIDATION_LEFT, target=made, sentences=[one.key for one in wanted])
    return len(wanted)


def _settle(made: Consolidation, now: Draft, by: User) -> None:
    """Once nothing is left to decide the reports count as looked at."""
    changed(made, by)
    if not changes(made, now):
        made.basis = basis_of(made)
        made.save(update_fields=["basis"])


# Letterhead and files -------------------------------------------------------------------------------------------------


@transaction.atomic
def revise(*, consolidation_id: int, by: User, words: Mapping[str, str], day: date) -> Consolidation:
    """Change the phrases of the letterhead, the abstract, the recipients; ``day`` gives month and year."""
    made = held_to_change(consolidation_id, by)
    new = {name: words.get(name, made.words.get(name, "")) for name in FIELDS if name != "body"}
    before = {name: made.words.get(name, "") for name in new if new[name] != made.words.get(name, "")}
    if not before and day == made.day:
        return made
    made.words, made.day = new, day
    changed(made, by)
    record(
        actor=by, verb=Verb.CONSOLIDATION_REVISED, target=made, before=before, day=str(day),
        after={name: new[name] for name in before},
    )  # fmt: skip
    return made


@transaction.atomic
def ask_files(*, consolidation_id: int, by: User) -> Consolidation:
    """Have the DOCX and the PDF made in the background; one at a time."""
    made = held_to_change(consolidation_id, by)
    if made.job is None or not made.job.is_open:
        drop_files(made)
        made.job = engine.enqueue(FILES_WORK, subject=made.pk, by=by)
        made.save()
        record(actor=by, verb=Verb.CONSOLIDATION_FILES_ASKED, target=made)
    return made
