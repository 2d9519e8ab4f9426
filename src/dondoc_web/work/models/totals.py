"""Totals of obligations: what figures of a whole branch are added up from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.work.models.obligations import Stage


class Total(models.Model):
    """So many obligations more (or fewer, ``n`` < 0) of one kind; only the sum of a kind means something.

    Rows are added, never changed, so that two who write at once never wait for
    each other; ``totals.gather`` folds those of one kind into one.
    ``settled`` is the timeliness that no clock changes any more (a code), empty
    while it depends on the day asked. ``due_on`` is then the day itself, else
    the first day of its half of a month (1 or 15).
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    settled = models.CharField(max_length=12, blank=True)
    due_on = models.DateField(null=True, blank=True)
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["office", "agency", "stage", "settled", "due_on"], name="total_of_office"),
            models.Index(fields=["agency", "due_on"], name="total_of_agency"),
        ]
        verbose_name = _("tổng số")

    def __str__(self) -> str:
        return f"{self.office_id} × {self.agency_id} {self.stage} {self.settled}: {self.n}"
