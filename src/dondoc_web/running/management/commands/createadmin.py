"""``dondoc-web createadmin NAME``: one more administrator."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.accounts.actions import create_administrator, new_password


class Command(BaseCommand):
    help = "Tạo một tài khoản quản trị; mật khẩu chỉ hiện một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        password = new_password()
        try:
            create_administrator(username=options["username"], password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Tài khoản quản trị: {options['username']}\nMật khẩu (chỉ hiện một lần): {password}")
