"""The site's own settings for the tests: a key, a folder, a database of their own, fast passwords."""

import os
import tempfile
from pathlib import Path

ROOM = Path(tempfile.mkdtemp(prefix="dondoc-tests-"))
os.environ["DONDOC_DATA"] = str(ROOM)
os.environ.setdefault("DONDOC_SECRET_KEY", "a key for tests only, never for a site")
os.environ["DONDOC_DATABASE_URL"] = os.environ.get("DONDOC_TEST_DATABASE_URL") or f"sqlite:///{ROOM}/dondoc.sqlite3"

from dondoc_web.settings import *  # noqa: E402, F403
from dondoc_web.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an office, and not the database in memory that Django's tests would take.
    DATABASES["default"]["TEST"] = {"NAME": str(ROOM / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
