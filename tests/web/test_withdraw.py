"""A mistaken upload is taken back with a reason; its log stays."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from office import PLAN, read, uploaded, work

from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions, queries
from dondoc_web.documents.models import Reading, Source
from dondoc_web.jobs.models import Job, State


def test_it_leaves_the_list_and_its_event_keeps_the_reason(browser, binh):
    source = read(binh)
    browser.post(reverse("documents:withdraw", args=[source.pk]), {"reason": "Nhầm dự thảo"})
    event = Event.objects.get(verb=Verb.SOURCE_WITHDRAWN)
    assert (event.actor, event.target, event.data) == (binh, f"source:{source.pk}", {"reason": "Nhầm dự thảo"})
    assert not queries.live_sources(binh).exists()
    assert "Nhầm dự thảo" in browser.get(reverse("documents:show", args=[source.pk])).content.decode()


def test_a_reason_is_asked_for(browser, binh):
    source = read(binh)
    response = browser.post(reverse("documents:withdraw", args=[source.pk]), {"reason": "  "})
    assert response.status_code == 400
    assert "Hãy ghi lý do" in response.content.decode()
    with pytest.raises(ValidationError):
        actions.withdraw(by=binh, source_id=source.pk, reason=" ")


def test_only_the_one_who_uploaded_it_or_an_administrator_may(an, binh, chi):
    source = read(binh)
    with pytest.raises(PermissionDenied):
        actions.withdraw(by=chi, source_id=source.pk, reason="không phải của tôi")
    assert actions.withdraw(by=an, source_id=source.pk, reason="quản trị viên rút").is_withdrawn


def test_a_reading_under_way_is_cancelled(binh):
    source = uploaded(binh)
    actions.withdraw(by=binh, source_id=source.pk, reason="nhầm")
    work()
    assert Job.objects.get().state == State.CANCELLED
    assert not Reading.objects.exists()


def test_a_withdrawn_source_is_read_no_more(binh):
    source = read(binh)
    actions.withdraw(by=binh, source_id=source.pk, reason="nhầm")
    with pytest.raises(PermissionDenied):
        actions.read_again(by=binh, source_id=source.pk)


def test_the_same_paper_may_be_uploaded_anew(binh):
    first = read(binh)
    actions.withdraw(by=binh, source_id=first.pk, reason="nhầm")
    second = read(binh, PLAN)
    assert second.pk != first.pk
    assert Source.objects.count() == 2
