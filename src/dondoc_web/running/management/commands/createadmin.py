"""``dondoc-web createadmin NAME``: one more administrator."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from dondoc_web.accounts.actions import create_administrator, new_password
from dondoc_web.accounts.models import Role
from dondoc_web.agencies.models import Agency
from dondoc_web.people.actions import give_role


class Command(BaseCommand):
    help = "Tạo một tài khoản quản trị; mật khẩu chỉ hiện một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")
        parser.add_argument("--office", default="", help="khóa của cơ quan mà người này làm quản trị (trang Cơ quan)")

    def handle(self, *args: Any, **options: Any) -> None:
        password = new_password()
        office = Agency.objects.filter(key=options["office"]).first() if options["office"] else None
        if options["office"] and office is None:
            raise CommandError(f"Không có cơ quan {options['office']}; nạp danh mục bằng: dondoc-web agencies load")
        try:
            with transaction.atomic():
                made = create_administrator(username=options["username"], password=password)
                if office is not None:
                    give_role(by=made, person_id=made.pk, agency=office, role=Role.ADMINISTRATOR)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Tài khoản quản trị: {options['username']}\nMật khẩu (chỉ hiện một lần): {password}")
