"""Work that comes again by itself: ``RECURRING`` of the settings, kept as schedules of the engine.

The engine's workers look once in half a minute what is due; with several
clusters one of them hands it out. A run that comes late, twice or not at all
must do no harm: that is the business of the function that is named.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils.module_loading import import_string
from django_q.models import Schedule

log = logging.getLogger(__name__)

RUN = "dondoc_web.jobs.schedules.run"


def keep() -> None:
    """Make the engine's schedules those of the settings; when each is due next stays as it is."""
    for name, (_work, minutes) in settings.RECURRING.items():
        Schedule.objects.update_or_create(
            name=name,
            defaults={"func": RUN, "args": repr((name,)), "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
    Schedule.objects.filter(func=RUN).exclude(name__in=settings.RECURRING).delete()


def run(name: str) -> None:
    """Do the recurring work ``name`` once. An error goes to the log: the next round comes anyway."""
    work, _minutes = settings.RECURRING.get(name, (None, 0))
    if work is None:
        return
    try:
        import_string(work)()
    except Exception:
        log.exception("recurring work %s failed", name)
