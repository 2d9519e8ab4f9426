"""The read side of the log."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models

from dondoc_web.audit.models import Event


def history(target: models.Model) -> Sequence[Event]:
    """Everything done to ``target``, oldest first."""
    name = f"{target._meta.model_name}:{target.pk}"
    return list(Event.objects.filter(target=name).select_related("actor"))
