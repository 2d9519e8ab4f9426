"""Agencies (cơ quan) in time, after the W3C Organization Ontology: names, parents, groups, changes.

Every fact is valid from one day to another, both included; None is open.
``Agency.name``, ``symbol``, ``parent`` and ``trail`` repeat what holds today,
for lists and for rights; the actions of this room keep them right.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class System(models.TextChoices):
    """The system a body belongs to."""

    PARTY = "party", _("Đảng")
    STATE = "state", _("Nhà nước")
    FRONT = "front", _("Mặt trận")
    MASS = "mass", _("đoàn thể")
    ARMED = "armed", _("lực lượng vũ trang")
    ENTERPRISE = "enterprise", _("doanh nghiệp")


class Level(models.TextChoices):
    """The level of administration."""

    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Certainty(models.TextChoices):
    """How well a row of the registry is known."""

    SEEN = "seen", _("đã đối chiếu văn bản")
    REPORTED = "reported", _("theo nguồn thứ cấp")
    UNCHECKED = "unchecked", _("chưa đối chiếu")


class Valid(models.Model):
    """Something that holds from one day to another, both included."""

    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """It holds on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def holding_on(day: date, prefix: str = "") -> Q:
    """The condition that a :class:`Valid` row holds on ``day``; ``prefix`` leads to it (``"agency__"``)."""
    begun = Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})
    going_on = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    return begun & going_on


class Agency(Valid):
    """A body (cơ quan); ``org:Organization``.

    ``key`` is that of the library's register, with ``@place`` below the central
    level (``so-noi-vu@lam-giang``). ``merged_into`` is set on a row that was
    entered twice: it holds on no day and stays for the log alone. ``trail`` is the way from the top to this
    body (``/1/12/57/``): a branch of the tree is all that begins with a trail.
    """

    key = models.CharField(_("khóa"), max_length=150, unique=True)
    name = models.CharField(_("tên"), max_length=300)
    symbol = models.CharField(_("ký hiệu"), max_length=50, blank=True)
    system = models.CharField(_("hệ thống"), max_length=10, choices=System.choices)
    level = models.CharField(_("cấp"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children", verbose_name=_("trực thuộc")
    )
    trail = models.CharField(max_length=300, blank=True, editable=False)
    certainty = models.CharField(
        _("độ chắc chắn"), max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED
    )
    note = models.TextField(_("ghi chú"), blank=True)
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["trail"]
        indexes = [
            models.Index(fields=["trail"], name="agency_trail"),
            models.Index(fields=["parent", "name"], name="agency_of_parent"),
        ]
        verbose_name = _("cơ quan")

    def __str__(self) -> str:
        return self.name


class NameKind(models.TextChoices):
    """What a name is."""

    NAME = "name", _("tên")
    ALIAS = "alias", _("tên khác, viết tắt")
    SYMBOL = "symbol", _("ký hiệu")


class AgencyName(Valid):
    """A name, an alias or a symbol of a body (``skos:prefLabel``, ``altLabel``, ``org:identifier``).

    ``folded`` is what is compared: small letters without marks, đ as d.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(_("loại tên"), max_length=10, choices=NameKind.choices, default=NameKind.NAME)
    name = models.CharField(_("tên"), max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)

    class Meta:
        ordering = ["agency", "valid_from", "id"]
        verbose_name = _("tên cơ quan")

    def __str__(self) -> str:
        return self.name


class AgencyParent(Valid):
    """Under whom a body stood (``org:subOrganizationOf``)."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency", "valid_from", "id"]
        verbose_name = _("cơ quan cấp trên")

    def __str__(self) -> str:
        return f"{self.agency_id} < {self.parent_id}"


class Group(models.Model):
    """A phrase for many bodies (nhóm cơ quan): "các sở, ban, ngành" of one place.

    ``key`` is that of the library's register; ``place`` the body whose branch
    it speaks of, None for the whole country.
    """

    key = models.CharField(_("khóa"), max_length=100)
    name = models.CharField(_("tên"), max_length=300)
    place = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "place"], name="one_group_per_key_and_place")]
        verbose_name = _("nhóm cơ quan")

    def __str__(self) -> str:
        return self.name


class GroupMember(Valid):
    """A body that belongs to a group (``org:Membership`` of a body)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships_in_groups")

    class Meta:
        ordering = ["group", "agency"]
        verbose_name = _("thành viên nhóm")

    def __str__(self) -> str:
        return f"{self.group_id}: {self.agency_id}"


class ChangeKind(models.TextChoices):
    """What happened to bodies."""

    MERGE = "merge", _("hợp nhất, sáp nhập")
    SPLIT = "split", _("chia, tách")
    RENAME = "rename", _("đổi tên")
    DISSOLVE = "dissolve", _("giải thể, kết thúc hoạt động")
    FOUND = "found", _("thành lập")
    TRANSFER = "transfer", _("chuyển chức năng, nhiệm vụ")


class Change(models.Model):
    """A change of bodies on one day (``org:ChangeEvent``), with the paper that orders it."""

    kind = models.CharField(_("loại thay đổi"), max_length=10, choices=ChangeKind.choices)
    effective_on = models.DateField(_("có hiệu lực"))
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    certainty = models.CharField(
        _("độ chắc chắn"), max_length=10, choices=Certainty.choices, default=Certainty.UNCHECKED
    )
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        ordering = ["effective_on", "id"]
        verbose_name = _("thay đổi tổ chức")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class Succession(models.Model):
    """Who takes over what of whom (kế thừa): ``org:originalOrganization`` → ``org:resultingOrganization``.

    ``function`` names what passes on ("thông tin đối ngoại"); empty means all
    that no other row of the change names. ``share`` is a part of 1, None when
    nobody said.
    """

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="successions")
    old = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="succeeded_by")
    new = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="succeeds")
    function = models.CharField(_("chức năng"), max_length=300, blank=True)
    share = models.DecimalField(_("phần"), max_digits=4, decimal_places=3, null=True, blank=True)

    class Meta:
        ordering = ["change", "id"]
        verbose_name = _("kế thừa")

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class RegistryRelease(models.Model):
    """A release of the registry that ships with the site and was loaded; what an office changes afterwards stays."""

    number = models.PositiveIntegerField(unique=True)
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        verbose_name = _("bản danh mục kèm theo")

    def __str__(self) -> str:
        return str(self.number)
