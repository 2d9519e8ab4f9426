"""``dondoc-web audit``: check the hash chain of the log, seal what is not sealed, write the log out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dondoc_web.audit import chain, export
from dondoc_web.audit.models import Event


class Command(BaseCommand):
    help = "Kiểm tra, niêm phong hoặc xuất nhật ký."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("do", choices=("verify", "seal", "export"), help="việc cần làm")
        parser.add_argument("--heads", type=Path, help="tệp giữ mã băm từng ngày (mặc định: trong DONDOC_DATA)")
        parser.add_argument("--output", type=Path, help="tệp CSV để xuất nhật ký")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] == "seal":
            self.stdout.write(f"Đã niêm phong {chain.seal_all()} sự kiện.")
        elif options["do"] == "export":
            self.export(options["output"])
        else:
            self.verify(options["heads"] or chain.heads_file())

    def verify(self, heads: Path) -> None:
        """Say whether every link holds; end with an error at the first that does not."""
        verdict = chain.verify(chain.kept_heads(heads))
        self.stdout.write(f"Đã niêm phong: {verdict.sealed}. Chưa niêm phong: {verdict.unsealed}. Đầu: {verdict.head}")
        if not verdict.holds:
            event = f", sự kiện {verdict.event}" if verdict.event else ""
            raise CommandError(
                f"Chuỗi nhật ký bị đứt tại mắt xích {verdict.broken_at}{event}: {verdict.reason}. "
                "Hãy giữ nguyên máy chủ, đối chiếu với bản sao lưu và báo người phụ trách kiểm tra."
            )
        self.stdout.write("Chuỗi nhật ký nguyên vẹn.")

    def export(self, output: Path | None) -> None:
        """Write every event, with its place in the chain, as CSV."""
        if output is None:
            raise CommandError("Hãy cho biết tệp cần ghi: --output TỆP.csv")
        with output.open("w", encoding="utf-8-sig", newline="") as file:
            count = export.write_csv(Event.objects.select_related("actor", "seal", "office").order_by("pk"), file)
        self.stdout.write(f"Đã ghi {count} sự kiện vào {output}.")
