"""Two sources of one directive: where they truly differ, and from which one tasks are taken."""

import cast
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from office import PLAN, read, uploaded

from dondoc_web.accounts.models import Role
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions, comparing
from dondoc_web.documents.models import Source


@pytest.fixture
def one(binh):
    return read(binh, PLAN, "ban-mot.txt")


@pytest.fixture
def other(binh):
    return read(binh, PLAN.replace("Quý III/2024, lần 2", "Quý IV/2025, lần 2").replace("chương", "chưong"), "hai.txt")


def again(source):
    return Source.objects.get(pk=source.pk)


def test_differences_are_shown_and_misread_words_are_not(browser, one, other):
    found = comparing.comparison(one.reading, other.reading)
    assert [line.has_number for line in found.lines] == [True]
    page = browser.get(reverse("documents:compare", args=[one.pk, other.pk])).content.decode()
    assert "1 chỗ khác nhau" in page
    assert "2024" in page
    assert "2025" in page


def test_very_long_sources_are_not_compared(browser, one, other, monkeypatch):
    monkeypatch.setattr(comparing, "LONGEST", 10)
    page = browser.get(reverse("documents:compare", args=[one.pk, other.pk])).content.decode()
    assert "quá dài" in page


@pytest.mark.parametrize("same", [True, False])
def test_there_is_nothing_to_compare_with_itself_or_what_was_not_read(browser, binh, one, same):
    other_id = one.pk if same else uploaded(binh, PLAN + "\n\n", "chua-doc.txt").pk
    assert browser.get(reverse("documents:compare", args=[one.pk, other_id])).status_code in {403, 404}


def test_one_is_chosen_at_a_time_and_the_log_says_who(browser, binh, one, other):
    for source in (one, other):
        browser.post(reverse("documents:choose", args=[source.pk]))
    assert (again(one).chosen, again(other).chosen) == (False, True)
    assert [event.actor for event in Event.objects.filter(verb=Verb.SOURCE_CHOSEN)] == [binh, binh]
    assert "Nhiệm vụ được lấy từ bản này." in browser.get(reverse("documents:show", args=[other.pk])).content.decode()
    assert "(lấy nhiệm vụ)" in browser.get(reverse("documents:show", args=[one.pk])).content.decode()


def test_a_withdrawn_source_is_chosen_no_longer(binh, one):
    actions.choose(by=binh, source_id=one.pk)
    actions.withdraw(by=binh, source_id=one.pk, reason="nhầm")
    assert not again(one).chosen


def test_who_only_looks_chooses_nothing(one, their_office):
    leader = cast.person("leader", Role.LEADER, their_office)
    with pytest.raises(PermissionDenied):
        actions.choose(by=leader, source_id=one.pk)


def test_a_source_of_no_directive_is_not_chosen(binh, one):
    Source.objects.filter(pk=one.pk).update(directive=None)
    with pytest.raises(ValidationError):
        actions.choose(by=binh, source_id=one.pk)
