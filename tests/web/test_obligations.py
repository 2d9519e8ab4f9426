"""Orders become obligations: who owes what, when; and what the office may do with them."""

from datetime import date, timedelta

import pytest
from cast import agency
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from obligations import given_plan, given_task, party

from dondoc.document import Role as PartyRole
from dondoc.document import TimingKind
from dondoc_web.agencies.models import Change, ChangeKind, Group, GroupMember, Succession
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.models import Citation, Reading
from dondoc_web.jobs.models import Job
from dondoc_web.work import directing, links
from dondoc_web.work.assigning import bring_up, order_task
from dondoc_web.work.holding import Changed, stamp
from dondoc_web.work.models import DayBefore, LinkState, Obligation, Occurrence, OfficeSettings, Stage, TaskLink

TODAY = date(2026, 11, 28)


def owners(task):
    return sorted(Obligation.objects.filter(task=task).values_list("agency__key", "inferred_from__key"))


def order(people, task):
    return order_task(task=task, by=people.desk2, today=TODAY)


@pytest.fixture
def one(lam_giang):
    """The obligation of the department of culture, due 2026-12-15."""
    (made,) = order(lam_giang, given_task(lam_giang, lead=[lam_giang.culture]))
    return made


def test_each_lead_agency_owes_its_own(lam_giang):
    task = given_task(lam_giang, lead=[lam_giang.culture, lam_giang.interior])
    party(task, PartyRole.COORDINATING, lam_giang.finance)
    made = order(lam_giang, task)
    assert owners(task) == [("so-noi-vu@lam-giang", None), ("so-vhttdl@lam-giang", None)]
    assert {(o.due_on, o.stage, o.office) for o in made} == {(date(2026, 12, 15), "not_started", lam_giang.province)}
    (occurrence,) = task.occurrences.all()
    assert (occurrence.due_rule, occurrence.printed_on) == ("before-same-day", date(2026, 12, 15))


def test_those_who_carry_out_owe_it_where_no_lead_is_named(lam_giang):
    task = given_task(lam_giang)
    party(task, PartyRole.IMPLEMENTING, lam_giang.district)
    order(lam_giang, task)
    assert owners(task) == [("ubnd-huyen-a@lam-giang", None)]


def test_a_lead_that_nobody_knows_is_not_replaced_by_a_guess(lam_giang):
    task = given_task(lam_giang, lead=["Ban Chỉ đạo chưa thành lập"])
    party(task, PartyRole.IMPLEMENTING, lam_giang.district)
    assert order(lam_giang, task) == []


def test_a_group_is_expanded_at_the_day_and_marked(lam_giang):
    group = Group.objects.create(key="cac-so", name="các sở", place=lam_giang.province)
    GroupMember.objects.create(group=group, agency=lam_giang.culture)
    GroupMember.objects.create(group=group, agency=lam_giang.interior, valid_to=TODAY - timedelta(days=1))
    GroupMember.objects.create(group=group, agency=lam_giang.finance)
    task = given_task(lam_giang, lead=[group, lam_giang.finance])
    order(lam_giang, task)
    assert owners(task) == [("so-tai-chinh@lam-giang", None), ("so-vhttdl@lam-giang", "cac-so")]


def test_the_work_of_a_body_that_ended_goes_to_the_one_that_holds_it(lam_giang):
    old = agency("so-tttt@lam-giang", "Sở Thông tin và Truyền thông", lam_giang.province, valid_to=date(2025, 2, 28))
    merger = Change.objects.create(kind=ChangeKind.MERGE, effective_on=date(2025, 3, 1))
    Succession.objects.create(change=merger, old=old, new=lam_giang.culture)
    task = given_task(lam_giang, lead=[old])
    order(lam_giang, task)
    assert owners(task) == [("so-vhttdl@lam-giang", None)]
    assert task.parties.get().phrase == "Sở Thông tin và Truyền thông"


def test_the_office_decides_how_before_a_day_counts(lam_giang):
    OfficeSettings.objects.create(office=lam_giang.province, day_before=DayBefore.DAY_BEFORE)
    (made,) = order(lam_giang, given_task(lam_giang, lead=[lam_giang.culture]))
    assert (made.due_on, made.occurrence.printed_on) == (date(2026, 12, 14), date(2026, 12, 15))


def test_a_task_that_nobody_confirmed_gives_nothing(lam_giang):
    task = given_task(lam_giang, lead=[lam_giang.culture], state="accepted")
    assert order(lam_giang, task) == []
    assert bring_up(TODAY) == 0


def test_only_those_who_may_confirm_make_orders(lam_giang):
    task = given_task(lam_giang, lead=[lam_giang.culture])
    for person in (lam_giang.unit, lam_giang.auditor, lam_giang.other_desk):
        with pytest.raises(PermissionDenied):
            order_task(task=task, by=person)


# The daily job ------------------------------------------------------------------------------------------------


def test_the_job_adds_rounds_as_time_goes_on_and_never_twice(lam_giang):
    facts = {"timing_kind": TimingKind.ONGOING.value, "timing_text": "Thường xuyên", "due": ""}
    task = given_task(lam_giang, lead=[lam_giang.culture, lam_giang.interior], **facts)
    assert len(order(lam_giang, task)) == 4
    assert [bring_up(TODAY), bring_up(date(2026, 12, 14)), bring_up(date(2026, 12, 15))] == [0, 0, 2]
    assert bring_up(date(2026, 12, 15)) == 0
    periods = list(task.occurrences.values_list("period", flat=True))
    assert periods == ["review-2026", "review-2027", "review-2028"]


def test_a_finished_round_stays_what_it_was(lam_giang, one):
    Obligation.objects.filter(pk=one.pk).update(stage=Stage.DONE, done_on=date(2026, 12, 20))
    one.task.due = "2027-01-31"
    one.task.save()
    bring_up(date(2027, 6, 1))
    one.refresh_from_db()
    assert (one.stage, one.done_on, one.due_on) == (Stage.DONE, date(2026, 12, 20), date(2026, 12, 15))
    assert Occurrence.objects.filter(task=one.task).count() == 1


def test_weekly_rounds_are_made_two_months_ahead(lam_giang):
    facts = {"timing_kind": TimingKind.PERIODIC.value, "recurrence": "weekly", "due": "", "timing_text": "Hằng tuần"}
    assert len(order(lam_giang, given_task(lam_giang, lead=[lam_giang.culture], **facts))) == 10


def test_the_command_does_what_the_job_does(lam_giang, capsys):
    given_task(lam_giang, lead=[lam_giang.culture])
    call_command("rounds")
    call_command("rounds")
    assert capsys.readouterr().out.splitlines() == ["Đã lập 1 việc phải làm mới.", "Đã lập 0 việc phải làm mới."]


def test_the_job_asks_a_number_of_queries_that_does_not_grow_with_the_orders(lam_giang, django_assert_max_num_queries):
    for _ in range(12):
        order(lam_giang, given_task(lam_giang, lead=[lam_giang.culture]))
    with django_assert_max_num_queries(6):
        bring_up(TODAY)


# What the office may do ---------------------------------------------------------------------------------------


def test_a_day_is_changed_by_a_person_with_a_reason(lam_giang, one):
    directing.change_due(
        obligation_id=one.pk, by=lam_giang.desk, due_on=date(2026, 12, 31), reason=" Theo họp giao ban "
    )
    one.refresh_from_db()
    round_ = one.occurrence
    round_.refresh_from_db()
    assert (one.due_on, round_.due_rule, round_.due_reason) == (date(2026, 12, 31), "by-hand", "Theo họp giao ban")
    event = Event.objects.get(verb=Verb.DUE_CHANGED)
    assert event.data["before"]["due_on"] == "2026-12-15"
    assert event.data["reason"] == "Theo họp giao ban"


def test_a_transfer_keeps_the_day_and_the_way_back(lam_giang, one):
    new = directing.transfer(obligation_id=one.pk, by=lam_giang.desk, to=lam_giang.interior, reason="Đúng chức năng")
    one.refresh_from_db()
    assert (one.stage, new.stage, new.due_on, new.follows) == (Stage.TRANSFERRED, Stage.NOT_STARTED, one.due_on, one)
    with pytest.raises(ValidationError):
        directing.transfer(obligation_id=one.pk, by=lam_giang.desk, to=lam_giang.finance, reason="Lần nữa")
    with pytest.raises(ValidationError, match="đã có việc này"):
        directing.transfer(obligation_id=new.pk, by=lam_giang.desk, to=lam_giang.culture, reason="Trả lại")


def test_what_was_suspended_goes_on_where_it_was(lam_giang, one):
    Obligation.objects.filter(pk=one.pk).update(stage=Stage.UNDER_WAY)
    assert directing.suspend(obligation_id=one.pk, by=lam_giang.desk, reason="Chờ kinh phí").stage == Stage.SUSPENDED
    assert directing.resume(obligation_id=one.pk, by=lam_giang.desk, reason="Đã có kinh phí").stage == Stage.UNDER_WAY
    assert directing.cancel(obligation_id=one.pk, by=lam_giang.desk, reason="Không còn cần").stage == Stage.CANCELLED


VERBS = [
    (directing.change_due, {"due_on": date(2027, 1, 1)}),
    (directing.suspend, {}),
    (directing.cancel, {}),
]


@pytest.mark.parametrize(("verb", "more"), VERBS, ids=lambda v: getattr(v, "__name__", ""))
def test_a_change_wants_a_reason_and_the_right_and_the_newest_page(lam_giang, one, verb, more):
    with pytest.raises(ValidationError, match="lý do"):
        verb(obligation_id=one.pk, by=lam_giang.desk, reason="  ", **more)
    for person in (lam_giang.unit, lam_giang.leader, lam_giang.auditor, lam_giang.other_desk):
        with pytest.raises(PermissionDenied):
            verb(obligation_id=one.pk, by=person, reason="x", **more)
    old = stamp(one)
    Obligation.objects.filter(pk=one.pk).update(changed_at=timezone.now())
    with pytest.raises(Changed, match="hãy xem lại"):
        verb(obligation_id=one.pk, by=lam_giang.desk, reason="x", seen=old, **more)
    one.refresh_from_db()
    assert one.stage == Stage.NOT_STARTED


# Links between levels -----------------------------------------------------------------------------------------


def two_levels(people, **citation):
    """A plan of the committee, and one that carries it out."""
    above = given_plan(people, "57/KH-UBND")
    parent = given_task(people, plan=above, text="Xây dựng bản tin đối ngoại của tỉnh bằng hai thứ tiếng")
    given_task(people, plan=above, text="Tập huấn nghiệp vụ cho cán bộ cấp xã")
    below = given_plan(people, "9/KH-SVHTTDL")
    child = given_task(people, plan=below, text="Xây dựng bản tin đối ngoại của tỉnh bằng hai thứ tiếng Việt, Anh")
    given_task(people, plan=below, text="Sửa chữa trụ sở")
    job = below.source
    reading = below.reading or _reading(job)
    below.reading = reading
    below.save()
    facts = {"number": "57/KH-UBND", "number_key": "57/KH-UBND", "relation": "implements"} | citation
    Citation.objects.create(reading=reading, position=1, **facts)
    return below, parent, child


def _reading(source):
    now = timezone.now()
    job = Job.objects.create(work="read", subject=source.pk, asked_by=source.uploaded_by, asked_at=now, state="done")
    return Reading.objects.create(source=source, job=job, plan_json="{}", tasks=2, findings=0, made_at=now)


def test_a_link_is_proposed_by_citation_and_words_and_confirmed_by_a_person(lam_giang):
    below, parent, child = two_levels(lam_giang)
    assert [(one.child, one.parent) for one in links.propose(below.pk)] == [(child, parent)]
    assert links.propose(below.pk) == []
    link = TaskLink.objects.get()
    assert link.basis["citation"] == "57/KH-UBND"
    assert link.state == LinkState.PROPOSED
    with pytest.raises(PermissionDenied):
        links.decide(link_id=link.pk, by=lam_giang.unit, agree=True)
    assert links.decide(link_id=link.pk, by=lam_giang.desk, agree=True).state == LinkState.CONFIRMED
    assert links.decide(link_id=link.pk, by=lam_giang.desk2, agree=False).state == LinkState.REFUSED
    assert links.propose_all() == 0


@pytest.mark.parametrize("citation", [{"relation": "cites"}, {"date": date(2020, 1, 1)}, {"number_key": "58/KH-UBND"}])
def test_a_plan_that_is_not_carried_out_is_no_parent(lam_giang, citation):
    below, _parent, _child = two_levels(lam_giang, **citation)
    assert links.propose(below.pk) == []
