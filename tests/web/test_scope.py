"""Documents by branch: an office sees its own papers, those below it, and what it owes work from."""

from datetime import UTC, datetime

import cast
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from office import PLAN, read, uploaded

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.documents import actions, queries, rights
from dondoc_web.documents.cascade import cascade
from dondoc_web.documents.models import Source
from dondoc_web.work.models import Obligation, Occurrence, Plan, Task

KEYED = ("", "file/", "plan.json", "progress/", "read-again/", "withdraw/")


def client(person):
    made = Client()
    made.force_login(person)
    return made


def owe(source, agency, office):
    """``agency`` owes an obligation of the plan that ``office`` took from ``source``."""
    now = timezone.now()
    known = {"source": source, "made_at": now}
    plan, _ = Plan.objects.get_or_create(office=office, directive=source.directive, defaults=known)
    task = Task.objects.create(plan=plan, position=1, key="1", text="Việc")
    turn = Occurrence.objects.create(task=task, period="once", made_at=now)
    facts = {"occurrence": turn, "task": task, "plan": plan, "office": office}
    return Obligation.objects.create(agency=agency, changed_at=now, **facts)


@pytest.mark.parametrize("who", ["desk", "desk2", "leader", "auditor", "admin"])
def test_everyone_of_the_branch_sees_its_papers(lam_giang, who):
    source = read(lam_giang.desk)
    assert list(queries.live_sources(getattr(lam_giang, who))) == [source]
    assert client(getattr(lam_giang, who)).get(f"/documents/{source.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["other_desk", "other_leader", "other_auditor", "other_admin", "other_unit", "unit"])
def test_who_works_elsewhere_or_below_sees_nothing_of_them(lam_giang, who):
    source = read(lam_giang.desk)
    other = client(getattr(lam_giang, who))
    assert "12/KH-UBND" not in other.get("/").content.decode() + other.get("/cascade/").content.decode()
    for part in KEYED:
        get = other.get(f"/documents/{source.pk}/{part}").status_code
        assert (get, other.post(f"/documents/{source.pk}/{part}").status_code) in {(404, 404), (404, 405), (405, 404)}


def test_a_withdrawn_paper_shows_in_its_own_branch_only(lam_giang):
    source = read(lam_giang.desk)
    actions.withdraw(by=lam_giang.desk, source_id=source.pk, reason="nhầm")
    assert list(queries.withdrawn_sources(lam_giang.leader)) == [source]
    assert not queries.withdrawn_sources(lam_giang.other_leader)


def test_the_same_content_is_kept_once_in_each_office(lam_giang):
    ours, theirs = read(lam_giang.desk), read(lam_giang.other_desk)
    again = uploaded(lam_giang.desk2)
    assert (ours.office, theirs.office, again) == (lam_giang.province, lam_giang.other, ours)
    assert ours.directive == theirs.directive
    assert list(queries.twins(lam_giang.desk, ours)) == []
    assert len(cascade(lam_giang.desk).nodes) == 2


def test_citations_lead_to_papers_of_the_own_branch_only(lam_giang):
    plan = read(lam_giang.desk)
    resolution = read(lam_giang.other_desk, "Số: 47/NQ-CP\nNgày: 2023-04-15\nLoại: Nghị quyết\n1. Việc\n", "nq.txt")
    assert [line.held for line in queries.outgoing(lam_giang.desk, plan)] == [None]
    assert queries.incoming(lam_giang.other_desk, resolution) == []


def test_what_another_office_reads_does_not_change_what_is_known_here(lam_giang):
    ours = read(lam_giang.desk)
    read(lam_giang.other_desk, PLAN.replace("công tác", "việc khác"), "khac.txt")
    ours.directive.refresh_from_db()
    assert ours.directive.subject == Source.objects.get(pk=ours.pk).directive.subject
    assert "việc khác" not in ours.directive.subject


def test_who_owes_work_from_a_paper_sees_it_and_may_do_nothing_to_it(lam_giang):
    source = read(lam_giang.desk)
    owe(source, lam_giang.culture, lam_giang.province)
    assert client(lam_giang.unit).get(f"/documents/{source.pk}/").status_code == 200
    assert rights.may_download(lam_giang.unit, source)
    assert not rights.may_withdraw(lam_giang.unit, source)
    assert not rights.may_read_again(lam_giang.unit, source)
    assert not queries.live_sources(lam_giang.other_unit)


@pytest.mark.parametrize(
    ("who", "may"),
    [("desk", True), ("admin", True), ("leader", False), ("auditor", False), ("unit", False), ("other_desk", True)],
)
def test_desk_officers_and_administrators_take_papers_in(lam_giang, who, may):
    person = getattr(lam_giang, who)
    assert rights.may_upload(person) is may
    assert client(person).get("/upload/").status_code == (200 if may else 403)
    assert ("Tải lên" in client(person).get("/").content.decode()) is may


def test_nobody_takes_a_paper_in_for_another_branch(lam_giang):
    file = SimpleUploadedFile("kh.txt", PLAN.encode())
    facts = {"file": file, "name": "kh.txt", "confirmed_unclassified": True}
    with pytest.raises(PermissionDenied):
        actions.receive(by=lam_giang.desk, office=lam_giang.other, **facts)


def test_who_works_in_two_offices_chooses_one(lam_giang):
    Membership.objects.create(person=lam_giang.desk, agency=lam_giang.other, role=Role.DESK, since=cast.SINCE)
    form = {"unclassified": "on", "papers": SimpleUploadedFile("kh.txt", PLAN.encode())}
    answer = client(lam_giang.desk).post("/upload/", form)
    assert "Hãy chọn cơ quan nhận văn bản." in answer.content.decode()
    form = {"unclassified": "on", "papers": SimpleUploadedFile("kh.txt", PLAN.encode()), "office": lam_giang.other.pk}
    client(lam_giang.desk).post("/upload/", form)
    assert Source.objects.get().office == lam_giang.other
    with pytest.raises(ValidationError):
        uploaded(lam_giang.desk)


def test_a_superuser_without_office_keeps_papers_that_only_superusers_see(lam_giang, an):
    source = read(an)
    assert source.office is None
    assert not queries.live_sources(lam_giang.desk)
    assert list(queries.live_sources(an)) == [source]


@pytest.mark.parametrize(("who", "may"), [("desk", True), ("desk2", False), ("admin", True), ("other_admin", False)])
def test_the_uploader_and_the_administrator_of_the_office_withdraw(lam_giang, who, may):
    assert rights.may_withdraw(getattr(lam_giang, who), read(lam_giang.desk)) is may


def test_who_works_there_no_more_sees_no_more(lam_giang):
    source = read(lam_giang.desk)
    lam_giang.desk.memberships.update(until=cast.SINCE)
    gone = User.objects.get(pk=lam_giang.desk.pk)
    assert not rights.may_withdraw(gone, source)
    assert not queries.live_sources(gone)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("tops", "given"), [(0, False), (1, True), (2, False)])
def test_old_papers_belong_to_the_only_top_office(tops, given):
    executor = MigrationExecutor(connection)
    executor.migrate([("documents", "0003_pages"), ("accounts", "0002_membership")])
    old = executor.loader.project_state([("documents", "0003_pages"), ("agencies", "0001_initial")]).apps
    user = old.get_model("accounts", "User").objects.create(username="cu")
    for n in range(tops):
        old.get_model("agencies", "Agency").objects.create(key=f"{n}", name=f"{n}", trail=f"/{n}/")
    at = datetime(2024, 1, 1, tzinfo=UTC)
    facts = {"name": "a", "file": "a", "size": 1, "sha256": "0", "uploaded_at": at}
    old.get_model("documents", "Source").objects.create(uploaded_by=user, **facts)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert (Source.objects.get().office_id is not None) is given
