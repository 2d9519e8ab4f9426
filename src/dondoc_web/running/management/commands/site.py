"""``dondoc-web site``: the pages only, without workers."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from dondoc_web.demonstration import making
from dondoc_web.jobs.cluster import die_with_parent
from dondoc_web.running.first_start import PEOPLE_SHUT_OUT

THREADS = 2
"""Threads of each process: Python computes in one of them at a time, the other lets a slow download pass."""


class Command(BaseCommand):
    help = "Chạy các trang web, không kèm tiến trình đọc."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="cổng (hoặc biến PORT)"
        )
        parser.add_argument("--processes", type=int, default=1, help="số tiến trình phục vụ trang")

    def handle(self, *args: Any, **options: Any) -> None:
        self.tell_of_demonstration()
        # The server's own processes live on when it is killed; ours end with it.
        os.register_at_fork(after_in_child=die_with_parent)
        Granian(
            "dondoc_web.wsgi:application",
            address=options["host"],
            port=options["port"],
            interface=Interfaces.WSGI,
            workers=options["processes"],
            blocking_threads=THREADS,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()

    def tell_of_demonstration(self) -> None:
        """Say it when data of a demonstration is served as real; a database that is away is told elsewhere."""
        with contextlib.suppress(DatabaseError):
            if not settings.DEMONSTRATION and making.is_there():
                self.stderr.write(PEOPLE_SHUT_OUT)
        close_all_connections()


def close_all_connections() -> None:
    """Leave none to the processes of the server, which forks: also a pool keeps those that are closed."""
    for one in connections.all():
        one.close()
        if hasattr(one, "close_pool"):
            one.close_pool()
