"""``dondoc-web agencies load``: the registry of agencies that ships with the site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dondoc_web.agencies.loading import load_registry, renew_today


class Command(BaseCommand):
    help = "Nạp danh mục cơ quan kèm theo (load), hoặc cập nhật tên theo ngày hôm nay (renew)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "renew"], help="load: thêm cơ quan chưa có; renew: theo ngày")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "load":
            self.stdout.write(f"Đã thêm {load_registry()} cơ quan; những gì cơ quan đã sửa được giữ nguyên.")
        else:
            self.stdout.write(f"Đã cập nhật {renew_today()} cơ quan.")
