"""What is stored of search: entries as they are found, what each shelf holds, searches that people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc_web.agencies.models import Agency


class Kind(models.IntegerChoices):
    """What an entry is; the number is a part of its key, so it never changes."""

    DIRECTIVE = 1, _("văn bản")
    CLAUSE = 2, _("điều khoản")
    TASK = 3, _("nhiệm vụ")
    AGENCY = 4, _("cơ quan")
    REPORT = 5, _("báo cáo")
    PROGRESS = 6, _("tiến độ")
    EVIDENCE = 7, _("minh chứng")


class Entry(models.Model):
    """Words that are found (mục tra cứu), with the object that they belong to.

    ``id`` says kind, day, object and part (:mod:`.places`), so that the newest
    of a kind are a walk along it. ``head`` is what the object is called, where
    that is searched; ``words`` are printed words, at ``spans`` of the text of
    ``source``, ``loose``ly where a person may have changed them. ``folded`` and
    ``marked`` are head and words as they are compared (:mod:`.folding`), parted by
    ``|``. ``agencies`` are keys between spaces,
    ``target`` is the key that the address of a hit needs where the object's own does not do.
    Who sees an entry is asked of its object, never of the entry. A paper that is
    deleted takes its entries with it.

    SQLite's index (``search_words``) follows by triggers of the database, which a
    migration that rebuilds this table has to make again.
    """

    id = models.BigIntegerField(primary_key=True)
    shelf = models.CharField(max_length=20)
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    object = models.BigIntegerField()
    part = models.PositiveIntegerField(default=0)
    head = models.TextField(blank=True)
    label = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    marked = models.TextField(blank=True)
    spans = models.JSONField(default=list)
    loose = models.BooleanField(default=False)
    date = models.DateField(null=True)
    state = models.CharField(max_length=20, blank=True)
    office = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    place = models.CharField(max_length=100, blank=True)
    agencies = models.TextField(blank=True)
    target = models.BigIntegerField(null=True)
    source = models.ForeignKey("documents.Source", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["shelf", "object"], name="entry_of_object")]
        verbose_name = _("mục tra cứu")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object}.{self.part}"


class Shelved(models.Model):
    """An object that has its entries: ``stamp`` is the state of the object that they were made from."""

    shelf = models.CharField(max_length=20)
    object = models.BigIntegerField()
    stamp = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shelf", "object"], name="one_row_per_shelved_object")]
        verbose_name = _("đối tượng đã vào sổ tra cứu")

    def __str__(self) -> str:
        return f"{self.shelf} {self.object}"


class FileText(models.Model):
    """The words of a file, by its content, so that each is read once; empty where it could not be read."""

    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("chữ của tệp")

    def __str__(self) -> str:
        return self.sha256[:12]


class SavedSearch(models.Model):
    """Words and filters of a search under a name (tìm kiếm đã lưu); with ``office``, for all who work there."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    office = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("tên"), max_length=100)
    query = models.CharField(max_length=1500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_search_per_person_and_name")]
        verbose_name = _("tìm kiếm đã lưu")

    def __str__(self) -> str:
        return self.name
