"""A small cast: one plan of a province that does not exist, built by hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dondoc.document import (
    Clause,
    ClauseKind,
    Document,
    Finding,
    Letterhead,
    Party,
    Plan,
    Quote,
    ReportingDuty,
    Role,
    Source,
    Task,
    TaskOrigin,
    Timing,
    TimingKind,
)
from dondoc.text import Span

ROOT = Path(__file__).resolve().parent.parent

TEXT = """\
KẾ HOẠCH số 12/KH-UBND
III. NHIỆM VỤ
1. Xây dựng bản tin đối ngoại
- Phát hành mỗi quý một số.
Cơ quan chủ trì: Sở Thông tin và Truyền thông
Cơ quan phối hợp: Báo Lam Giang; Sở Ngoại vụ
Thời gian thực hiện: trước ngày 15/12/2024
2. Tập huấn nghiệp vụ | Sở Nội vụ | 2025
3. Báo cáo kết quả về UBND tỉnh trước ngày 20 hằng tháng.
"""


def quote(words: str) -> Quote:
    """``words`` of TEXT with their place in it."""
    start = TEXT.index(words)
    return Quote(text=words, spans=(Span(start, start + len(words)),))


def party(role: Role, words: str) -> Party:
    return Party(role=role, phrase=quote(words))


BULLETIN = Task(
    id="1",
    label="III.1",
    clause="III.1",
    origin=TaskOrigin.BLOCK,
    wording=quote("Xây dựng bản tin đối ngoại"),
    points=(quote("Phát hành mỗi quý một số."),),
    parties=(
        party(Role.LEAD, "Sở Thông tin và Truyền thông"),
        party(Role.COORDINATING, "Báo Lam Giang"),
        party(Role.COORDINATING, "Sở Ngoại vụ"),
    ),
    timing=Timing(
        text="trước ngày 15/12/2024",
        kind=TimingKind.DEADLINE,
        due="2024-12-15",
        spans=quote("trước ngày 15/12/2024").spans,
    ),
    source_lines=(3, 7),
)

TRAINING = Task(
    id="2",
    label="III.2",
    origin=TaskOrigin.TABLE_ROW,
    wording=quote("Tập huấn nghiệp vụ"),
    parties=(party(Role.LEAD, "Sở Nội vụ"),),
    timing=Timing(text="2025", kind=TimingKind.YEAR, start="2025-01-01", end="2025-12-31", spans=quote("2025").spans),
    source_lines=(8, 8),
)

DUTY = ReportingDuty(
    wording=quote("Báo cáo kết quả về UBND tỉnh trước ngày 20 hằng tháng"),
    to="UBND tỉnh",
    due="---20",
    source_lines=(9, 9),
)

PLAN = Plan(
    source=Source(name="ke-hoach.txt", media_type="text/plain", text=TEXT, sha256="0" * 64),
    document=Document(
        letterhead=Letterhead(number=quote("12/KH-UBND"), kind=Quote(text="Kế hoạch"), date_iso="2024-02-05"),
        clauses=(
            Clause(
                label="III", title=quote("NHIỆM VỤ"), level=1, kind=ClauseKind.HEADING, path="III", line=2, last_line=9
            ),
        ),
    ),
    tasks=(BULLETIN, TRAINING),
    reporting=(DUTY,),
    findings=(Finding(kind="no_signer", message="Không thấy người ký.", span=None),),
)


@pytest.fixture
def plan() -> Plan:
    """Two tasks and a reporting duty."""
    return PLAN


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture
def samples() -> Path:
    """The folder of real documents, which is not part of the repository; tests that need it are left out without."""
    folder = Path(os.environ.get("DONDOC_SAMPLES") or ROOT.parent / "shared")
    if not (folder / "documents").is_dir():
        pytest.skip(f"DONDOC_SAMPLES: no real documents in {folder.name}/")
    return folder
