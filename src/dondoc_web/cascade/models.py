"""Two directives compared, and the tasks of the lower one that answer clauses of the upper one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency
from dondoc_web.documents.models import Reading, Source
from dondoc_web.work.models import LinkState


class Pairing(models.Model):
    """A lower directive compared with an upper one (cặp văn bản), each in the reading named here.

    ``by_wording`` when neither carries out the other: both stand under a
    directive that is not at hand, and only words speak. ``asked`` holds the
    clauses of the upper directive, ``tasks`` the tasks of the lower one, as
    :mod:`dondoc_web.cascade.facts` writes them, so that a page reads no plan.
    """

    upper = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pairings_below")
    lower = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="pairings_above")
    upper_reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    lower_reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    by_wording = models.BooleanField(_("chỉ so theo câu chữ"), default=False)
    asked = models.JSONField(default=list)
    tasks = models.JSONField(default=list)
    compared_at = models.DateTimeField(_("lúc so"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upper", "lower"], name="one_pairing_of_two_sources")]
        verbose_name = _("cặp văn bản")

    def __str__(self) -> str:
        return f"{self.lower.title} → {self.upper.title}"

    @property
    def office(self) -> Agency | None:
        """Whose paper the lower one is; in its branch the log shows what happens to the links."""
        return self.lower.office


class ClauseLink(models.Model):
    """A task of the lower directive that answers a clause of the upper one (liên kết mục – nhiệm vụ).

    ``clause`` is an address as the outline gives it, ``task`` the key of the
    task in its reading; the words of both are kept as they were compared.
    ``reasons`` are those of :class:`dondoc.linking.Reasons`; ``score`` is 0 to 1.
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="links")
    clause = models.CharField(_("mục"), max_length=200)
    task = models.CharField(_("nhiệm vụ"), max_length=200)
    clause_text = models.TextField()
    task_text = models.TextField()
    score = models.FloatField(_("điểm"))
    reasons = models.JSONField(default=dict)
    state = models.CharField(_("tình trạng"), max_length=10, choices=LinkState.choices, default=LinkState.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "clause", "task"], name="one_link_of_clause_and_task")
        ]
        verbose_name = _("liên kết mục – nhiệm vụ")

    def __str__(self) -> str:
        return f"{self.task} → {self.clause}"

    @property
    def office(self) -> Agency | None:
        return self.pairing.office

    @property
    def counts(self) -> bool:
        """It is an answer: nobody has refused it."""
        return self.state != LinkState.REFUSED

    @property
    def is_proposed(self) -> bool:
        return self.state == LinkState.PROPOSED

    @property
    def percent(self) -> int:
        """The score in hundredths."""
        return round(self.score * 100)
