"""``dondoc-web load FOLDER``: have the documents of a folder read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.running.first_start import load


class Command(BaseCommand):
    help = "Nạp các văn bản trong một thư mục, dưới tên một người dùng; văn bản đã có thì bỏ qua."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="thư mục văn bản (không mật)")
        parser.add_argument("--user", default="admin", help="tên đăng nhập của người tải lên")
        parser.add_argument("--office", default="", help="khóa của cơ quan nhận, khi người đó làm ở nhiều cơ quan")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["user"]).first()
        if person is None:
            raise CommandError(f"Không có tài khoản {options['user']}; hãy tạo bằng: dondoc-web createadmin TÊN")
        if not options["folder"].is_dir():
            raise CommandError(f"Không có thư mục {options['folder']}")
        office = Agency.objects.filter(key=options["office"]).first() if options["office"] else None
        if options["office"] and office is None:
            raise CommandError(f"Không có cơ quan {options['office']}")
        try:
            new = load(options["folder"], by=person, office=office)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages) + " (--office KHÓA)") from error
        except PermissionDenied as error:
            raise CommandError(f"{person} không được tải văn bản lên cho cơ quan này") from error
        self.stdout.write(f"Đã nạp {new} văn bản; tiến trình đọc sẽ đọc chúng.")
