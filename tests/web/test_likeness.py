"""The same directive in another file: known by its identity, or asked of a person."""

import plans
import pytest
from django.urls import reverse
from office import read, work

from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions, likeness, queries
from dondoc_web.documents.models import Likeness, Source, TextMark

WHOLE = plans.many_tasks(5)
NUMBERLESS = WHOLE.replace("Số: 12/KH-UBND\n", "")
OTHER = "Số: 9/KH-SNV\nNgày: 2024-01-02\n1. Rà soát quy chế làm việc của các phòng chuyên môn thuộc Sở Nội vụ\n"


@pytest.fixture
def pair(binh):
    return read(binh, WHOLE, "ban-chinh.txt"), read(binh, NUMBERLESS, "ban-quet.txt")


def asked(source):
    return [found.pk for found in queries.open_likenesses(source.uploaded_by, source)]


def test_another_file_with_the_same_identity_is_a_twin_without_asking(binh, browser):
    first = read(binh, WHOLE, "mot.txt")
    second = read(binh, WHOLE + "\nNơi nhận:\n", "hai.txt")
    assert first.directive == second.directive
    assert not Likeness.objects.exists()
    assert browser.get("/").content.decode().count("có bản khác") == 2


def test_a_text_nearly_equal_without_a_number_is_asked_on_page_and_list(pair, browser):
    for source in pair:
        page = browser.get(reverse("documents:show", args=[source.pk])).content.decode()
        assert "Có thể là cùng một văn bản với" in page
    assert browser.get("/").content.decode().count("có thể trùng văn bản khác") == 2
    assert Likeness.objects.get().percent >= 90


def test_another_paper_is_not_asked_about(binh):
    read(binh, WHOLE)
    read(binh, OTHER, "khac.txt")
    assert not Likeness.objects.exists()


def test_a_confirmed_twin_joins_the_directive_that_is_known_and_stays_when_read_again(pair, browser, binh):
    clean, scan = pair
    found = Likeness.objects.get()
    browser.post(reverse("documents:answer_likeness", args=[clean.pk, found.pk]), {"same": "yes"})
    scan.refresh_from_db()
    assert scan.directive == clean.directive
    event = Event.objects.get(verb=Verb.TWIN_CONFIRMED)
    assert (event.actor, event.target, event.data) == (binh, f"source:{scan.pk}", {"other": clean.pk})
    actions.read_again(by=binh, source_id=scan.pk)
    work()
    scan.refresh_from_db()
    assert scan.directive == clean.directive
    assert asked(scan) == asked(clean) == []


def test_a_refused_twin_is_never_asked_about_again(pair, browser, binh):
    clean, scan = pair
    likeness.answer(by=binh, likeness_id=Likeness.objects.get().pk, same=False)
    actions.read_again(by=binh, source_id=scan.pk)
    work()
    assert Source.objects.get(pk=scan.pk).directive != clean.directive
    assert asked(scan) == []
    assert Event.objects.filter(verb=Verb.TWIN_REFUSED).count() == 1


def test_an_answer_given_twice_is_told(pair, browser, binh):
    found = Likeness.objects.get()
    likeness.answer(by=binh, likeness_id=found.pk, same=False)
    answer = reverse("documents:answer_likeness", args=[pair[0].pk, found.pk])
    assert "đã có người trả lời" in browser.post(answer, {"same": "yes"}, follow=True).content.decode()
    assert Likeness.objects.get().same is False


def test_a_withdrawn_paper_is_not_asked_about(pair, binh):
    clean, scan = pair
    actions.withdraw(by=binh, source_id=scan.pk, reason="nhầm")
    assert asked(clean) == []


def test_marks_are_those_of_the_last_reading(binh):
    source = read(binh, WHOLE)
    before = TextMark.objects.count()
    actions.read_again(by=binh, source_id=source.pk)
    work()
    assert TextMark.objects.count() == before <= 64
