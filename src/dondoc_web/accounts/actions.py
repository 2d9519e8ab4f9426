"""The write side of one's own account."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dondoc_web.accounts import second_factor
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
def note_signing_in(*, by: User) -> None:
    """Write down that ``by`` came in."""
    record(actor=by, verb=Verb.SIGNED_IN, target=by)


@transaction.atomic
def change_password(*, by: User, password: str) -> None:
    """Set one's own password; sessions elsewhere end."""
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


@transaction.atomic
def switch_on_second_factor(*, by: User, secret: str, code: str) -> list[str]:
    """Ask for codes of ``secret`` when ``by`` signs in; ``code`` shows that an app has it. The recovery codes."""
    if not second_factor.fits(secret, code):
        raise ValidationError(_("Mã không đúng. Hãy nhập mã 6 chữ số đang hiện trong ứng dụng và xem lại giờ của máy."))
    codes = second_factor.switch_on(by, secret)
    record(actor=by, verb=Verb.SECOND_FACTOR_ON, target=by)
    return codes


@transaction.atomic
def switch_off_second_factor(*, by: User) -> None:
    """Ask for the password alone again; refused where the site requires more of the person's roles."""
    if second_factor.is_asked_of(by):
        raise ValidationError(_("Vai trò của bạn bắt buộc dùng xác thực hai bước; không thể tắt."))
    second_factor.switch_off(by)
    record(actor=by, verb=Verb.SECOND_FACTOR_OFF, target=by)


@transaction.atomic
def renew_recovery_codes(*, by: User) -> list[str]:
    """New recovery codes; the old ones are over."""
    if not second_factor.is_on(by):
        raise ValidationError(_("Hãy bật xác thực hai bước trước khi tạo mã khôi phục."))
    codes = second_factor.renew_codes(by)
    record(actor=by, verb=Verb.RECOVERY_CODES_RENEWED, target=by)
    return codes


@transaction.atomic
def sign_out_everywhere(*, by: User) -> None:
    """End every session of ``by``; the caller may renew its own."""
    User.objects.filter(pk=by.pk).update(session_series=F("session_series") + 1)
    by.refresh_from_db(fields=["session_series"])
    record(actor=by, verb=Verb.SIGNED_OUT_EVERYWHERE, target=by)
