"""An office's own forms and the annex: on trial, in use, refused with a message of their own."""

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from obligations import given_plan, given_task

from dondoc.reading.office import converted
from dondoc_web.audit.models import Event
from dondoc_web.papers import actions, queries, replacing
from dondoc_web.papers.actions import Wanted
from dondoc_web.papers.models import Kind, OfficeForm, OfficialPaper
from dondoc_web.papers.starter import starter

DAY = date(2026, 12, 20)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def with_words(*paragraphs):
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name, content, *, instead=False):
    """A good form with one more part, or with the part of that name changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(with_words("{{ trich_yeu }}"))) as old, zipfile.ZipFile(out, "w", 8) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, content(old.read(name)) if instead else content)
    return out.getvalue()


def put(people, content, kind="annex"):
    return replacing.put_on_trial(
        office_id=people.province.pk, by=people.desk, kind=kind, content=content, name="m.docx"
    )


@pytest.fixture
def planned(lam_giang):
    lam_giang.plan = given_plan(lam_giang)
    given_task(lam_giang, plan=lam_giang.plan, lead=[lam_giang.culture], text="Việc 1\nvà tiếp", product="Báo cáo")
    given_task(lam_giang, plan=lam_giang.plan, lead=[lam_giang.culture], text="=1+1", due="2026-12")
    return lam_giang


def annex_of(people):
    wanted = Wanted("annex", DAY, plan_id=people.plan.pk)
    return actions.make(office_id=people.province.pk, by=people.desk, wanted=wanted)


def words_of(content):
    body = docx.Document(io.BytesIO(content)).element.body
    return ["".join(t.text or "" for t in p.iter("{*}t")).replace("\u00a0", " ") for p in body.iter("{*}p")]


def test_the_annex_of_a_plan_lies_repeats_its_head_and_names_its_paper(planned):
    content = queries.docx_of(annex_of(planned))[0]
    document, lines = docx.Document(io.BytesIO(content)), words_of(content)
    (section,) = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert "PAGE" in section.header._element.xml
    assert lines[:2] == ["PHỤ LỤC", "DANH MỤC NHIỆM VỤ THỰC HIỆN KẾ HOẠCH SỐ 12/KH-UBND NGÀY 05/01/2026"]
    assert lines[2] == "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026)"
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(document.tables[0].rows) == 3
    assert converted(content, "a.docx", ".docx", "pdf:writer_pdf_Export").startswith(b"%PDF")


def test_its_workbook_has_printed_days_as_days_and_nothing_is_guessed(planned):
    sheet = openpyxl.load_workbook(io.BytesIO(queries.xlsx_of(annex_of(planned)))).active
    assert sheet["F2"].value.date() == date(2026, 12, 15)
    assert sheet["F3"].value is None
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=1+1", "s")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:H3")


def test_the_annex_is_made_from_the_page_of_the_plan(planned):
    client = as_(planned.desk)
    address = f"/documents/{planned.plan.source_id}/work/"
    page = client.get(address)
    assert page.status_code == 200, address
    assert "Lập phụ lục nhiệm vụ" in page.content.decode()
    data = {"kind": "annex", "office": planned.province.pk, "plan": planned.plan.pk, "day": "2026-12-20"}
    made = client.post("/papers/", data, follow=True)
    assert "Dòng “Kèm theo”" in made.content.decode()
    paper = OfficialPaper.objects.get()
    again = {"abstract": "Danh mục", "body": "(Kèm theo)", "kept": [paper.lines.first().pk]}
    assert client.post(f"/papers/{paper.pk}/", again).status_code == 302
    assert words_of(client.get(f"/papers/{paper.pk}/docx/").content)[1:3] == ["DANH MỤC", "(Kèm theo)"]


@pytest.mark.parametrize("kind", Kind.values)
def test_the_form_to_begin_with_is_taken_as_it_is(lam_giang, kind):
    form = put(lam_giang, starter(lam_giang.province, kind), kind)
    said = "\n".join(form.shown)
    assert "{" not in said
    assert "Nhiệm vụ 3 để thử mẫu & <dấu>" in said
    if kind != "annex":
        assert "ỦY BAN NHÂN DÂN TỈNH LAM GIANG" in said
        assert "Đoạn thứ hai để thử mẫu" in said
        assert "Số:" in said


def test_a_form_is_tried_shown_taken_into_use_and_withdrawn(planned):
    client, paper = as_(planned.desk), annex_of(planned)
    shipped = queries.docx_of(paper)
    file = SimpleUploadedFile(
        "mau.docx", with_words("Mẫu riêng: {{ TEN_PHU_LUC }}", "{% for d in dong %}{{ d.noi_dung }}; {% endfor %}")
    )
    data = {"office": planned.province.pk, "kind": "annex", "file": file}
    page = client.post("/papers/templates/", data, follow=True).content.decode()
    assert "Nhiệm vụ 1 để thử mẫu &amp; &lt;dấu&gt;;" in page
    form = OfficeForm.objects.get()
    assert queries.docx_of(paper) == shipped
    client.post(f"/papers/templates/{form.pk}/", {"do": "take"})
    content = client.get(f"/papers/{paper.pk}/docx/").content
    assert words_of(content)[0].startswith("Mẫu riêng: DANH MỤC NHIỆM VỤ")
    assert queries.docx_of(paper) == (content, queries.digest_of(paper))
    client.post(f"/papers/templates/{form.pk}/", {"do": "withdraw"})
    assert queries.docx_of(paper) == shipped
    verbs = Event.objects.filter(verb__startswith="form.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["form.tried", "form.taken", "form.withdrawn"]


def test_the_next_form_takes_the_place_of_the_one_in_use(planned):
    first, second = (put(planned, with_words(f"{n} {{{{ trich_yeu }}}}")) for n in "12")
    for form in (first, second):
        replacing.take_into_use(form_id=form.pk, by=planned.desk)
    first.refresh_from_db()
    assert first.standing == "withdrawn"
    assert words_of(queries.docx_of(annex_of(planned))[0])[0].startswith("2 ")


RELATION = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://x/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ no docx", "không phải DOCX"),
        (with_part("word/vbaProject.bin", b"x"), "macro"),
        (with_part("word/embeddings/o.bin", b"x"), "OLE"),
        (with_part("word/media/big.bin", b"0" * 50_000_000), "giải nén quá lớn"),
        (with_part("word/_rels/settings.xml.rels", RELATION), "bên ngoài"),
        (
            with_part(
                "word/document.xml",
                lambda old: old.replace(b"?>", b'?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1),
                instead=True,
            ),
            "DOCTYPE",
        ),
        (with_words("Bắt đầu", "{{ ''.__class__.__mro__ }}"), "bị cấm.*__class__"),
        (with_words("{{ cycler.__init__.__globals__ }}"), "bị cấm|Không có trường"),
        (with_words("{% for i in range(999999999) %}x{% endfor %}"), "bị cấm"),
        (with_words("{{ 'a' * 999999999 }}"), "bị cấm"),
        (with_words("{{ trich_yeu|attr('format') }}"), "bị cấm"),
        (with_words("{% include '/etc/passwd' %}"), "bị cấm"),
        (with_words("Đầu tiên", "Về việc {{ trichyeu }}"), "Không có trường.*Về việc.*trichyeu"),
        (with_words("Đầu tiên", "Dòng hỏng {% for d in dong %}"), "Thẻ viết sai"),
        (with_words("{{ dong.khong_co }}"), "Không điền được"),
        (with_part("docProps/core.xml", lambda _: b"<a>{{ 7 }}</a>", instead=True), "Thẻ chỉ"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_a_hostile_or_broken_form_is_refused_with_its_own_message(lam_giang, content, words):
    with pytest.raises(ValidationError, match=words):
        put(lam_giang, content)
    assert not OfficeForm.objects.exists()
    assert not Event.objects.filter(verb="form.tried").exists()


def test_who_is_no_desk_officer_is_told_what_to_do(lam_giang):
    page = as_(lam_giang.admin).get("/papers/templates/")
    assert page.status_code == 200
    assert "hãy đề nghị quản trị viên giao vai trò" in page.content.decode()
    assert as_(lam_giang.admin).post("/papers/templates/").status_code == 403
