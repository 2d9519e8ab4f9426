"""Who may do what with a source."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from dondoc_web.accounts.models import User
from dondoc_web.documents.models import Source, Standing


def may_upload(user: User) -> bool:
    """Everyone who works here."""
    return user.is_active


def may_read_again(user: User, source: Source) -> bool:
    """Everyone who works here, for a source that is still there."""
    return user.is_active and not source.is_withdrawn


def may_withdraw(user: User, source: Source) -> bool:
    """Who uploaded it by mistake, or an administrator."""
    return user.is_active and not source.is_withdrawn and (user.is_superuser or source.uploaded_by_id == user.pk)


def may_download(user: User, source: Source) -> bool:
    """Everyone, once the paper is out of quarantine."""
    return user.is_active and source.standing == Standing.ADMITTED


def require(allowed: bool) -> None:
    """Stop with "forbidden" unless ``allowed``."""
    if not allowed:
        raise PermissionDenied
