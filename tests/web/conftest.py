"""The cast: An administers, Bình and Chi are desk officers; a stranger has no account."""

from __future__ import annotations

import plans
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_q.models import OrmQ
from django_q.signing import SignedPackage

import dondoc
from dondoc_web.accounts.models import User
from dondoc_web.documents.actions import receive
from dondoc_web.documents.jobs import read_source
from dondoc_web.documents.models import Source
from dondoc_web.jobs.engine import LeaveInQueue

PLAN = plans.many_tasks(3).replace("công tác\n", "công tác theo Nghị quyết 47/NQ-CP\n", 1)


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


def uploaded(by: User, text: str | bytes = PLAN, name: str = "kh12.txt") -> Source:
    """A source that ``by`` has just uploaded."""
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return receive(by=by, file=file, name=name, confirmed_unclassified=True).source


def work() -> None:
    """Do what waits in the engine's queue, as its worker does: a message stays when its function raises."""
    for message in OrmQ.objects.order_by("pk"):
        try:
            read_source(*SignedPackage.loads(message.payload)["args"])
        except LeaveInQueue:
            continue
        message.delete()


def read(by: User, text: str | bytes = PLAN, name: str = "kh12.txt") -> Source:
    """A source that was uploaded and read; as it then stands in the database."""
    source = uploaded(by, text, name)
    work()
    return Source.objects.get(pk=source.pk)
