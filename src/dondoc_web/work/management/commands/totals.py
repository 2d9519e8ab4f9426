"""``dondoc-web totals``: prove the totals of obligations, or make them anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc_web.work import totals

SHOWN = 20


class Command(BaseCommand):
    help = "So tổng số đã lưu với việc đếm lại từng việc phải làm (--check), hoặc lập lại tổng số (--rebuild)."

    def add_arguments(self, parser: Any) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--check", action="store_true", help="đếm lại và so; sai thì kết thúc với mã 1")
        which.add_argument("--rebuild", action="store_true", help="lập lại tổng số từ các việc phải làm")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"Đã lập lại {totals.rebuild()} dòng tổng số.")
            return
        wrong = totals.differences()
        for kind, (kept, counted) in list(wrong.items())[:SHOWN]:
            self.stdout.write(f"{tuple(map(str, kind))}: đang lưu {kept}, đếm được {counted}")
        if wrong:
            raise CommandError(f"{len(wrong)} tổng số sai. Chạy dondoc-web totals --rebuild để lập lại.")
        self.stdout.write("Tổng số đúng.")
