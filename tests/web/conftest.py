"""The cast: An administers, Bình and Chi are desk officers; a stranger has no account."""

from __future__ import annotations

import cast
import plans
import pristine
import pytest
from django.db import transaction
from django.test import Client, TransactionTestCase, override_settings

import dondoc
from dondoc_web.accounts.models import Role, User


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database as migrations leave it is kept, and a test that commits ends by going back to it."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        pristine.keep()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: pristine.put_back())
    yield
    patch.undo()


@pytest.fixture(scope="module")
def lasting(django_db_setup, django_db_blocker, tmp_path_factory):
    """A transaction and a folder of uploads for all tests of a file: what its own fixtures make rests on them."""
    patch = pytest.MonkeyPatch()
    patch.setattr(dondoc, "read_plan", plans.read_plan, raising=False)
    room = tmp_path_factory.mktemp("sources")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=room), transaction.atomic():
        yield room
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """Uploads of a test lie in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "sources"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def read_by_hand(request, monkeypatch):
    """The notation of plans.py instead of directives, but where a test is marked ``library``."""
    if "library" not in request.keywords:
        monkeypatch.setattr(dondoc, "read_plan", plans.read_plan, raising=False)


@pytest.fixture
def an(db):
    return User.objects.create_superuser("an", password="mat-khau-an", full_name="Nguyễn Thị An")


@pytest.fixture
def their_office(db):
    """Where Bình and Chi work."""
    return cast.agency("ubnd-tinh@lam-giang", "UBND tỉnh Lam Giang")


@pytest.fixture
def binh(their_office):
    return cast.person("binh", Role.DESK, their_office, full_name="Trần Văn Bình")


@pytest.fixture
def chi(their_office):
    return cast.person("chi", Role.DESK, their_office, full_name="Lê Thị Chi")


@pytest.fixture
def stranger(db):
    return Client()


@pytest.fixture
def browser(binh):
    """Bình, signed in."""
    client = Client()
    client.force_login(binh)
    return client


@pytest.fixture
def lam_giang(db):
    """Two provinces and their people (cast.py)."""
    return cast.two_provinces()
