"""The verb that makes one body of two rows that mean the same."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from dondoc.agencies.registry import agencies as library_agencies
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import require
from dondoc_web.agencies.actions.keeping import bring_up_to_date, locked, may_edit
from dondoc_web.agencies.models import (
    Agency,
    AgencyName,
    AgencyParent,
    GroupMember,
    NameKind,
    Succession,
)
from dondoc_web.agencies.naming import folded
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Event, Verb

OWN = (AgencyName, AgencyParent, GroupMember)
"""Facts of the registry itself: said twice of two rows, they are said once of one."""


@transaction.atomic
def merge_duplicates(*, by: User, keep: Agency, drop: Agency) -> Agency:
    """Let everything that refers to ``drop`` refer to ``keep``, but for the log; the name stays as another name.

    The row itself stays for the log, without names and without a day on which it holds.
    Refused where both have a part that may be there only once, such as an
    obligation in the same round: a person must decide which of them counts.
    """
    if keep.pk == drop.pk:
        raise ValidationError(_("Hãy chọn hai bản ghi khác nhau."))
    keep, drop = locked(keep, drop), locked(drop, keep)
    require(may_edit(by, keep) and may_edit(by, drop))
    if keep.trail.startswith(drop.trail) or drop.trail.startswith(keep.trail):
        raise ValidationError(_("Một bản ghi đang trực thuộc bản ghi kia; hãy chuyển cơ quan cấp trên trước khi nhập."))
    gone = {"key": drop.key, "name": drop.name, "id": drop.pk}
    below = list(drop.children.filter(merged_into=None))
    moved = sum(_refer(relation, keep, drop) for relation in _references())
    Succession.objects.filter(old=keep, new=keep, change__successions__new=keep).exclude(change__kind="rename").delete()
    if not keep.names.filter(folded=folded(drop.name)).exists():
        AgencyName.objects.create(agency=keep, kind=NameKind.ALIAS, name=drop.name, folded=folded(drop.name))
    shipped = {one.key for one in library_agencies()}
    if _is_shipped(drop, shipped) and not _is_shipped(keep, shipped):
        keep.key = drop.key
    _put_away(drop, keep)
    keep.save(update_fields=["key"])
    for child in below:
        child.refresh_from_db()
        bring_up_to_date(child)
    bring_up_to_date(keep)
    record(actor=by, verb=Verb.AGENCIES_MERGED, target=keep, gone=gone, moved=moved)
    return keep


def _is_shipped(agency: Agency, shipped: set[str]) -> bool:
    return agency.key.partition("@")[0] in shipped


def _put_away(drop: Agency, keep: Agency) -> None:
    """Keep a merged row under the one that counts, so that its events stay in the branch."""
    drop.names.all().delete()
    drop.merged_into, drop.parent, drop.trail = keep, keep, f"{keep.trail}{drop.pk}/"
    drop.valid_from = drop.valid_to = date.min
    drop.key = f"{drop.pk}~{drop.key}"[:150]
    drop.save()


def _references() -> list[models.ForeignObjectRel]:
    """Every way in which another row refers to a body, those without a name of their own too."""
    fields = Agency._meta.get_fields(include_hidden=True)
    return [one for one in fields if isinstance(one, models.ForeignObjectRel) and one.related_model is not Event]


def _refer(relation: models.ForeignObjectRel, keep: Agency, drop: Agency) -> int:
    """Turn one kind of reference; how many rows."""
    model, field = relation.related_model, relation.field.name
    if relation.many_to_many:
        return 0  # the rows in between refer by a foreign key of their own
    rows = list(model._base_manager.filter(**{field: drop}).order_by("pk"))
    for row in rows:
        if model in OWN and _is_said_already(row, field, keep):
            row.delete()
            continue
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field: keep})
        except IntegrityError:
            words = _(
                "Cả hai bản ghi đều có “%(what)s” không thể nhập làm một (%(row)s); hãy xử lý trước rồi nhập lại."
            )
            raise ValidationError(words % {"what": model._meta.verbose_name, "row": row}) from None
    return len(rows)


def _is_said_already(row: models.Model, field: str, keep: Agency) -> bool:
    """``keep`` has the same fact for the same days, or would stand under itself."""
    if isinstance(row, AgencyParent) and keep.pk in (row.agency_id, row.parent_id):
        return True
    facts = {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if not one.primary_key and one.name != field
    }
    return type(row)._base_manager.filter(**facts, **{field: keep}).exists()
