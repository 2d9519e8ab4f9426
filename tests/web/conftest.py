"""The cast: An administers, Bình and Chi are desk officers; a stranger has no account."""

from __future__ import annotations

import plans
import pytest
from django.test import Client

import dondoc
from dondoc_web.accounts.models import User


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
def binh(db):
    return User.objects.create_user("binh", password="mat-khau-binh", full_name="Trần Văn Bình")


@pytest.fixture
def chi(db):
    return User.objects.create_user("chi", password="mat-khau-chi", full_name="Lê Thị Chi")


@pytest.fixture
def stranger(db):
    return Client()


@pytest.fixture
def browser(binh):
    """Bình, signed in."""
    client = Client()
    client.force_login(binh)
    return client
