"""``dondoc-web rounds``: make the rounds that have come within the horizon, as the daily job does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc_web.work.assigning import bring_up


class Command(BaseCommand):
    help = "Lập các kỳ thực hiện đến hết năm báo cáo sau; chạy lại bao nhiêu lần cũng không lập trùng."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Đã lập {bring_up()} việc phải làm mới.")
