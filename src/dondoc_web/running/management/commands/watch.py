"""``dondoc-web watch``: take in what is put into the watched folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.documents import rights
from dondoc_web.documents.watching import Seen, look


class Command(BaseCommand):
    help = "Nhận các tệp được đặt vào thư mục DONDOC_WATCH (không đặt văn bản mật vào đó)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, default=2.0, help="số giây giữa hai lần xem")
        parser.add_argument("--looks", type=int, default=0, help="số lần xem rồi dừng; 0: không dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, person, office = self.asked()
        seen: Seen = {}
        looked = 0
        while not options["looks"] or looked < options["looks"]:
            seen = look(folder, seen, by=person, office=office)
            looked += 1
            time.sleep(options["every"])

    def asked(self) -> tuple[Path, User, Agency | None]:
        """What the settings name; ends with words where it is not there."""
        if not settings.WATCH:
            raise CommandError("Hãy đặt biến DONDOC_WATCH là thư mục cần theo dõi.")
        folder = Path(settings.WATCH)
        if not folder.is_dir():
            raise CommandError(f"Không có thư mục {folder} (DONDOC_WATCH).")
        person = User.objects.filter(username=settings.WATCH_USER, is_active=True).first()
        if person is None:
            raise CommandError(f"Không có tài khoản “{settings.WATCH_USER}” (DONDOC_WATCH_USER).")
        if not rights.may_upload(person):
            raise CommandError(f"Tài khoản “{person.username}” không được tải văn bản lên.")
        office = Agency.objects.filter(key=settings.WATCH_OFFICE).first() if settings.WATCH_OFFICE else None
        if settings.WATCH_OFFICE and office is None:
            raise CommandError(f"Không có cơ quan “{settings.WATCH_OFFICE}” (DONDOC_WATCH_OFFICE).")
        return folder, person, office
