"""Views of the register that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency


class SavedView(models.Model):
    """Filters, order and columns of the register under a name; with ``office``, for all who work in its branch."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    office = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("tên"), max_length=100)
    query = models.CharField(max_length=1500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_view_per_person_and_name")]
        verbose_name = _("cách xem đã lưu")

    def __str__(self) -> str:
        return self.name
