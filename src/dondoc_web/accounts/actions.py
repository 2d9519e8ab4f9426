"""The write side of accounts."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Verb


def new_password() -> str:
    """Four groups of four letters and digits, easy to copy from a screen."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for letter in range(4)) for group in range(4))


@transaction.atomic
def create_administrator(*, username: str, password: str, by: User | None = None) -> User:
    """Make an account that may do everything; ``by`` is None on the server's own command line."""
    if by is not None and not by.is_superuser:
        raise PermissionDenied
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(_("Đã có tài khoản “%s”; hãy chọn tên khác.") % username)
    user = User(username=username, is_superuser=True, is_staff=True)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    record(actor=by, verb=Verb.ACCOUNT_CREATED, target=user, administrator=True)
    return user


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """Set one's own password."""
    validate_password(password, by)
    by.set_password(password)
    by.save(update_fields=["password"])
    record(actor=by, verb=Verb.PASSWORD_CHANGED, target=by)


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Set the language of one's own pages."""
    if language not in dict(settings.LANGUAGES):
        raise BadRequest("no such language")
    before, by.language = by.language, language
    by.save(update_fields=["language"])
    record(actor=by, verb=Verb.LANGUAGE_CHANGED, target=by, before=before, after=language)
