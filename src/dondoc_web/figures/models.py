"""Plans that an office shows to everyone, and where people put the squares of a map."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.work.models import Plan


class Publication(models.Model):
    """The public page of a plan (trang công khai): open from one moment until it is ended.

    ``address`` is the part of its address that nobody guesses. A plan that is
    published again gets another one, so an old address never comes back.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications", verbose_name=_("kế hoạch"))
    address = models.SlugField(max_length=32, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("lúc công khai"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("lúc thôi công khai"), null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(ended_at=None), name="one_open_publication_per_plan"
            )
        ]
        verbose_name = _("trang công khai")

    def __str__(self) -> str:
        return str(self.plan)

    @property
    def office(self) -> Agency:
        """The office whose plan it is; in its branch the log shows what happens to it."""
        return self.plan.office


class SquarePlace(models.Model):
    """Where people put a square of the map of completeness (ô bản đồ); without a row it has the shipped place, or none.

    ``key`` is that of a province (``lam-dong``) or of a unit's body (``ubnd-xa-song-lam@lam-giang``).
    """

    key = models.CharField(max_length=150, unique=True)
    column = models.PositiveSmallIntegerField(_("cột"))
    row = models.PositiveSmallIntegerField(_("hàng"))

    class Meta:
        ordering = ["key"]
        verbose_name = _("ô bản đồ")

    def __str__(self) -> str:
        return f"{self.key}: {self.column}, {self.row}"
