"""``dondoc-web run``: the whole site with one command, on this machine."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.accounts.models import User
from dondoc_web.agencies.loading import load_registry, renew_today
from dondoc_web.demonstration import making, province
from dondoc_web.running import first_start
from dondoc_web.running.keeper import CannotStart, keep

STARTS_WITHIN = 30.0
"""Seconds after which a site that does not answer is said to be slow."""


class Command(BaseCommand):
    help = "Chạy trang web và các tiến trình đọc; Ctrl-C dừng tất cả."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định: chỉ máy này)")
        parser.add_argument(
            "--port", type=int, default=int(os.environ.get("PORT") or 8000), help="cổng (hoặc biến PORT)"
        )
        parser.add_argument("--workers", type=int, default=settings.WORKERS, help="số tiến trình đọc")
        parser.add_argument("--demo", type=Path, help="thư mục văn bản minh họa: tạo tỉnh minh họa, một lần")
        parser.add_argument(
            "--papers-only", action="store_true", help="với --demo: chỉ nạp văn bản, không tạo tỉnh và con người"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if is_busy(host, port):
            raise CommandError(
                f"Cổng {port} đang có chương trình khác dùng. Hãy chọn cổng khác, ví dụ: PORT={port + 1} make run"
            )
        self.prepare(options["demo"], papers_only=options["papers_only"])
        site = [sys.executable, "-m", "dondoc_web", "site", "--host", host, "--port", str(port)]
        worker = [sys.executable, "-m", "dondoc_web", "worker", "--one"]
        watching = [[sys.executable, "-m", "dondoc_web", "watch"]] if settings.WATCH else []
        try:
            keep([site, *[worker] * options["workers"], *watching], ready=lambda: self.announce(host, port))
        except CannotStart as error:
            raise CommandError(f"Không khởi động được: {error}") from error
        self.stdout.write("Đã dừng trang web và các tiến trình đọc.")

    def prepare(self, demo: Path | None, *, papers_only: bool = False) -> None:
        """Database, registry of agencies, administrator, demonstration."""
        first_start.migrate()
        load_registry()
        renew_today()
        password = first_start.first_administrator()
        if password:
            self.stdout.write(
                f"Tài khoản quản trị: {first_start.ADMINISTRATOR}\nMật khẩu (chỉ hiện một lần): {password}\n"
                "Đổi mật khẩu trong trang web; tạo tài khoản khác bằng: dondoc-web createadmin TÊN"
            )
        administrator = User.objects.filter(is_superuser=True).order_by("pk").first()
        if demo is not None and demo.is_dir() and administrator is not None:
            if papers_only:
                self.load_papers(demo, administrator)
            else:
                self.show_demonstration(demo, administrator)

    def load_papers(self, demo: Path, administrator: User) -> None:
        """The papers alone, for no office."""
        new = first_start.load(demo, by=administrator)
        if new:
            self.stdout.write(f"Đã nạp {new} văn bản minh họa.")

    def show_demonstration(self, demo: Path, administrator: User) -> None:
        """Make it at the first start; name its people at each."""
        if not making.is_there():
            if not making.can_be_made():
                self.stdout.write("Không tạo tỉnh minh họa: trong hệ thống đã có người dùng thật.")
                return
            self.stdout.write("Đang tạo tỉnh minh họa Lam Giang với hai năm công việc:")
            self.stdout.flush()
            left = making.make(demo, by=administrator, tell=self.tell)
            self.stdout.write(f"Đã tạo tỉnh minh họa; {left} văn bản vừa đến đang chờ đọc.")
        os.environ["DONDOC_DEMONSTRATION"] = "true"
        people = province.kept(making.people_file())
        self.stdout.write(f"Người dùng minh họa (tên, mật khẩu, vai trò):\n{people}".rstrip())

    def tell(self, words: str) -> None:
        """A line at once: whoever waits sees that it goes on."""
        self.stdout.write(words)
        self.stdout.flush()

    def announce(self, host: str, port: int) -> None:
        """Print the address once the site answers."""
        until = time.monotonic() + STARTS_WITHIN
        while not is_busy(host, port) and time.monotonic() < until:
            time.sleep(0.1)
        self.stdout.write(f"Trang web: http://{host}:{port}/   (Ctrl-C để dừng)")
        self.stdout.flush()


def is_busy(host: str, port: int) -> bool:
    """Somebody answers at ``host``:``port``."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
