"""A site of a measure's own: set up in this process, thrown away at its end."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django


def prepared(*also: Path) -> Iterator[None]:
    """Settings for a data folder that is thrown away, or the database that the environment names.

    Modules of the folders ``also`` can be imported then.
    """
    with tempfile.TemporaryDirectory() as room:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "dondoc_web.settings", "DONDOC_DATA": room, "DONDOC_SECRET_KEY": "x"}
        if "DONDOC_TEST_DATABASE_URL" in os.environ:
            os.environ["DONDOC_DATABASE_URL"] = os.environ["DONDOC_TEST_DATABASE_URL"]
        os.environ["DONDOC_HOSTS"] = "testserver"
        sys.path[:0] = map(str, also)
        django.setup()
        yield
