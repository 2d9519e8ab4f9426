"""The registry that ships: who holds the work of each department and province, against holders.csv."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from dondoc_web.agencies import actions, loading, queries, shipped
from dondoc_web.agencies.actions import Heir
from dondoc_web.agencies.models import Agency, AgencyName, Certainty, Change, Group, RegistryRelease, Succession
from dondoc_web.audit.models import Event, Verb

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent / "data/holders.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
DAYS = ("2024-01-01", "2025-04-01", "2025-08-01", "2026-10-01")
BODIES = {body.name: body.key for body in shipped.bodies().values()}
PROVINCES = {
    f"{period.unit} {period.name}".lower(): place.key for place in shipped.places().values() for period in place.periods
}


@pytest.fixture(scope="module")
def registry(django_db_setup, django_db_blocker):
    """The registry, loaded once for this file and taken away after it."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        loading.load_registry()
        yield {agency.key: agency for agency in Agency.objects.all()}
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture(scope="module")
def heirs(registry, django_db_blocker):
    with django_db_blocker.unblock():
        return queries.Heirs.of_everybody()


def place_on(province, day):
    """The key of the province that a province belongs to on a day, as the table says."""
    row = next(row for row in ROWS if row["kind"] == "province" and PROVINCES[row["body"].lower()] == province)
    return PROVINCES[row[day].lower()]


def named(row):
    return f"{row['body']}{' · ' if row['function'] else ''}{row['function']}"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] in ("department", "planning")], ids=named)
def test_departments_of_every_province(registry, heirs, row, day):
    """The table speaks of a department; it holds in each province, under the province of that day."""
    for province in sorted(shipped.places()):
        old = registry.get(f"{BODIES[row['body']]}@{province}")
        if old is None:
            assert row["kind"] == "planning" or shipped.places()[province].ended < date.fromisoformat("2025-08-01")
            continue
        found = heirs.holder(old, row["function"], day=date.fromisoformat(day)).agency
        expected = row[day] and f"{BODIES[row[day]]}@{place_on(province, day)}"
        assert (found.key if found else "") == expected, province


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "province"], ids=lambda row: row["body"])
def test_every_province(db, registry, heirs, row, day):
    on = date.fromisoformat(day)
    old = registry[f"uy-ban-nhan-dan-tinh@{PROVINCES[row['body'].lower()]}"]
    found = heirs.holder(old, day=on).agency
    unit, name = row[day].split(" ", 1) if row[day].startswith("Tỉnh") else ("Thành phố", row[day][len("Thành phố ") :])
    assert queries.name_on(found, on) == f"Ủy ban nhân dân {unit.lower()} {name}"


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("row", [row for row in ROWS if row["kind"] == "central"], ids=named)
def test_central_bodies(registry, heirs, row, day):
    found = heirs.holder(registry[BODIES[row["body"]]], row["function"], day=date.fromisoformat(day)).agency
    assert (found.name if found else "") == row[day]


def test_the_table_speaks_of_every_province():
    assert {PROVINCES[row["body"].lower()] for row in ROWS if row["kind"] == "province"} == set(shipped.places())
    assert len(shipped.places()) == 63


# --- what is shipped -----------------------------------------------------------------


def test_every_row_says_how_well_it_is_known():
    certainties = set(Certainty.values)
    assert {body.certainty for body in shipped.bodies().values()} <= certainties
    assert {one.certainty for one in shipped.passings()} <= certainties
    assert {period.certainty for place in shipped.places().values() for period in place.periods} <= certainties


def test_keys_are_those_of_the_library(registry):
    for place in ("quang-ngai", "ha-noi"):
        assert {f"so-noi-vu@{place}", f"tinh-uy@{place}", f"uy-ban-nhan-dan-tinh@{place}"} <= set(registry)
    assert "bo-noi-vu" in registry


@pytest.mark.parametrize(
    ("phrase", "office", "key"),
    [
        ("Sở Nội vụ", "uy-ban-nhan-dan-tinh@quang-ngai", "so-noi-vu@quang-ngai"),
        ("Sở Nội vụ tỉnh Kon Tum", "uy-ban-nhan-dan-tinh@quang-ngai", "so-noi-vu@kon-tum"),
        ("Thành ủy", "tinh-uy@ha-noi", "tinh-uy@ha-noi"),
        ("Sở TT&TT", "uy-ban-nhan-dan-tinh@hue", "so-thong-tin-va-truyen-thong@hue"),
        ("UBND tỉnh Thừa Thiên Huế", "chinh-phu", "uy-ban-nhan-dan-tinh@hue"),
        ("Bộ Ngoại giao", "uy-ban-nhan-dan-tinh@hue", "bo-ngoai-giao"),
    ],
)
def test_phrases_mean_shipped_bodies(db, registry, phrase, office, key):
    found = queries.resolve(phrase=phrase, day=date(2024, 5, 1), office=registry[office])
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("day", "has", "has_not"),
    [
        ("2024-06-01", "so-thong-tin-va-truyen-thong", "so-nong-nghiep-va-moi-truong"),
        ("2025-04-01", "so-nong-nghiep-va-moi-truong", "so-thong-tin-va-truyen-thong"),
    ],
)
def test_departments_of_a_province_are_its_departments_then(db, registry, day, has, has_not):
    group = Group.objects.get(key="cac-so-ban-nganh", place=registry["uy-ban-nhan-dan-tinh@quang-ngai"])
    keys = {agency.key.partition("@")[0] for agency in queries.members_on(group, date.fromisoformat(day))}
    assert has in keys
    assert has_not not in keys
    assert "so-ngoai-vu" not in keys


def test_a_group_of_a_merged_province_means_that_of_the_new_one(db, registry):
    group = Group.objects.get(key="cac-so-ban-nganh", place=registry["uy-ban-nhan-dan-tinh@kon-tum"])
    assert {agency.key.partition("@")[2] for agency in queries.members_on(group, date(2025, 8, 1))} == {"quang-ngai"}


def test_mass_bodies_stand_under_the_front_since_july_2025(db, registry):
    front = registry["uy-ban-mat-tran-to-quoc-viet-nam-tinh@quang-ngai"]
    assert not queries.tree_on(date(2025, 6, 30), under=front)
    assert len(queries.tree_on(date(2025, 7, 1), under=front)) == 5


def test_trails_lead_from_the_top_to_each_body(db, registry):
    for agency in registry.values():
        above = agency.parent_id and Agency(pk=agency.parent_id).pk
        assert agency.trail.endswith(f"/{above}/{agency.pk}/" if above else f"/{agency.pk}/")


# --- loading again -------------------------------------------------------------------


def counts():
    return [model.objects.count() for model in (Agency, AgencyName, Change, Succession, Group, Event, RegistryRelease)]


def test_loading_again_changes_nothing(db, registry, django_assert_num_queries):
    before = counts()
    with django_assert_num_queries(3):  # one question, and the savepoint around it
        assert loading.load_registry() == 0
    assert counts() == before


def test_what_an_office_changed_stays(db, registry, an):
    body = registry["so-noi-vu@son-la"]
    actions.rename(by=an, agency=body, name="Sở Nội vụ và Lao động", since=date(2026, 1, 1))
    call_command("agencies", "load", stdout=io.StringIO())
    assert Agency.objects.get(pk=body.pk).name == "Sở Nội vụ và Lao động"


def test_a_newer_release_adds_its_rows_only(db, registry, monkeypatch):
    before = counts()
    new = dict(shipped.bodies())
    new["so-moi"] = shipped.Body(
        "so-moi", "Sở Mới", "Sở Mới", "state", "province", "uy-ban-nhan-dan-tinh", None, None, None, "son-la", "", (),
        "unchecked", "", 2,
    )  # fmt: skip
    monkeypatch.setattr(shipped, "bodies", lambda: new)
    assert loading.load_registry() == 1
    assert Agency.objects.get(key="so-moi@son-la").parent == registry["uy-ban-nhan-dan-tinh@son-la"]
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 0, 0, 0, 1, 1]


def test_a_body_that_was_here_before_keeps_its_name(lam_giang, monkeypatch):
    place = shipped.Place("lam-giang", "", shipped.places()["son-la"].periods, "", 1)
    monkeypatch.setattr(shipped, "places", lambda: {"lam-giang": place})
    RegistryRelease.objects.all().delete()
    loading.load_registry()
    assert Agency.objects.get(key="so-noi-vu@lam-giang").pk == lam_giang.interior.pk
    assert Agency.objects.filter(key="so-y-te@lam-giang").exists()


def test_loading_writes_one_event(db, registry):
    assert Event.objects.filter(verb=Verb.REGISTRY_LOADED).count() == 1


def test_a_province_may_record_what_the_facts_leave_open(db, registry, an):
    body = registry["so-ngoai-vu@son-la"]
    day = date(2025, 4, 1)
    assert queries.holder(body, day=day).agency is None
    heir = Heir(body, registry["van-phong-uy-ban-nhan-dan-tinh@son-la"])
    actions.record_change(by=an, kind="merge", effective_on=date(2025, 3, 1), heirs=[heir])
    assert queries.holder(body, day=day).agency == heir.new


def test_names_change_by_the_calendar(db, registry):
    body = registry["so-noi-vu@son-la"]
    AgencyName.objects.filter(agency=body, kind="name").update(name="Sở Khác", folded="so khac")
    assert loading.renew_today() == 1
    assert Agency.objects.get(pk=body.pk).name == "Sở Khác"
    assert loading.renew_today() == 0
