"""Who may sign in with a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend


class PasswordBackend(ModelBackend):
    """Active people; those of a demonstration only where the site shows it (their sessions end elsewhere too)."""

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMONSTRATION or not user.demonstration)
