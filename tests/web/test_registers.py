"""Registers: defined as data, filled in as evidence of obligations, summed by unit and year, exported."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from obligations import given_plan, given_task

from dondoc.reading.office import converted
from dondoc_web.audit.models import Event
from dondoc_web.registers import defining, entering, queries
from dondoc_web.registers.kinds import Field, Known, checked
from dondoc_web.registers.models import Entry, Register
from dondoc_web.registers.shipped import Definition, shipped
from dondoc_web.work.assigning import order_task

FORMULA = '=HYPERLINK("http://x","y")'
KNOWN = Known({"7": "Sở A"}, {"9": "Việc"})


def as_(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def owing(lam_giang):
    """The departments of culture and of the interior owe a task each."""
    plan = given_plan(lam_giang)
    task = given_task(lam_giang, plan=plan, lead=[lam_giang.culture, lam_giang.interior], text="Tổ chức ngày hội")
    both = order_task(task=task, by=lam_giang.desk2, today=date(2026, 11, 28))
    lam_giang.of = {one.agency_id: one for one in both}
    lam_giang.one = lam_giang.of[lam_giang.culture.pk]
    return lam_giang


def register_of(people, key="activities"):
    return defining.define(office_id=people.province.pk, by=people.desk, definition=shipped()[key])


def entry_of(people, register, by=None, at=None, **values):
    values = values or {"name": FORMULA, "kind": "Sự kiện", "start": "15/12/2026", "people": "1.234,5"}
    obligation = people.of[(at or people.culture).pk]
    return entering.add(register_id=register.pk, by=by or people.unit, obligation_id=obligation.pk, values=values)


def estimates(people):
    """A budget: two units, two years, one entry withdrawn."""
    register = register_of(people, "budget")
    for at, year, money in (
        ("culture", "2026", "1.000.000"),
        ("culture", "2026", "500.000,5"),
        ("culture", "2027", "7"),
        ("interior", "2026", "20"),
        ("interior", "2027", "999"),
    ):
        last = entry_of(people, register, people.desk, getattr(people, at), item="Chi", year=year, estimate=money)
    entering.withdraw(entry_id=last.pk, by=people.desk, reason="nhầm")
    return register


@pytest.mark.parametrize("key", list(shipped()))
def test_a_shipped_definition_becomes_a_register_of_the_office(owing, key):
    register = register_of(owing, key)
    assert register.shipped == key
    assert as_(owing.desk).get(f"/registers/{register.pk}/entry/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", " chữ ", "chữ"), ("number", "-1.234,5", "-1234.5"), ("money", "2.000.000", "2000000"),
        ("year", "2026", "2026"), ("date", "5/2/2026", "2026-02-05"), ("date", "2026-02-05", "2026-02-05"),
        ("choice", "Một", "Một"), ("agency", "7", "7"), ("task", "9", "9"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_plain(kind, typed, kept):
    field = Field("a", "A", kind, choices=("Một", "Hai"))
    assert checked([field], {"a": typed}, KNOWN) == {"a": kept}


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("text", "x" * 5000, "rút gọn"), ("number", "12.5", "nhập số"), ("money", "-5", "không được âm"),
        ("year", "26", "bốn chữ số"), ("date", "31/02/2026", "15/12/2026"), ("choice", "Ba", "trong danh sách"),
        ("agency", "8", "trong danh sách"), ("task", "x", "trong danh sách"), ("text", "  ", "bắt buộc"),
    ],
)  # fmt: skip
def test_what_does_not_fit_its_kind_is_said_at_its_field(kind, typed, words):
    field = Field("a", "A", kind, choices=("Một",), required=True)
    with pytest.raises(ValidationError, match=words) as caught:
        checked([field], {"a": typed}, KNOWN)
    assert set(caught.value.message_dict) == {"a"}


def test_an_entry_is_evidence_on_the_page_of_its_obligation_until_it_is_withdrawn(owing):
    register = register_of(owing)
    entry = entry_of(owing, register)
    address = f"/obligations/{owing.one.pk}/"
    page = as_(owing.leader).get(address).content.decode()
    assert "Minh chứng trong sổ theo dõi (1)" in page
    assert f"/registers/entries/{entry.pk}/" in page
    entering.correct(entry_id=entry.pk, by=owing.desk, values={"name": "Ngày hội", "kind": "Khác"})
    entering.withdraw(entry_id=entry.pk, by=owing.unit, reason="ghi nhầm")
    assert "Minh chứng trong sổ theo dõi (" not in as_(owing.leader).get(address).content.decode()
    with pytest.raises(ValidationError, match="đã được rút"):
        entering.correct(entry_id=entry.pk, by=owing.unit, values={"name": "x", "kind": "Khác"})
    verbs = Event.objects.filter(target=f"entry:{entry.pk}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["entry.added", "entry.corrected", "entry.withdrawn"]


def test_the_page_of_an_obligation_leads_to_a_new_entry_tied_to_it(owing):
    register = register_of(owing)
    client = as_(owing.unit)
    assert (
        f'href="/registers/?obligation={owing.one.pk}"' in client.get(f"/obligations/{owing.one.pk}/").content.decode()
    )
    chosen = f"/registers/{register.pk}/entry/?obligation={owing.one.pk}"
    assert f'href="{chosen}"' in client.get(f"/registers/?obligation={owing.one.pk}").content.decode()
    assert f'<option value="{owing.one.pk}" selected>' in client.get(chosen).content.decode()
    for stranger in (owing.other_desk, owing.leader):
        page = as_(stranger).get(f"/registers/?obligation={owing.one.pk}").content.decode()
        assert "/entry/?obligation=" not in page
        assert "Chọn sổ để ghi" not in page


def test_a_unit_writes_and_sees_its_own_branch_only(owing):
    register = register_of(owing)
    theirs = entry_of(owing, register, owing.desk, owing.interior)
    with pytest.raises(PermissionDenied):
        entry_of(owing, register, owing.unit, owing.interior)
    mine = entry_of(owing, register)
    client = as_(owing.unit)
    page = client.get(f"/registers/{register.pk}/").content.decode()
    assert f"/registers/entries/{mine.pk}/" in page
    assert f"/registers/entries/{theirs.pk}/" not in page
    assert client.get(f"/registers/entries/{theirs.pk}/").status_code == 404
    assert client.get(f"/registers/{register.pk}/fields/").status_code == 403
    assert as_(owing.other_desk).get(f"/registers/{register.pk}/").status_code == 404


def test_an_entry_goes_into_a_register_of_the_office_that_follows(owing):
    other = Register.objects.create(
        office=owing.other, name="Sổ", fields=register_of(owing).fields, made_by=owing.other_desk,
        made_at=owing.one.changed_at,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        entry_of(owing, other)


def test_a_field_added_later_leaves_old_entries_and_a_filled_one_stays(owing):
    register = register_of(owing)
    entry = entry_of(owing, register)
    fields = [Field(**one | {"choices": tuple(one["choices"])}) for one in register.fields]

    def redefined(fields):
        defining.redefine(register_id=register.pk, by=owing.desk, definition=Definition("Sổ mới", fields))

    redefined([*fields, Field("f1", "Kinh phí", "money", "đồng", required=True)])
    entry.refresh_from_db()
    assert "f1" not in entry.values
    assert "Kinh phí (đồng)" in as_(owing.desk).get(f"/registers/{register.pk}/").content.decode()
    with pytest.raises(ValidationError, match="không bỏ được"):
        redefined(fields[1:])
    with pytest.raises(ValidationError, match="không đổi loại được"):
        redefined([Field("name", "Tên", "number"), *fields[1:]])


def test_an_office_makes_a_register_on_the_page_without_code(owing):
    client = as_(owing.desk)
    row = {"key": ["", "", ""], "label": ["Tên đoàn", "Loại", ""], "kind": ["text", "choice", "text"],
           "unit": ["", "", ""], "choices": ["", "Vào; Ra", ""], "required": ["yes", "no", "no"]}  # fmt: skip
    data = {"office": owing.province.pk, "name": "Đoàn ra, đoàn vào", "note": "", **row}
    assert client.post("/registers/add/", data).status_code == 302
    register = Register.objects.get()
    assert [(one["key"], one["kind"], one["choices"]) for one in register.fields] == [
        ("f1", "text", []), ("f2", "choice", ["Vào", "Ra"]),
    ]  # fmt: skip
    again = client.post("/registers/add/", data)
    assert again.status_code == 400
    assert "hãy đặt tên khác" in again.content.decode()
    assert 'value="Vào; Ra"' in again.content.decode()
    entry = {"obligation": owing.one.pk, "v-f1": "Đoàn A", "v-f2": "Sang"}
    refused = client.post(f"/registers/{register.pk}/entry/", entry)
    assert refused.status_code == 400
    assert "Đoàn A" in refused.content.decode()
    assert "Hãy chọn một mục trong danh sách." in refused.content.decode()
    assert client.post(f"/registers/{register.pk}/entry/", entry | {"v-f2": "Ra"}).status_code == 302
    one = Entry.objects.get()
    assert client.post(f"/registers/entries/{one.pk}/", {"v-f1": "Đoàn B"}).status_code == 302
    assert client.post(f"/registers/entries/{one.pk}/withdraw/", {"reason": ""}).status_code == 400
    one.refresh_from_db()
    assert (one.values, one.withdrawn_at) == ({"f1": "Đoàn B"}, None)


def test_files_hold_real_days_and_numbers_and_no_formula(owing):
    register = register_of(owing)
    entry_of(owing, register)
    client = as_(owing.desk)
    content = client.get(f"/registers/{register.pk}/export/xlsx/").content
    for data in (content, converted(content, "a.xlsx", ".xlsx", "xlsx:Calc MS Excel 2007 XML")):
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert (sheet["B2"].value, sheet["B2"].data_type) == (FORMULA, "s")
        assert sheet["D2"].value.date() == date(2026, 12, 15)
        assert sheet["H2"].value == 1234.5
    assert sheet["H1"].value == "Số người tham dự (người)"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P2")
    text = client.get(f"/registers/{register.pk}/export/csv/").content
    assert text.startswith("\ufeff".encode())
    row = list(csv.reader(text.decode("utf-8-sig").splitlines()))[1]
    assert (row[1], row[3], row[7]) == ("'" + FORMULA, "15/12/2026", "1234,5")
    assert client.get(f"/registers/{register.pk}/export/pdf/").status_code == 404


def test_sums_by_unit_and_year_tie_to_the_entries_that_open(owing):
    register, client = estimates(owing), as_(owing.leader)
    year, (money, _approved) = queries.sum_fields(register)
    found = queries.sums(register, owing.leader, money, year)
    assert [[amount for _year, amount, _words in line.sums] for line in found.lines] == [
        [Decimal("1500000.5"), Decimal(7)], [Decimal(20), Decimal(0)],
    ]  # fmt: skip
    assert found.total == sum(found.by_year) == sum(line.total for line in found.lines) == Decimal("1500027.5")
    for line in found.lines:
        for name, amount, _words in line.sums:
            entries = queries.entries_of(register, owing.leader, agency=str(line.agency.pk), year=name)
            assert sum(Decimal(one.values["estimate"]) for one in entries) == amount
    page = client.get(f"/registers/{register.pk}/sums/").content.decode()
    assert "1.500.000,5" in page
    opened = f"/registers/{register.pk}/?agency={owing.culture.pk}&year=2026"
    assert opened.replace("&", "&amp;") in page
    assert client.get(opened).content.decode().count("/registers/entries/") == 2


def test_the_consolidated_workbook_has_the_sums_and_their_entries(owing):
    register = estimates(owing)
    content = as_(owing.desk).get(f"/registers/{register.pk}/sums/xlsx/").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Tổng hợp 1"]
    assert [cell.value for cell in sheet[1]] == ["STT", "Đơn vị – Dự toán (đồng)", "2026", "2027", "Cộng"]
    assert [cell.value for cell in sheet[4]] == [None, "Tổng cộng", 1500020.5, 7, 1500027.5]
    assert book["Các mục"].max_row == 5
    assert [book["Các mục"].cell(row, 3).value for row in (2, 3, 4, 5)] == [2026, 2027, 2026, 2026]


def test_a_unit_sums_its_own_entries_only(owing):
    register = estimates(owing)
    page = as_(owing.unit).get(f"/registers/{register.pk}/sums/").content.decode()
    assert "1.500.007,5" in page
    assert "Sở Nội vụ" not in page


def test_pages_ask_the_database_no_more_for_more_entries(owing):
    register, client = register_of(owing), as_(owing.desk)
    client.get(f"/registers/{register.pk}/")
    counts = []
    for _ in range(2):
        for _n in range(3):
            entry_of(owing, register, name="x", kind="Khác", partner=str(owing.finance.pk))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/registers/{register.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
