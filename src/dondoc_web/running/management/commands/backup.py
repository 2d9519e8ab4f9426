"""``dondoc-web backup FILE``: database and files into one archive, while the site works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dondoc_web.running.keeping.backup import backup
from dondoc_web.running.keeping.engines import EngineFailed
from dondoc_web.running.keeping.manifest import BrokenArchive, total_size


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và các tệp vào một tệp .tar, rồi đọc lại để kiểm tra."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="tệp .tar sẽ ghi, hoặc thư mục để tự đặt tên theo thời điểm")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["target"]
        if target.is_dir():
            target /= f"dondoc-{timezone.localtime():%Y-%m-%d-%H%M%S}.tar"
        try:
            manifest = backup(target, tell=self.stdout.write)
        except FileExistsError as error:
            raise CommandError(f"{target} đã có; hãy chọn tên khác.") from error
        except (EngineFailed, BrokenArchive, OSError) as error:
            raise CommandError(f"Không sao lưu được: {error}") from error
        megabytes = (manifest.database.size + total_size(manifest.files)) / 1e6
        self.stdout.write(
            f"Đã sao lưu {sum(manifest.rows.values())} dòng và {len(manifest.files)} tệp ({megabytes:.1f} MB) "
            f"vào {target}."
        )
        if manifest.gone:
            self.stdout.write(f"Chú ý: {len(manifest.gone)} tệp không còn trong kho, ví dụ {manifest.gone[0]}.")
