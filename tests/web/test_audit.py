"""The log: written with its change, never changed."""

import pytest
from django.db import transaction

from dondoc_web.audit.actions import record
from dondoc_web.audit.models import AppendOnly, Event, Verb


@pytest.fixture
def event(an):
    with transaction.atomic():
        return record(actor=an, verb=Verb.PASSWORD_CHANGED, target=an)


def test_an_event_names_who_what_and_when(event, an):
    assert (event.actor, event.verb, event.target) == (an, "account.password_changed", f"user:{an.pk}")
    assert event.at.tzinfo is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.filter(pk=event.pk).update(verb="x"),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.bulk_update([event], ["verb"]),
    ],
)
def test_an_event_is_never_changed_or_deleted(event, change):
    with pytest.raises(AppendOnly):
        change(event)
    assert Event.objects.get() == event


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(an):
    with pytest.raises(transaction.TransactionManagementError):
        record(actor=an, verb=Verb.PASSWORD_CHANGED)
