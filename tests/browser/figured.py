"""A site whose offices have work in every state."""

from __future__ import annotations

import subprocess
import sys

from stage import ROOT, Site, environment

CAST = """
import sys; sys.path.insert(0, "tests/web")
import cast, many_states
from django.utils import timezone
from dondoc_web.accounts.models import User
User.objects.update(username="chief")  # the cast has an administrator of its own
w = many_states.in_every_state(cast.two_provinces(), timezone.localdate())
import mapped
mapped.reports_of_communes(w, timezone.localdate())
"""


def fill(site: Site) -> Site:
    """The site with two provinces, their people, and sixty-four obligations in one of them."""
    command = [sys.executable, "-m", "dondoc_web", "shell", "-c", CAST]
    subprocess.run(command, env=environment(site.room), cwd=ROOT, check=True, timeout=240)
    return site
