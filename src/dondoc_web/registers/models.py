"""What is stored of registers (sổ theo dõi): which fields one has, and its entries, each tied to an obligation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.work.models import Obligation


class Register(models.Model):
    """A register of an office: a name and fields, which are data (:class:`dondoc_web.registers.kinds.Field`).

    ``shipped`` is the key of the shipped definition that it was copied from;
    empty for one that the office made.
    """

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan"))
    name = models.CharField(_("tên sổ"), max_length=200)
    note = models.TextField(_("ghi chú của sổ"), blank=True)
    shipped = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(_("các trường"), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("lúc lập"))

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="one_register_per_office_and_name")]
        verbose_name = _("sổ theo dõi")

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """A line of a register, evidence of an obligation; ``agency`` repeats whose it is.

    ``values`` are words by key of field, plain: a day ``2026-12-15``, a number
    ``1234.5``, a body or a task its key. A field that was added later is absent.
    A withdrawn entry stays, with its reason, and is counted nowhere.
    """

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="register_entries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc ghi"))
    changed_at = models.DateTimeField(_("lúc sửa"))
    withdrawn_at = models.DateTimeField(_("lúc rút"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("lý do rút"), blank=True)

    class Meta:
        ordering = ["register", "-id"]
        indexes = [models.Index(fields=["register", "-id"], name="entry_of_register")]
        verbose_name = _("mục của sổ")

    def __str__(self) -> str:
        return f"{self.register_id}.{self.pk}"

    @property
    def office(self) -> Agency:
        """The office of the register; in its branch the log shows what happens to the entry."""
        return self.register.office

    @property
    def title(self) -> str:
        """The words of its first field of text, for a list."""
        texts = (self.values.get(one["key"], "") for one in self.register.fields if one["kind"] == "text")
        return next((words for words in texts if words), "")
