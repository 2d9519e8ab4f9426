"""Plans of the committee of Lam Giang with days around that of the first start, in the form of such papers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

HEAD = """**ỦY BAN NHÂN DÂN** **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
**TỈNH LAM GIANG** **Độc lập - Tự do - Hạnh phúc**

Số: {number} *Lam Giang, ngày {day:%d} tháng {day:%m} năm {day:%Y}*

## KẾ HOẠCH

**{subject}**

Văn bản này được soạn để minh họa; tỉnh Lam Giang và mọi sự việc trong văn bản đều không có thật.

### I. MỤC ĐÍCH, YÊU CẦU

- Xác định rõ cơ quan chủ trì, thời gian hoàn thành và sản phẩm của từng nhiệm vụ.

- Việc thực hiện phải thiết thực, tiết kiệm, báo cáo đúng hạn.

### II. TỔ CHỨC THỰC HIỆN

Các cơ quan, đơn vị thực hiện nhiệm vụ nêu tại Phụ lục.

**PHỤ LỤC**
**DANH MỤC NHIỆM VỤ**

(Kèm theo Kế hoạch số {number} ngày {day:%d/%m/%Y} của UBND tỉnh)

STT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện\tSản phẩm
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is made for the day of the first start: its file's name, its day, its text."""

    name: str
    day: date
    text: str


def papers(today: date) -> Sequence[Paper]:
    """The papers, the older first."""
    return [_paper(row, today) for row in rows("papers")]


def _paper(row: dict[str, str], today: date) -> Paper:
    day = today + timedelta(days=int(row["issued"]))
    lines, group, numbers = [], "", [0, 0]
    for task in rows("tasks"):
        if task["paper"] == row["paper"]:
            if task["group"] != group:
                group, numbers = task["group"], [numbers[0] + 1, 0]
                lines.append(f"{numbers[0]}\t<b>{group}</b>\t\t\t\t")
            numbers[1] += 1
            due = today + timedelta(days=int(task["due"]))
            when = f"Trước ngày {due:%d/%m/%Y}"
            label = f"{numbers[0]}.{numbers[1]}"
            lines.append(f"{label}\t{task['text']}.\t{task['lead']}\t{task['with']}\t{when}\t{task['product']}")
    head = HEAD.format(number=row["number"], day=day, subject=row["subject"])
    name = f"ke-hoach-{row['number'].split('/')[0]}-ubnd-tinh.md"
    return Paper(name, day, head + "\n".join(lines) + "\n")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the demonstration."""
    text = (files("dondoc_web.demonstration") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def sayings(kind: str) -> list[str]:
    """What people say of one kind."""
    return [row["words"] for row in rows("sayings") if row["kind"] == kind]


def picture_of(words: str) -> bytes:
    """A small PDF of one page that says ``words`` (letters without marks): an evidence."""
    stream = f"BT /F1 14 Tf 60 760 Td ({words}) Tj ET".encode("ascii")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 %s >> >> >>"
        % b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 5\n0000000000 65535 f \n" + table + tail
