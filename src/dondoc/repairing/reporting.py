"""What a person is told of a repair: the findings to confirm, and the list of changes as text."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.document import Finding
from dondoc.repairing.grading import Quality
from dondoc.repairing.whole import Repaired

SURE = 0.95
"""Changes less sure than this are for a person to look at."""


def findings(repaired: Repaired) -> tuple[Finding, ...]:
    """What a person should confirm: changed numbers, unreadable lines, and a scan that should be read again.

    Spans count characters of the original.
    """
    found = [
        Finding(
            kind="repaired_number",
            message=f"Đã sửa «{edit.before}» thành «{edit.after}»: đối chiếu với bản gốc rồi xác nhận.",
            span=edit.span,
        )
        for edit in repaired.edits
        if edit.touches_number
    ]
    found += [
        Finding(
            kind="unreadable_line",
            message="Không đọc được dòng này: xem bản gốc và nhập lại.",
            span=line.span,
        )
        for line in repaired.lines
        if line.quality == Quality.UNREADABLE
    ]
    if repaired.grade.asks_for_ocr:
        message = "Văn bản hỏng nhiều. Nếu có ảnh quét, hãy nhận dạng lại bằng OCR tiếng Việt để có kết quả tốt hơn."
        found.append(Finding(kind="asks_for_ocr", message=message))
    return tuple(found)


def explained(repaired: Repaired, original: str) -> Iterator[str]:
    """One line of text for each change: line number, before, after, reason, confidence, other readings."""
    line = 1
    at = 0
    for edit in repaired.edits:
        line += original.count("\n", at, edit.span.start)
        at = edit.span.start
        others = ", ".join(f"{word} {chance:.0%}" for word, chance in edit.alternatives)
        mark = "?" if edit.confidence < SURE or edit.touches_number else " "
        shown = f"{line}:{mark} {edit.before} → {edit.after} ({edit.reason}, {edit.confidence:.0%})"
        yield f"{shown}; hoặc: {others}" if others else shown
