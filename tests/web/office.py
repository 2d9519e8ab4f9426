"""What people and the worker do in the tests."""

from __future__ import annotations

import plans
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from dondoc_web.accounts.models import User
from dondoc_web.documents.actions import receive
from dondoc_web.documents.models import Source
from dondoc_web.jobs.engine import LeaveInQueue

PLAN = plans.many_tasks(3).replace("công tác\n", "công tác theo Nghị quyết 47/NQ-CP\n", 1)
"""Three tasks and a citation, in the notation of plans.py."""


def uploaded(by: User, text: str | bytes = PLAN, name: str = "kh12.txt") -> Source:
    """A source that ``by`` has just uploaded."""
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content)
    return receive(by=by, file=file, name=name, confirmed_unclassified=True).source


def work() -> None:
    """Do what waits in the engine's queue, as its worker does: a message stays when its function raises."""
    for message in OrmQ.objects.order_by("pk"):
        try:
            package = SignedPackage.loads(message.payload)
            import_string(package["func"])(*package["args"])
        except LeaveInQueue:
            continue
        message.delete()


def read(by: User, text: str | bytes = PLAN, name: str = "kh12.txt") -> Source:
    """A source that was uploaded and read; as it then stands in the database."""
    source = uploaded(by, text, name)
    work()
    return Source.objects.get(pk=source.pk)
