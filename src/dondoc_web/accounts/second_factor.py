"""The second factor: codes of an authenticator app (TOTP, RFC 6238) and recovery codes, kept by django-allauth."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from urllib.parse import quote

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from dondoc_web.accounts.backends import PasswordBackend
from dondoc_web.accounts.models import User
from dondoc_web.accounts.rights import held

__all__ = ["CodeBackend", "Encrypted", "fits", "generate_totp_secret", "is_asked_of", "is_on", "picture"]

USED_FOR = timedelta(minutes=2)
"""A code stays known as used for longer than it would be taken."""


class Encrypted(DefaultMFAAdapter):
    """Secrets lie in the database encrypted with a key made of the site's own."""

    def _key(self) -> Fernet:
        digest = hashlib.sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
        return Fernet(base64.urlsafe_b64encode(digest))

    def encrypt(self, text: str) -> str:
        return self._key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._key().decrypt(encrypted_text.encode()).decode()


class CodeBackend(PasswordBackend):
    """The second step of signing in; failures count towards the lock like wrong passwords."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str | None = None, code: str | None = None, **kwargs: object
    ) -> User | None:
        user = User.objects.filter(username=username).first() if username and code else None
        if user is not None and self.user_can_authenticate(user) and use(user, code or ""):
            return user
        return None


def is_on(user: User) -> bool:
    """``user`` is asked for a code when signing in."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def is_asked_of(user: User) -> bool:
    """The site requires a second factor of a role that ``user`` holds; superusers count as administrators."""
    roles = {one.role for one in held(user)} | ({"administrator"} if user.is_superuser else set())
    return bool(roles & set(settings.SECOND_FACTOR_ROLES))


def picture(user: User, secret: str) -> str:
    """The QR code for an authenticator app, as the address of a picture."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return f"data:image/svg+xml,{quote(drawn)}"


def fits(secret: str, code: str) -> bool:
    """``code`` is what an app with ``secret`` shows now."""
    return bool(validate_totp_code(secret, code))


def switch_on(user: User, secret: str) -> list[str]:
    """Ask ``user`` for codes of ``secret`` from now on; the recovery codes."""
    switch_off(user)
    TOTP.activate(user, secret)
    return unused_codes(user)


def switch_off(user: User) -> None:
    """Forget secret and recovery codes."""
    Authenticator.objects.filter(user=user).delete()


def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes; the old ones are over."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return unused_codes(user)


def unused_codes(user: User) -> list[str]:
    """The recovery codes that are left."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


@transaction.atomic
def use(user: User, code: str) -> bool:
    """``code`` fits, of the app or a recovery code, and was not used before; it is then used."""
    kept = Authenticator.objects.select_for_update().filter(user=user)
    for one in kept:
        if one.type == Authenticator.Type.TOTP and _fresh(one, code):
            one.data["last"] = _digest(code)
            one.last_used_at = timezone.now()
            one.save(update_fields=["data", "last_used_at"])
            return True
        if one.type == Authenticator.Type.RECOVERY_CODES and RecoveryCodes(one).validate_code(code):
            return True
    return False


def _fresh(one: Authenticator, code: str) -> bool:
    """Fits, and is not the code that was used last, which somebody may have read over a shoulder."""
    lately = one.last_used_at is not None and timezone.now() - one.last_used_at < USED_FOR
    return fits(decrypt(one.data["secret"]), code) and not (lately and one.data.get("last") == _digest(code))


def _digest(code: str) -> str:
    digits = "".join(filter(str.isdigit, code))
    return hashlib.sha256(digits.encode()).hexdigest()
