"""A link by mail, where the site has a mail server."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from dondoc_web.accounts.models import User

log = logging.getLogger(__name__)


def is_set_up() -> bool:
    """The settings name a mail server."""
    return bool(settings.MAIL_IS_SET_UP)


def send_link(person: User, address: str) -> bool:
    """Send ``person`` the address where the password is set; False where the mail server did not take it."""
    with translation.override(person.language):
        subject = _("Đặt mật khẩu để vào hệ thống đôn đốc")
        greeting = _("Kính gửi %s,") % person
        advice = _("Hãy mở liên kết sau để đặt mật khẩu (dùng một lần, hết hạn sau 7 ngày):")
        text = f"{greeting}\n\n{advice}\n{address}\n"
    try:
        return send_mail(subject, text, None, [person.email]) == 1
    except (OSError, SMTPException):
        log.exception("a password link could not be mailed")
        return False
