"""Who may read the log: auditors, leaders and administrators, of their branch."""

from __future__ import annotations

from dondoc_web.accounts.models import Role, User
from dondoc_web.accounts.rights import trails

READERS = (Role.AUDITOR, Role.LEADER, Role.ADMINISTRATOR)


def may_read_log(user: User) -> bool:
    """They hold one of the roles somewhere, or administer the whole site."""
    return user.is_active and (user.is_superuser or bool(trails(user, READERS)))
