"""``dondoc-web worker``: read what waits in the queue."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from dondoc_web.jobs import schedules
from dondoc_web.jobs.cluster import Cluster
from dondoc_web.running.keeper import keep


class Command(BaseCommand):
    help = "Chạy tiến trình đọc văn bản ở nền (Ctrl-C để dừng)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=settings.WORKERS, help="số tiến trình đọc")
        parser.add_argument("--one", action="store_true", help="đúng một tiến trình, không tự khởi động lại")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["one"]:
            schedules.keep()
            cluster = Cluster()
            cluster.start()
            sys.exit(cluster.wait())
        keep([[sys.executable, "-m", "dondoc_web", "worker", "--one"]] * options["count"])
