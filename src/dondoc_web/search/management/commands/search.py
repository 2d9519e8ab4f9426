"""``dondoc-web search``: bring the index of search up to date, make it anew, or prove it."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc_web.search import shelving

SHOWN = 20


class Command(BaseCommand):
    help = "Cập nhật sổ tra cứu của tìm kiếm; lập lại toàn bộ (--rebuild), hoặc đối chiếu (--check)."

    def add_arguments(self, parser: Any) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--check", action="store_true", help="đối chiếu với dữ liệu; sai thì kết thúc với mã 1")
        which.add_argument("--rebuild", action="store_true", help="ghi lại mọi mục, trong khi vẫn tìm được")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            wrong = list(islice(shelving.differences(), SHOWN))
            for line in wrong:
                self.stdout.write(line)
            if wrong:
                raise CommandError("Sổ tra cứu chưa đúng. Chạy dondoc-web search, hoặc dondoc-web search --rebuild.")
            self.stdout.write("Sổ tra cứu đúng.")
            return
        done = shelving.rebuild() if options["rebuild"] else shelving.bring_up()
        self.stdout.write(f"Đã ghi {done} đối tượng vào sổ tra cứu.")
