"""The door for the web server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from dondoc_web.databases import keep_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc_web.settings")

application = get_wsgi_application()
keep_connections(connections.settings)
