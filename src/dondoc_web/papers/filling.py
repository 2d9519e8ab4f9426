"""A form of the office filled with the words of a paper, in a process of its own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc_web.papers import columns, confined, word, wording
from dondoc_web.papers.models import OfficialPaper
from dondoc_web.papers.package import LIMITS
from dondoc_web.papers.paper import Paragraph, tied

CELLS = {
    "task": "noi_dung", "by": "van_ban_giao", "due": "han", "over": "so_ngay_qua_han", "state": "tinh_trang",
    "product": "san_pham", "lead": "chu_tri", "with": "phoi_hop", "time": "thoi_gian", "note": "ghi_chu",
}  # fmt: skip
"""What a cell is called in a form, by the name of its column."""
REFUSALS = {
    "not_docx": gettext_lazy("Tệp không phải DOCX hoặc bị hỏng; hãy mở bằng Word và lưu lại dạng .docx."),
    "broken": gettext_lazy("Tệp không phải DOCX hoặc bị hỏng; hãy mở bằng Word và lưu lại dạng .docx."),
    "bomb": gettext_lazy("Tệp khi giải nén quá lớn hoặc cần quá nhiều bộ nhớ; hãy bỏ ảnh lớn, nội dung lặp."),
    "macro": gettext_lazy("Tệp có macro nên không nhận; hãy lưu lại dạng .docx không macro."),
    "embedded": gettext_lazy("Tệp có đối tượng nhúng (OLE) nên không nhận; hãy xóa đối tượng hoặc thay bằng ảnh."),
    "entity": gettext_lazy("Tệp khai báo DOCTYPE/ENTITY trong XML nên không nhận; hãy mở bằng Word và lưu lại."),
    "outside": gettext_lazy("Tệp nối tới mẫu, ảnh hoặc tệp bên ngoài nên không nhận; hãy nhúng ảnh, bỏ liên kết mẫu."),
    "misplaced": gettext_lazy("Thẻ chỉ được đặt trong nội dung, đầu trang, chân trang."),
    "injection": gettext_lazy("Thẻ gọi hàm hoặc truy cập bị cấm; mẫu chỉ được hiện, lặp và chọn các trường đã cho."),
    "syntax": gettext_lazy("Thẻ viết sai; hãy so với mẫu khởi đầu."),
    "unknown": gettext_lazy("Không có trường này; hãy dùng tên trường trong bảng."),
    "unfilled": gettext_lazy("Không điền được mẫu; hãy so với mẫu khởi đầu."),
    "slow": gettext_lazy("Điền mẫu quá lâu nên đã dừng; hãy bỏ vòng lặp lồng nhau."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form, and its lines."""

    docx: bytes
    lines: Sequence[str]


def words_of(made: OfficialPaper, rows: Sequence[columns.Cells]) -> dict[str, Any]:
    """What a form can show; a word in capitals (``CO_QUAN``) is the same word in capitals."""
    paper = wording.paper_of(made, rows)
    body = [part.text for part in paper.body if isinstance(part, Paragraph)]
    if body and not paper.only_annex:
        body[-1] = body[-1].rstrip(" ./;,") + paper.rules.words("closing")
    single = {
        "co_quan_chu_quan": paper.issuer.superior,
        "co_quan": " ".join(paper.issuer.lines),
        "ten_co_quan": paper.issuer.name,
        "so_ky_hieu": paper.number,
        "dia_danh_ngay": paper.dated,
        "loai": paper.kind,
        "trich_yeu": paper.abstract,
        "chuc_vu": paper.signer.position,
        "ten_phu_luc": paper.annex.title if paper.annex else "",
        "kinh_gui": "; ".join(paper.addressees),
        "quyen_han": "\n".join(paper.signer.authority),
        "noi_nhan": "\n".join([*(f"- {one};" for one in paper.recipients), f"- {paper.last_line}"]),
        "kem_theo": (paper.annex.goes_with if paper.annex else "") or paper.goes_with,
        "so_dong": f"{len(rows):02}",
    }
    single = {name: tied(words) for name, words in single.items()}
    lines = [_row(number, row, made.kind) for number, row in enumerate(rows, 1)]
    capitals = {name.upper(): words.upper() for name, words in single.items()}
    return single | capitals | {"noi_dung": [tied(one) for one in body], "dong": lines}


def _row(number: int, row: columns.Cells, kind: str) -> dict[str, str]:
    shown = {column.name: columns.shown(column, row) for column in columns.COLUMNS[kind]}
    return {"stt": str(number)} | {CELLS[name]: tied(shown.get(name, row.get(name, ""))) for name in CELLS}


def fill(form: bytes, words: Mapping[str, Any]) -> Filled:
    """The form with these words.

    Raises ValidationError that says what is wrong with the form, and where.
    """
    if len(form) > LIMITS.bytes:
        raise ValidationError(_("Tệp mẫu lớn hơn 4 MB; hãy nén ảnh trong mẫu."))
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "form.docx").write_bytes(form)
        (home / "words.json").write_text(json.dumps(words), encoding="utf-8")
        answer = confined.ask("dondoc_web.papers.filling_process", home, LIMITS.seconds)
        if "error" in answer:
            raise ValidationError(_refusal(answer))
        return Filled(word.always_the_same((home / "filled.docx").read_bytes()), answer["lines"])


def _refusal(answer: Mapping[str, str]) -> str:
    said = str(REFUSALS[answer["error"]])
    at = _("Chỗ sai: “%s”.") % answer["place"] if answer["place"] else ""
    return " ".join(part for part in (said, at, answer["detail"] and f"({answer['detail']})") if part)
