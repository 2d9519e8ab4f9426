"""Review: proposals of a reading become orders only through people."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import read

from dondoc_web.audit.models import Event, Verb
from dondoc_web.work import confirming, cutting, plans, review
from dondoc_web.work.facts import of_row
from dondoc_web.work.models import OfficeSettings, Plan, PlanState, Task, TaskState

PLAN = """Cơ quan: UBND tỉnh Lam Giang
Số: 12/KH-UBND
Ngày: 2024-06-03
Loại: Kế hoạch
Về việc: Triển khai công tác thông tin
1. Xây dựng quy chế phối hợp cung cấp thông tin của tỉnh.
Chủ trì: Sở Nội vụ
Phối hợp: Sở Tài chính
Thời gian: Quý III/2024
Sản phẩm: Quy chế
2. Tổ chức lớp tập huấn cho cán bộ các huyện.
Chủ trì: Sở Văn hóa, Thể thao và Du lịch
Thời gian: Quý IV/2024
3. Rà soát nhu cầu trang thiết bị của các đơn vị.
Chủ trì: Trung tâm Điều hành số
Sản phẩm: Báo cáo
4. Bố trí kinh phí thực hiện kế hoạch hằng năm.
Chủ trì: Sở Tài chính
Thời gian: Quý I/2025
Sản phẩm: Dự toán
"""


@pytest.fixture
def plan(lam_giang):
    """The plan that the upload of a desk officer made."""
    read(lam_giang.desk, PLAN)
    return Plan.objects.get()


@pytest.fixture
def tasks(plan):
    return list(plan.tasks.all())


def test_a_desk_officers_upload_is_taken_over_at_once(lam_giang, plan, tasks):
    assert (plan.office, plan.state) == (lam_giang.province, PlanState.REVIEW)
    assert [task.label for task in tasks] == ["1", "2", "3", "4"]
    assert {task.state for task in tasks} == {TaskState.PROPOSED}
    assert Event.objects.get(verb=Verb.PLAN_TAKEN_OVER).data["tasks"] == 4


def test_a_task_knows_its_agencies_and_its_places(lam_giang, plan, tasks):
    lead, other = tasks[0].parties.all()
    assert (lead.role, lead.agency, lead.phrase) == ("lead", lam_giang.interior, "Sở Nội vụ")
    assert (other.role, other.agency) == ("coordinating", lam_giang.finance)
    text = plan.reading.plan.source.text
    (start, end), *_rest = tasks[0].spans["text"]
    assert text[start:end] == tasks[0].text
    assert [text[a:b] for a, b in lead.spans] == ["Sở Nội vụ"]


@pytest.mark.parametrize(
    ("at", "doubts"),
    [(0, []), (1, ["no_product"]), (2, ["agency_unknown", "no_time"]), (3, [])],
)
def test_what_is_not_clear_is_a_doubt_and_costs_confidence(tasks, at, doubts):
    assert tasks[at].doubts == doubts
    assert (tasks[at].confidence < 0.9) == bool(set(doubts) - {"no_product"})


def test_taking_over_twice_changes_nothing(lam_giang, plan):
    assert plans.take_over(by=lam_giang.desk2, source_id=plan.source_id) == plan
    assert Task.objects.count() == 4


@pytest.mark.parametrize("who", ["unit", "leader", "auditor", "admin", "other_desk"])
def test_only_a_desk_officer_of_the_office_takes_over(lam_giang, plan, who):
    person = getattr(lam_giang, who)
    plan.source.office = lam_giang.province
    plan.source.save()
    with pytest.raises(PermissionDenied):
        plans.take_over(by=person, source_id=plan.source_id)
    with pytest.raises(PermissionDenied):
        review.accept(by=person, task_ids=[Task.objects.first().pk])


def test_two_people_make_an_order(lam_giang, plan, tasks):
    review.accept(by=lam_giang.desk, task_ids=[tasks[0].pk])
    with pytest.raises(ValidationError, match="cần người thứ hai"):
        confirming.confirm(by=lam_giang.desk, task_ids=[tasks[0].pk])
    confirming.confirm(by=lam_giang.desk2, task_ids=[tasks[0].pk])
    tasks[0].refresh_from_db()
    plan.refresh_from_db()
    assert (tasks[0].state, tasks[0].confirmed_by) == (TaskState.CONFIRMED, lam_giang.desk2)
    assert plan.state == PlanState.CONFIRMED


def test_one_person_is_enough_where_the_office_says_so(lam_giang, tasks):
    OfficeSettings.objects.create(office=lam_giang.province, second_person=False)
    review.accept(by=lam_giang.desk, task_ids=[tasks[0].pk])
    confirming.confirm(by=lam_giang.desk, task_ids=[tasks[0].pk])
    assert Task.objects.get(pk=tasks[0].pk).state == TaskState.CONFIRMED


def test_a_task_that_nobody_leads_is_no_order(lam_giang, tasks):
    review.accept(by=lam_giang.desk, task_ids=[tasks[2].pk])
    with pytest.raises(ValidationError, match="chưa rõ cơ quan chủ trì"):
        confirming.confirm(by=lam_giang.desk2, task_ids=[tasks[2].pk])


def test_a_confirmer_sends_back_with_a_reason(lam_giang, tasks):
    review.accept(by=lam_giang.desk, task_ids=[tasks[0].pk])
    with pytest.raises(ValidationError, match="lý do"):
        confirming.send_back(by=lam_giang.desk2, task_ids=[tasks[0].pk], reason=" ")
    confirming.send_back(by=lam_giang.desk2, task_ids=[tasks[0].pk], reason="Sai cơ quan")
    task = Task.objects.get(pk=tasks[0].pk)
    assert (task.state, task.returned_reason, task.accepted_by) == (TaskState.PROPOSED, "Sai cơ quan", None)


def test_bulk_acceptance_leaves_what_is_doubtful(lam_giang, plan):
    accepted = review.accept_above(by=lam_giang.desk, plan_id=plan.pk, confidence=0.9)
    assert [task.label for task in accepted] == ["1", "2", "4"]
    review.undo(by=lam_giang.desk, plan_id=plan.pk)
    assert not plan.tasks.exclude(state=TaskState.PROPOSED).exists()


def test_a_correction_is_undone_with_its_parties(lam_giang, plan, tasks):
    party = {"role": "lead", "phrase": "Sở Tài chính", "spans": [], "agency": lam_giang.finance.pk, "group": None}
    review.correct(by=lam_giang.desk, task_id=tasks[2].pk, changed={"parties": [party], "product": "Kế hoạch"})
    task = Task.objects.get(pk=tasks[2].pk)
    assert (task.product, task.doubts) == ("Kế hoạch", ["no_time"])
    review.undo(by=lam_giang.desk, plan_id=plan.pk)
    task = Task.objects.get(pk=tasks[2].pk)
    assert (task.product, task.parties.get().phrase) == ("Báo cáo", "Trung tâm Điều hành số")


def test_nothing_is_undone_after_somebody_went_on(lam_giang, plan, tasks):
    review.accept(by=lam_giang.desk, task_ids=[tasks[0].pk])
    review.correct(by=lam_giang.desk2, task_id=tasks[0].pk, changed={"product": "Đề án"})
    with pytest.raises(ValidationError, match="Người khác"):
        review.undo(by=lam_giang.desk, plan_id=plan.pk)
    assert Task.objects.get(pk=tasks[0].pk).accepted_by == lam_giang.desk2


def test_a_confirmed_task_is_out_of_reach_of_review(lam_giang, plan, tasks):
    review.accept(by=lam_giang.desk, task_ids=[tasks[0].pk])
    confirming.confirm(by=lam_giang.desk2, task_ids=[tasks[0].pk])
    for attempt in (
        lambda: review.refuse(by=lam_giang.desk, task_id=tasks[0].pk, reason="sai"),
        lambda: review.correct(by=lam_giang.desk, task_id=tasks[0].pk, changed={"product": "x"}),
        lambda: review.undo(by=lam_giang.desk, plan_id=plan.pk),
    ):
        with pytest.raises(ValidationError):
            attempt()


def test_a_task_is_split_at_a_place_in_its_words(lam_giang, plan, tasks):
    at = tasks[0].text.index("cung cấp")
    first, second = cutting.split(by=lam_giang.desk, task_id=tasks[0].pk, at=at)
    assert (first.text, second.text) == ("Xây dựng quy chế phối hợp", "cung cấp thông tin của tỉnh.")
    text = plan.reading.plan.source.text
    assert [text[a:b] for a, b in second.spans["text"]] == ["cung cấp thông tin của tỉnh."]
    assert [task.label for task in plan.tasks.exclude(state=TaskState.REPLACED)] == ["1", "1", "2", "3", "4"]
    assert [party.phrase for party in second.parties.all()] == ["Sở Nội vụ", "Sở Tài chính"]
    review.undo(by=lam_giang.desk, plan_id=plan.pk)
    assert [task.pk for task in plan.tasks.exclude(state=TaskState.REPLACED)] == [task.pk for task in tasks]


@pytest.mark.parametrize("at", [0, 10_000])
def test_a_split_needs_words_on_both_sides(lam_giang, tasks, at):
    with pytest.raises(ValidationError, match="nằm giữa"):
        cutting.split(by=lam_giang.desk, task_id=tasks[0].pk, at=at)


def test_a_task_is_merged_with_the_next(lam_giang, plan, tasks):
    made = cutting.merge(by=lam_giang.desk, task_id=tasks[1].pk)
    assert made.text == f"{tasks[1].text} {tasks[2].text}"
    assert (made.timing_text, made.product) == ("Quý IV/2024", "Báo cáo")
    assert [party.phrase for party in made.parties.all()] == [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Trung tâm Điều hành số",
    ]
    with pytest.raises(ValidationError, match="Không có nhiệm vụ nào sau"):
        cutting.merge(by=lam_giang.desk, task_id=tasks[3].pk)


def test_words_that_the_reading_passed_over_become_a_task(lam_giang, plan):
    start, end = place(plan, "Triển khai công tác thông tin")
    made = cutting.add(by=lam_giang.desk, plan_id=plan.pk, start=start - 1, end=end + 1)
    assert (made.text, made.proposed, made.doubts) == (
        "Triển khai công tác thông tin",
        None,
        ["no_lead", "no_time", "no_product"],
    )
    assert plan.tasks.first() == made


@pytest.mark.parametrize(
    ("field", "words", "facts"),
    [
        ("timing", "Quý I/2025", {"timing_kind": "quarter", "start": "2025-01-01", "end": "2025-03-31", "due": ""}),
        ("product", "Dự toán", {"product": "Dự toán"}),
        ("text", "Bố trí kinh phí", {"text": "Bố trí kinh phí"}),
    ],
)
def test_a_field_is_corrected_by_choosing_its_words(lam_giang, plan, tasks, field, words, facts):
    start, end = place(plan, words)
    cutting.take_words(by=lam_giang.desk, task_id=tasks[1].pk, field=field, start=start, end=end)
    task = Task.objects.get(pk=tasks[1].pk)
    assert {name: of_row(task)[name] for name in facts} == facts
    assert task.spans[field] == [[start, end]]


def test_a_party_is_corrected_by_choosing_its_words(lam_giang, plan, tasks):
    start, end = place(plan, "Sở Nội vụ")
    cutting.take_words(by=lam_giang.desk, task_id=tasks[2].pk, field="coordinating", start=start, end=end)
    party = Task.objects.get(pk=tasks[2].pk).parties.get(role="coordinating")
    assert (party.agency, party.spans) == (lam_giang.interior, [[start, end]])


def place(plan, words):
    """Where ``words`` first stand in the text of a plan."""
    start = plan.reading.plan.source.text.index(words)
    return start, start + len(words)


CUTS = st.lists(st.integers(min_value=-5, max_value=80), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CUTS)
def test_splits_lose_no_word_and_every_place_shows_its_words(lam_giang, plan, cuts):
    with transaction.atomic():
        first = plan.tasks.order_by("position").first()
        words, task = first.text.split(), first
        for at in cuts:
            try:
                _left, task = cutting.split(by=lam_giang.desk, task_id=task.pk, at=at)
            except ValidationError:
                continue
        made = plan.tasks.filter(label=first.label).exclude(state=TaskState.REPLACED)
        text = plan.reading.plan.source.text
        assert "".join("".join(one.text.split()) for one in made) == "".join(words)
        assert all("".join(text[a:b] for a, b in one.spans["text"]).split() == one.text.split() for one in made)
        transaction.set_rollback(True)
