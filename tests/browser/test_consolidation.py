"""From reports of units to the report of their lead in a real browser: drafted, traced, edited, handed in, accepted."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from handing import accept, hand_in
from looks import looked_at
from playwright.sync_api import expect
from staff import CAST, hire
from stage import NARROW, WIDE, as_, environment, visit

SCRIPT = """
import json
from datetime import timedelta
from types import SimpleNamespace
import cast
from django.core.files.base import ContentFile
from django.utils import timezone
from obligations import given_plan, given_task
from unit_reports import obligation
from dondoc_web.accounts.models import Role, User
from dondoc_web.agencies.models import Agency
from dondoc_web.reports import duties, expecting
from dondoc_web.work.models import Evidence, Progress

today, now = timezone.localdate(), timezone.now()
w = SimpleNamespace(**{name: User.objects.get(username=name) for name in ("desk", "desk2", "unit")})
w.province = Agency.objects.get(key="ubnd-tinh@lam-giang")
culture, interior = (Agency.objects.get(key=f"{key}@lam-giang") for key in ("so-vhttdl", "so-noi-vu"))
hoa = cast.person("hoa", Role.UNIT, interior)
plan = given_plan(w)
for n, text in enumerate(("Biên soạn tài liệu giới thiệu tỉnh", "Tập huấn cán bộ thông tin cơ sở"), 1):
    task = given_task(w, plan=plan, text=text, label=f"II.{n}", group_title=f"{n}. Nhóm nhiệm vụ {n}")
    for person, agency in ((w.unit, culture), (hoa, interior)):
        figures = [{"name": "Tin, bài", "value": str(10 * n), "unit": "tin"}]
        note = Progress.objects.create(
            obligation=obligation(w, task, agency), by=person, at=now - timedelta(days=1), stage="under_way",
            text=f"Đã làm việc {n}", figures=figures, difficulties="Thiếu kinh phí", answer="accepted",
        )
        Evidence.objects.create(
            progress=note, name="bien-ban.pdf", file=ContentFile(b"%PDF-1.7", "a"), size=8,
            added_by=person, added_at=now,
        )
facts = {"words": "Báo cáo kết quả", "frequency": "ad_hoc", "regime": "nd09", "since": today - timedelta(days=90)}
above = duties.add(
    office_id=w.province.pk, by=w.desk,
    facts=duties.Facts(**facts | {"words": "Tổng hợp, báo cáo tỉnh"}, reporters=(f"a{culture.pk}",), to="Tỉnh ủy"),
)
codes = (f"a{culture.pk}", f"a{interior.pk}")
below = duties.add(
    office_id=w.province.pk, by=w.desk, facts=duties.Facts(**facts, parent=above.pk, reporters=codes)
)
type(below).objects.update(plan=plan)
days = (today - timedelta(days=60), today, today + timedelta(days=20))
found = {}
for name, duty in (("above", above), ("below", below)):
    duties.confirm(duty_id=duty.pk, by=w.desk)
    expecting.open_by_hand(duty_id=duty.pk, by=w.desk, days=days, basis="Công văn 1")
    found[name] = {one.agency.key.split("@")[0]: one.pk for one in duty.expected.all()}
print("FOUND", json.dumps(found))
"""


@pytest.fixture(scope="module")
def office(site):
    """Lam Giang with a plan, what two departments did of it, and the reports that they and the lead owe."""
    hire(Path(site.room))
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", "shell", "--no-imports", "-c", SCRIPT]
    done = subprocess.run(
        command, check=False, env=environment(site.room, PYTHONPATH=str(CAST)), capture_output=True, text=True
    )
    assert "FOUND" in done.stdout, done.stderr
    return site, json.loads(done.stdout.split("FOUND")[1])


def report(page, address: str, paper: str) -> None:
    """A unit prepares its report and hands it in."""
    page.goto(address + "write/")
    page.get_by_role("button", name="Lập báo cáo").press("Enter")
    expect(page.get_by_role("button", name="Lưu, xem lại và nộp")).to_be_visible()
    hand_in(page, address, paper)


def trace(lead) -> None:
    """From a footnote down to the words of the directive, the evidence and the obligation."""
    lead.locator(".sentence", has_text="Biên soạn tài liệu giới thiệu tỉnh: ").locator("sup a").press("Enter")
    lead.locator("summary", has_text="Câu chữ giao việc").first.press("Enter")
    lead.locator("summary", has_text="Tiến độ và minh chứng").first.press("Enter")
    expect(lead.get_by_text("Kế hoạch 12/KH-UBND").first).to_be_visible()
    expect(lead.get_by_text("bien-ban.pdf").first).to_be_visible()
    looked_at(lead)
    lead.get_by_role("link", name="Việc phải làm, câu chữ giao việc").first.press("Enter")
    expect(lead.get_by_role("heading", name="Biên soạn tài liệu giới thiệu tỉnh")).to_be_visible()


def edit(lead, draft: str) -> None:
    """A sentence said otherwise, marked so."""
    lead.goto(draft)
    lead.locator(".sentence", has_text="Trên đây là báo cáo").get_by_role("link", name="Sửa").press("Enter")
    looked_at(lead)
    lead.get_by_label("Câu", exact=True).fill("Kính đề nghị Tỉnh ủy xem xét.")
    lead.get_by_role("button", name="Lưu", exact=True).press("Enter")
    expect(lead.locator(".sentence", has_text="Kính đề nghị Tỉnh ủy").get_by_text("đã sửa")).to_be_visible()


def test_from_unit_reports_to_the_accepted_report_of_the_lead(office, chromium):
    site, found = office
    address = {key: f"{site.address}/reports/{pk}/" for key, pk in found["below"].items()}
    answer = f"{site.address}/reports/{found['above']['so-vhttdl']}/"
    with (
        visit(chromium, as_(site, "desk"), WIDE) as desk,
        visit(chromium, as_(site, "unit"), WIDE) as lead,
        visit(chromium, as_(site, "hoa"), WIDE) as hoa,
    ):
        report(lead, address["so-vhttdl"], "Báo cáo 15/BC-SVHTTDL")
        accept(desk, address["so-vhttdl"])
        lead.goto(answer)
        lead.get_by_role("link", name="Báo cáo tổng hợp").press("Enter")
        looked_at(lead)
        lead.get_by_role("button", name="Lập dự thảo").press("Enter")
        expect(lead.get_by_role("button", name="Tạo DOCX, PDF")).to_be_visible()
        looked_at(lead)
        expect(lead.get_by_text("Chưa có báo cáo: Sở Nội vụ.")).to_be_visible()
        draft = lead.url.split("?")[0].split("#")[0]
        trace(lead)
        edit(lead, draft)

        report(hoa, address["so-noi-vu"], "Báo cáo 9/BC-SNV")
        lead.goto(draft)
        lead.get_by_role("link", name="Xem sẽ thay đổi gì").press("Enter")
        looked_at(lead)
        lead.get_by_role("button", name="Lấy tất cả").press("Enter")
        lead.goto(draft)
        expect(lead.get_by_text("Tin, bài: 20 tin (Sở Văn hóa, Thể thao và Du lịch 10; Sở Nội vụ 10)")).to_be_visible()
        expect(lead.get_by_text("Kính đề nghị Tỉnh ủy xem xét.")).to_be_visible()

        with visit(chromium, as_(site, "unit"), NARROW) as phone:
            for part in ("", "letterhead/", "tables/units/", "tables/tasks/", "tables/figures/", "changes/"):
                phone.goto(draft + part)
                looked_at(phone)

        lead.get_by_role("button", name="Tạo DOCX, PDF").press("Enter")
        with lead.expect_download() as coming:
            lead.get_by_role("link", name="Tải DOCX").press("Enter")
        printed = docx.Document(io.BytesIO(Path(coming.value.path()).read_bytes()))
        assert "Kính đề nghị Tỉnh ủy xem xét./." in [line.text for line in printed.paragraphs]
        lead.get_by_role("link", name="Trình duyệt, nộp").press("Enter")
        looked_at(lead)
        hand_in(lead, answer, "Báo cáo 20/BC-SVHTTDL")

        desk.goto(answer)
        desk.get_by_role("link", name="Mở báo cáo tổng hợp").press("Enter")
        expect(desk.get_by_text("Kính đề nghị Tỉnh ủy xem xét.")).to_be_visible()
        looked_at(desk)
        accept(desk, answer)
