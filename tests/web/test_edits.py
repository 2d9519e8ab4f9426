"""Repaired words: shown by confidence, decided by people, undone with everything else kept."""

import re
from pathlib import Path

import cast
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from office import PLAN, read, uploaded, work

from dondoc.document import Page, Word
from dondoc.text import Span
from dondoc_web.accounts.models import Role
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions, boxes, deciding, edits, reading
from dondoc_web.documents.edits import Level, change_at, changes_of
from dondoc_web.documents.models import EditDecision, PageText, Source, Verdict
from dondoc_web.jobs import engine

DEMO = Path(__file__).resolve().parents[2] / "demo/documents"
RUINED = (DEMO / "ke-hoach-thanh-uy-ocr.txt").read_bytes().decode()
SHORT = "".join(RUINED.splitlines(keepends=True)[:40])


@pytest.fixture
def ruined(binh):
    return read(binh, SHORT, "ke-hoach-ocr.txt")


def again(source):
    """The source after the background has done its work."""
    work()
    return Source.objects.select_related("reading").get(pk=source.pk)


def texts(source):
    return source.reading.plan.source.text


def decide(by, source, change, verdict, after=""):
    return deciding.decide(by=by, source_id=source.pk, place=change.place, verdict=verdict, after=after)


@pytest.mark.library
class TestRuinedText:
    """On a text that the library really repaired."""

    def test_undoing_one_change_keeps_all_others(self, binh, ruined):
        before = ruined.reading.plan.source
        change = changes_of(ruined.reading)[5]
        decide(binh, ruined, change, Verdict.UNDONE)
        after = again(ruined).reading.plan.source
        assert {edit.span for edit in before.edits} - {edit.span for edit in after.edits} == {change.place}
        assert after.original == before.original
        assert Event.objects.filter(verb__in=[Verb.EDIT_UNDONE, Verb.SOURCE_MENDED]).count() == 2

    def test_what_was_decided_can_be_taken_back(self, binh, ruined):
        change, first = changes_of(ruined.reading)[5], texts(ruined)
        decide(binh, ruined, change, Verdict.UNDONE)
        mended = again(ruined)
        assert texts(mended) != first
        assert change_at(mended, change.place).level == Level.UNDONE
        deciding.take_back(by=binh, source_id=ruined.pk, place=change.place)
        assert texts(again(ruined)) == first
        assert not EditDecision.objects.exists()

    def test_another_reading_is_chosen_and_holds_for_a_later_reading(self, binh, ruined):
        change = changes_of(ruined.reading)[5]
        decide(binh, ruined, change, Verdict.READ_AS, "  chữ\n khác ")
        mended = again(ruined)
        assert texts(mended)[change.here.start :].startswith("chữ khác")
        actions.read_again(by=binh, source_id=ruined.pk)
        later = again(ruined)
        assert later.reading != mended.reading
        assert texts(later) == texts(mended)
        assert change_at(later, change.place).level == Level.PERSON

    def test_a_change_confirmed_waits_no_longer_and_nothing_is_read_again(self, binh, ruined):
        change = next(c for c in changes_of(ruined.reading) if c.level in edits.TO_BE_SEEN)
        waiting = edits.to_be_seen(changes_of(ruined.reading))
        decide(binh, ruined, change, Verdict.CONFIRMED, change.after)
        assert edits.to_be_seen(changes_of(ruined.reading)) == waiting - 1
        assert again(ruined).reading == ruined.reading

    def test_a_decision_made_while_the_text_is_mended_is_taken_in(self, binh, ruined, monkeypatch):
        one, other = changes_of(ruined.reading)[5:7]
        decide(binh, ruined, one, Verdict.UNDONE)
        store, late = reading.store, []

        def slow_store(**kwargs):
            if not late:
                late.append(decide(binh, ruined, other, Verdict.UNDONE))
            return store(**kwargs)

        monkeypatch.setattr(reading, "store", slow_store)
        left = {edit.span for edit in again(ruined).reading.plan.source.edits}
        assert not {one.place, other.place} & left
        assert Source.objects.get(pk=ruined.pk).readings.count() == 2

    def test_the_page_marks_changes_by_kind_and_shows_the_original(self, browser, ruined):
        shown = browser.get(reverse("documents:show", args=[ruined.pk])).content.decode()
        changes = changes_of(ruined.reading)
        for change in changes[:20]:
            assert re.search(rf'e e-{change.level.code}" data-m="[^"]*{change.token}"', shown)
        original = browser.get(reverse("documents:original", args=[ruined.pk])).content.decode()
        assert "".join(re.split(r"<[^>]+>", original)).startswith(SHORT[:60])

    def test_the_list_says_original_reason_and_confidence(self, browser, ruined):
        shown = browser.get(reverse("documents:show", args=[ruined.pk]) + "?tab=edits&show=all").content.decode()
        change = changes_of(ruined.reading)[0]
        assert change.before in shown
        assert str(change.reason) in shown
        assert f"{change.percent} %" in shown

    @pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
    def test_a_form_decides(self, browser, ruined, htmx):
        change = changes_of(ruined.reading)[5]
        address = reverse("documents:edit", args=[ruined.pk, *change.place])
        answer = browser.post(address, {"verdict": "undone", "after": ""}, headers=htmx)
        assert answer.status_code == (200 if htmx else 302)
        assert EditDecision.objects.get().verdict == Verdict.UNDONE
        if htmx:
            assert "Chờ đọc lại" in answer.content.decode()
            assert "Đang đọc lại" in browser.get(reverse("documents:mending", args=[ruined.pk])).content.decode()
        work()
        assert "Đã đọc lại" in browser.get(reverse("documents:mending", args=[ruined.pk])).content.decode()


@pytest.mark.parametrize("data", [{"verdict": "nonsense"}, {"verdict": "read_as", "after": "  "}, {}])
def test_what_makes_no_sense_changes_nothing(browser, binh, data):
    source = read(binh)
    answer = browser.post(reverse("documents:edit", args=[source.pk, 1, 4]), data)
    assert answer.status_code == 302
    assert not EditDecision.objects.exists()


@pytest.mark.parametrize("place", [Span(0, 99999), Span(5, 5), Span(9, 4)])
def test_a_place_outside_the_text_is_refused(binh, place):
    source = read(binh)
    with pytest.raises(ValidationError):
        deciding.decide(by=binh, source_id=source.pk, place=place, verdict=Verdict.UNDONE)


def test_nobody_decides_in_quarantine(binh):
    source = uploaded(binh)
    with pytest.raises(PermissionDenied):
        deciding.decide(by=binh, source_id=source.pk, place=Span(0, 2), verdict=Verdict.UNDONE)


def test_nothing_is_decided_while_the_file_is_read(binh):
    source = read(binh)
    actions.read_again(by=binh, source_id=source.pk)
    with pytest.raises(ValidationError):
        deciding.decide(by=binh, source_id=source.pk, place=Span(0, 2), verdict=Verdict.UNDONE)


def test_a_doubtful_word_of_a_scan_waits_for_a_person(binh):
    source = read(binh)
    words = (Word(0, 2, 10, 10, 20, 20, 0.9), Word(3, 7, 25, 10, 40, 20, 0.3))
    page = Page(number=1, width=595, height=842, span=Span(0, 7), words=words, origin="recognised")
    PageText.objects.bulk_create(boxes.rows_of(source.reading, [page]))
    (change,) = changes_of(source.reading)
    assert (change.place, change.level, change.before) == (Span(3, 7), Level.UNSURE, PLAN[3:7])
    decide(binh, source, change, Verdict.CONFIRMED, change.before)
    assert change_at(source, change.place).level == Level.CONFIRMED


def test_decisions_go_with_a_refused_paper_and_the_log_holds_no_words(binh):
    source = read(binh, "Kính gửi anh An\n")
    deciding.decide(by=binh, source_id=source.pk, place=Span(0, 8), verdict=Verdict.READ_AS, after="Bí ẩn")
    attempt = engine.begin(Source.objects.get(pk=source.pk).job_id)
    assert attempt is not None
    reading.refuse_as_classified(attempt=attempt)
    assert not EditDecision.objects.exists()
    assert "Bí ẩn" not in str([event.data for event in Event.objects.all()])


def test_who_only_looks_decides_nothing(binh, their_office):
    source = read(binh)
    leader = cast.person("leader", Role.LEADER, their_office)
    with pytest.raises(PermissionDenied):
        deciding.decide(by=leader, source_id=source.pk, place=Span(0, 2), verdict=Verdict.UNDONE)
