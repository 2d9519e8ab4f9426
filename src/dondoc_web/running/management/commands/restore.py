"""``dondoc-web restore FILE``: an archive into an empty database and folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.running.keeping.archive import check
from dondoc_web.running.keeping.engines import EngineFailed
from dondoc_web.running.keeping.manifest import BrokenArchive
from dondoc_web.running.keeping.restore import NotEmpty, restore


class Command(BaseCommand):
    help = "Phục hồi một bản sao lưu vào cơ sở dữ liệu và thư mục còn trống; --check chỉ kiểm tra."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, help="tệp .tar do lệnh backup ghi")
        parser.add_argument("--check", action="store_true", help="chỉ kiểm tra tệp, không ghi gì")

    def handle(self, *args: Any, **options: Any) -> None:
        archive: Path = options["archive"]
        if not archive.is_file():
            raise CommandError(f"Không có tệp {archive}.")
        try:
            manifest = check(archive) if options["check"] else restore(archive, tell=self.stdout.write)
        except NotEmpty as error:
            raise CommandError(f"Không phục hồi: {error}.") from error
        except (BrokenArchive, EngineFailed, OSError) as error:
            raise CommandError(f"Bản sao lưu không dùng được: {error}.") from error
        done = "nguyên vẹn" if options["check"] else "đã phục hồi; chuỗi nhật ký nguyên vẹn"
        self.stdout.write(
            f"Bản sao lưu {manifest.made_at}: {sum(manifest.rows.values())} dòng, {len(manifest.files)} tệp, {done}."
        )
