"""The pages of the registry: tree, body, forms, groups, tables; rights and bad input."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dondoc_web.agencies import actions
from dondoc_web.agencies.models import Agency, AgencyName, Change, Group
from dondoc_web.agencies.spreadsheet import plain, safe

HEAD = "Khóa,Tên cơ quan,Ký hiệu,Tên khác,Hệ thống,Cấp,Trực thuộc,Từ ngày,Đến ngày,Nhóm,Ghi chú\n"


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin(lam_giang):
    return signed_in(lam_giang.admin)


@pytest.fixture
def group(lam_giang):
    made = Group.objects.create(key="cac-so", name="Các sở", place=lam_giang.province)
    actions.add_member(by=lam_giang.admin, group=made, agency=lam_giang.interior)
    return made


def words(response):
    return response.content.decode()


READING = [
    "",
    "?day=2024-01-01",
    "?day=sai",
    "?q=so+noi+vu",
    "branch/?place=lam-giang",
    "options/?words=noi",
    "groups/",
]


@pytest.mark.parametrize("address", [*READING, "export.csv", "groups/?place=lam-giang"])
def test_everyone_signed_in_reads_the_registry(lam_giang, address):
    assert signed_in(lam_giang.unit).get(f"/agencies/{address}").status_code == 200


def test_a_branch_shows_what_stands_below(admin, lam_giang):
    page = words(admin.get(f"/agencies/branch/?under={lam_giang.province.pk}"))
    assert "Sở Nội vụ" in page
    assert "Bình Sơn Hạ" not in page


@pytest.mark.parametrize("asked", ["noi vu", "Nội vụ", "SO NOI VU"])
def test_search_needs_no_marks(admin, asked):
    assert "Sở Nội vụ" in words(admin.get("/agencies/", {"q": asked}))


def test_the_page_of_a_body_tells_who_holds_its_work(admin, lam_giang):
    actions.record_change(
        by=lam_giang.admin,
        kind="merge",
        effective_on=lam_giang.unit.memberships.get().since.replace(year=2025),
        heirs=[actions.Heir(lam_giang.interior, lam_giang.finance)],
    )
    page = words(admin.get(f"/agencies/{lam_giang.interior.pk}/"))
    assert "Sở Tài chính" in page
    assert "kế thừa" in page


VERBS = ("rename", "move", "end", "alias", "change")


@pytest.mark.parametrize("verb", VERBS)
def test_forms_open_for_the_administrator_of_the_branch_only(lam_giang, verb):
    address = f"/agencies/{lam_giang.interior.pk}/{verb}/"
    assert signed_in(lam_giang.admin).get(address).status_code == 200
    for person in (lam_giang.desk, lam_giang.unit, lam_giang.auditor, lam_giang.other_admin):
        assert signed_in(person).get(address).status_code == 403
    assert f"/{verb}/" not in words(signed_in(lam_giang.desk).get(f"/agencies/{lam_giang.interior.pk}/"))


@pytest.mark.parametrize("address", ["new/", "import/", "duplicates/", "duplicates/merge/", "groups/new/"])
def test_making_is_for_administrators(lam_giang, address):
    assert signed_in(lam_giang.admin).get(f"/agencies/{address}").status_code == 200
    assert signed_in(lam_giang.desk).get(f"/agencies/{address}").status_code == 403


def test_a_body_is_entered_renamed_and_ended_by_forms(admin, lam_giang):
    form = {"name": "Sở Y tế", "parent": lam_giang.province.key, "system": "state", "level": "province"}
    assert admin.post("/agencies/new/", form).status_code == 302
    made = Agency.objects.get(key="so-y-te@lam-giang")
    admin.post(f"/agencies/{made.pk}/rename/", {"name": "Sở Sức khỏe", "since": "01/02/2026"})
    admin.post(f"/agencies/{made.pk}/alias/", {"name": "SYT", "kind": "symbol"})
    admin.post(f"/agencies/{made.pk}/move/", {"parent": lam_giang.culture.key, "since": "2026-03-01"})
    admin.post(f"/agencies/{made.pk}/end/", {"on": "2026-06-30"})
    made.refresh_from_db()
    assert (made.name, made.symbol, made.parent, str(made.valid_to)) == (
        "Sở Sức khỏe",
        "SYT",
        lam_giang.culture,
        "2026-06-30",
    )


def test_a_change_is_recorded_by_its_form(admin, lam_giang):
    form = {"kind": "merge", "effective_on": "2025-03-01", "certainty": "seen", "legal_basis": "Nghị quyết 1"}
    lines = {"old_1": lam_giang.interior.key, "new_1": "Sở Tài chính", "old_2": lam_giang.finance.key}
    response = admin.post(f"/agencies/{lam_giang.interior.pk}/change/", form | lines | {"new_2": lam_giang.finance.key})
    assert response.status_code == 302, words(response)
    assert Change.objects.get().successions.count() == 2


@pytest.mark.parametrize(
    ("verb", "form", "told"),
    [
        ("rename", {"name": "", "since": "2025-01-01"}, "Hãy điền ô này"),
        ("rename", {"name": "Sở X", "since": "32/13/2025"}, "Không phải ngày"),
        ("rename", {"name": "Sở Nội vụ", "since": "2025-01-01"}, "trùng tên"),
        ("move", {"parent": "khong co", "since": "2025-01-01"}, "Không thấy cơ quan này"),
        ("move", {"parent": "Sở Văn hóa, Thể thao và Du lịch", "since": "2025-01-01"}, "nhiều cơ quan cùng tên"),
        ("end", {"on": ""}, "Hãy chọn ngày"),
        ("alias", {"name": "x" * 301, "kind": "alias"}, "300"),
        ("change", {"kind": "merge", "effective_on": "2025-01-01", "certainty": "seen"}, "ít nhất một cơ quan cũ"),
    ],
)
def test_bad_input_is_told_and_kept(admin, lam_giang, verb, form, told):
    response = admin.post(f"/agencies/{lam_giang.interior.pk}/{verb}/", form)
    assert response.status_code == 400
    assert told in words(response)


def test_members_come_and_go_by_forms(admin, lam_giang, group):
    address = f"/agencies/groups/{group.pk}/"
    admin.post(f"{address}new/", {"agency": lam_giang.finance.key, "since": "2024-01-01"})
    member = group.members.get(agency=lam_giang.finance)
    admin.post(f"/agencies/members/{member.pk}/end/", {"on": "2024-12-31"})
    assert "Sở Tài chính" in words(admin.get(address))
    assert [agency.name for agency in admin.get(address, {"day": "2025-06-01"}).context["then"]] == ["Sở Nội vụ"]
    assert admin.post(f"{address}new/", {"agency": lam_giang.interior.key}).status_code == 400
    assert signed_in(lam_giang.other_admin).get(f"{address}new/").status_code == 403


def test_a_group_is_made_by_its_form(admin, lam_giang):
    assert admin.post("/agencies/groups/new/", {"name": "Các phòng", "place": "UBND tỉnh Lam Giang"}).status_code == 302
    assert Group.objects.get().place == lam_giang.province


# --- tables --------------------------------------------------------------------------


def preview(client, text):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post("/agencies/import/", {"file": SimpleUploadedFile("co-quan.csv", content)})


COMMUNES = HEAD + (
    ",UBND xã Sông Trong,,Xã Sông Trong,Nhà nước,cấp xã,ubnd-tinh@lam-giang,01/07/2025,,Các sở,\n"
    ",Phòng Văn hóa - Xã hội,,,state,commune,UBND xã Sông Trong,,,,\n"
    "so-noi-vu@lam-giang,Sở Nội vụ,,,state,province,,,,,\n"
)


def test_a_table_is_looked_at_then_taken_in(admin, lam_giang, group):
    before = Agency.objects.count()
    page = preview(admin, COMMUNES)
    assert "Sẽ thêm 2 cơ quan; 1 cơ quan đã có" in words(page)
    assert Agency.objects.count() == before
    assert admin.post("/agencies/import/", {"text": page.context["text"]}).status_code == 302
    commune = Agency.objects.get(name="UBND xã Sông Trong")
    assert commune.key == "ubnd-xa-song-trong@lam-giang"
    assert [child.name for child in commune.children.all()] == ["Phòng Văn hóa - Xã hội"]
    assert commune.memberships_in_groups.get().group == group
    assert AgencyName.objects.filter(agency=commune, name="Xã Sông Trong").exists()
    admin.post("/agencies/import/", {"text": page.context["text"]})
    assert Agency.objects.count() == before + 2


LINE = ",Sở A,,,state,province,ubnd-tinh@lam-giang,,,,\n"


@pytest.mark.parametrize(
    ("table", "line", "column"),
    [
        (HEAD + ",,,,state,province,ubnd-tinh@lam-giang,,,,\n", 2, "Tên cơ quan"),
        (HEAD + LINE + ",Sở B,,,nhà nước,tỉnh,ubnd-tinh@lam-giang,,,,\n", 3, "Cấp"),
        (HEAD + ",Sở B,,,bang,province,ubnd-tinh@lam-giang,,,,\n", 2, "Hệ thống"),
        (HEAD + ",Sở B,,,state,province,ubnd-tinh@lam-giang,30/02/2025,,,\n", 2, "Từ ngày"),
        (HEAD + ",Sở B,,,state,province,ubnd-tinh@lam-giang,02/02/2025,01/02/2025,,\n", 2, "Đến ngày"),
        (HEAD + ",Sở B,,,state,province,Không Có,,,,\n", 2, "Trực thuộc"),
        (HEAD + ",Sở B,,,state,province,,,,,\n", 2, "Trực thuộc"),
        (HEAD + ",Sở B,,,state,province,ubnd-tinh@binh-son-ha,,,,\n", 2, "Trực thuộc"),
        (HEAD + ",Sở B,,,state,province,ubnd-tinh@lam-giang,,,Nhóm lạ,\n", 2, "Nhóm"),
        (HEAD + "so b,Sở B,,,state,province,ubnd-tinh@lam-giang,,,,\n", 2, "Khóa"),
        (HEAD + LINE + LINE.replace("Sở A", "Sở C").replace("ubnd-tinh@lam-giang", "Sở D"), 3, "Trực thuộc"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken_in(admin, table, line, column):
    before = Agency.objects.count()
    page = preview(admin, table)
    assert page.status_code == 400
    assert [(error.line, error.column) for error in page.context["result"].errors] == [(line, column)]
    assert admin.post("/agencies/import/", {"text": table}).status_code == 400
    assert Agency.objects.count() == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "trống"),
        ("Tên cơ quan,Hệ thống\nSở A,state\n".encode(), "thiếu cột: Cấp"),
        (HEAD.encode(), "không có dòng nào"),
        ("Tên,Sở".encode("utf-16"), "UTF-8"),
        (b"\x00" * (1024 * 1024 + 1), "1 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_advice(admin, content, told):
    page = preview(admin, content)
    assert page.status_code == 400
    assert told in words(page)


def test_semicolons_and_any_order_of_columns_will_do(admin, lam_giang):
    page = preview(admin, "Cấp;Hệ thống;Trực thuộc;Tên cơ quan\ncấp tỉnh;nhà nước;ubnd-tinh@lam-giang;Sở A\n")
    assert page.context["result"].added == 1


@pytest.mark.parametrize("cell", ["=1+1", "+84", "-5", "@SUM(A1)", "\tx"])
def test_no_cell_is_taken_for_a_formula(admin, lam_giang, cell):
    assert safe(cell).startswith("'")
    assert plain(safe(cell)) == cell.strip() or cell.startswith("\t")
    AgencyName.objects.create(agency=lam_giang.interior, kind="alias", name=cell, folded="x")
    table = words(admin.get("/agencies/export.csv?place=lam-giang"))
    assert table.startswith("\ufeff")
    assert f"{safe(cell)}" in table
    assert f",{cell}" not in table


def test_what_is_exported_can_be_taken_in_again(admin, lam_giang, an):
    table = words(admin.get("/agencies/export.csv"))
    result = actions.import_csv(by=an, text=table, only_look=True)
    assert (result.added, result.known, list(result.errors)) == (0, Agency.objects.count(), [])


def test_duplicates_are_found_and_merged(admin, lam_giang):
    facts = actions.Facts(name="So Noi Vu", system="state", level="province")
    twin = actions.add_agency(by=lam_giang.admin, parent=lam_giang.province, facts=facts)
    assert twin.key in words(admin.get("/agencies/duplicates/"))
    done = admin.post("/agencies/duplicates/merge/", {"keep": lam_giang.interior.key, "drop": twin.key})
    assert done.status_code == 302, done.context["form"].errors
    assert Agency.objects.get(pk=twin.pk).merged_into == lam_giang.interior
    assert "Không thấy bản ghi nào trùng" in words(admin.get("/agencies/duplicates/"))


def test_pages_hold_no_inline_script_or_style(admin, lam_giang, group):
    for address in ("", f"{lam_giang.interior.pk}/", "groups/", f"groups/{group.pk}/", "import/", "new/"):
        page = words(admin.get(f"/agencies/{address}"))
        assert " style=" not in page
        assert "<script>" not in page
