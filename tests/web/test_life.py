"""Decided tasks change only through people: reading again, a later directive, a correction, a mistaken upload."""

import plans
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from office import read, work
from test_review import PLAN

from dondoc.document import Relation
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions
from dondoc_web.documents.models import Source
from dondoc_web.work import changes, confirming, cutting, life, rereading, review
from dondoc_web.work.models import (
    ChangeKind,
    Effect,
    Obligation,
    Plan,
    PlanState,
    ProposalState,
    Stage,
    TaskChange,
    TaskState,
)

LATER = PLAN.replace("12/KH-UBND", "77/KH-UBND").replace("2024-06-03", "2025-02-10")


@pytest.fixture
def plan(lam_giang):
    read(lam_giang.desk, PLAN)
    return Plan.objects.get()


@pytest.fixture
def ordered(lam_giang, plan):
    """Tasks 1, 2 and 4 are orders."""
    review.accept_above(by=lam_giang.desk, plan_id=plan.pk, confidence=0.8)
    confirming.confirm_all(by=lam_giang.desk2, plan_id=plan.pk)
    return {task.label: task for task in plan.tasks.all()}


def read_anew(plan, text):
    """The source of a plan is read once more and reads ``text``: what a better reader would do."""
    source = Source.objects.get(pk=plan.source_id)
    with source.file.storage.open(source.file.name, "wb") as file:
        file.write(text.encode())
    actions.read_again(by=source.uploaded_by, source_id=source.pk)
    work()
    plan.refresh_from_db()


def task(plan, label):
    return plan.tasks.exclude(state=TaskState.REPLACED).get(label=label)


# --- reading again -------------------------------------------------------------------


def test_read_again_to_the_same_nothing_changes(plan, ordered):
    before = list(plan.tasks.values_list("pk", "state", "text"))
    read_anew(plan, PLAN)
    assert list(plan.tasks.values_list("pk", "state", "text")) == before
    assert not TaskChange.objects.exists()
    assert plan.reading == plan.source.reading


def test_an_untouched_proposal_becomes_what_is_read_now(plan):
    read_anew(plan, PLAN.replace("Quý IV/2024", "Quý I/2026"))
    assert task(plan, "2").timing_text == "Quý I/2026"
    assert not TaskChange.objects.exists()


def test_a_decision_stays_and_what_would_change_waits(lam_giang, plan, ordered):
    read_anew(plan, PLAN.replace("Sản phẩm: Quy chế", "Sản phẩm: Quy định"))
    assert task(plan, "1").product == "Quy chế"
    change = TaskChange.objects.get()
    assert (change.kind, change.before, change.after) == (
        ChangeKind.REREAD,
        {"product": "Quy chế"},
        {"product": "Quy định"},
    )
    changes.decide(by=lam_giang.desk, change_id=change.pk, take=True)
    assert task(plan, "1").product == "Quy chế"
    with pytest.raises(ValidationError, match="người thứ hai"):
        changes.confirm(by=lam_giang.desk, change_id=change.pk)
    changes.confirm(by=lam_giang.desk2, change_id=change.pk)
    assert (task(plan, "1").product, task(plan, "1").state) == ("Quy định", TaskState.CONFIRMED)


def test_a_change_that_is_left_is_not_asked_again_until_it_reads_otherwise(lam_giang, plan, ordered):
    text = PLAN.replace("Sản phẩm: Quy chế", "Sản phẩm: Quy định")
    read_anew(plan, text)
    changes.decide(by=lam_giang.desk, change_id=TaskChange.objects.get().pk, take=False)
    read_anew(plan, text)
    assert TaskChange.objects.get().state == ProposalState.REFUSED


def test_a_correction_by_hand_is_kept_when_the_machine_reads_the_same(lam_giang, plan):
    review.correct(by=lam_giang.desk, task_id=task(plan, "1").pk, changed={"product": "Đề án"}, then_accept=True)
    read_anew(plan, PLAN)
    assert task(plan, "1").product == "Đề án"
    assert not TaskChange.objects.exists()


def test_places_of_a_decided_task_follow_its_words(plan, ordered):
    read_anew(plan, "Lời mở đầu thêm vào.\n" + PLAN)
    text = plan.reading.plan.source.text
    one = task(plan, "1")
    assert [text[a:b] for a, b in one.spans["text"]] == [one.text]
    assert [text[a:b] for a, b in one.parties.get(role="lead").spans] == ["Sở Nội vụ"]


def test_new_and_missing_tasks_are_told(lam_giang, plan, ordered):
    lines = PLAN.split("2. Tổ chức")[0] + "3. Rà soát" + PLAN.split("3. Rà soát")[1]
    read_anew(plan, lines + "5. Tổng kết công tác và khen thưởng kịp thời.\nChủ trì: Sở Nội vụ\n")
    assert [(c.kind, c.task.label) for c in TaskChange.objects.all()] == [(ChangeKind.GONE, "2")]
    assert task(plan, "5").state == TaskState.PROPOSED
    assert task(plan, "2").state == TaskState.CONFIRMED


def test_what_was_split_or_refused_is_not_proposed_again(lam_giang, plan):
    whole = task(plan, "1")
    review.refuse(by=lam_giang.desk, task_id=task(plan, "4").pk, reason="không phải")
    cutting.split(by=lam_giang.desk, task_id=whole.pk, at=whole.text.index("cung cấp"))
    read_anew(plan, PLAN)
    shown = plan.tasks.exclude(state=TaskState.REPLACED)
    assert [one.label for one in shown] == ["1", "1", "2", "3", "4"]
    assert task(plan, "4").state == TaskState.REFUSED
    assert not TaskChange.objects.exists()


def test_a_twin_is_compared_when_a_person_asks(lam_giang, plan, ordered):
    twin = read(lam_giang.desk, PLAN.replace("Dự toán", "Dự toán năm"), "ban-2.txt")
    plan.refresh_from_db()
    assert plan.source_id != twin.pk
    rereading.compare_with(by=lam_giang.desk2, plan_id=plan.pk, source_id=twin.pk)
    assert TaskChange.objects.get().after == {"product": "Dự toán năm"}
    stranger = read(lam_giang.desk, LATER, "khac.txt")
    with pytest.raises(ValidationError, match="cùng văn bản"):
        rereading.compare_with(by=lam_giang.desk, plan_id=plan.pk, source_id=stranger.pk)


def test_a_plan_goes_over_to_the_twin_that_a_person_chose(lam_giang, plan, ordered):
    twin = read(lam_giang.desk, PLAN.replace("Dự toán", "Dự toán năm"), "ban-2.txt")
    actions.choose(by=lam_giang.desk, source_id=twin.pk)
    plan.refresh_from_db()
    assert plan.source_id == twin.pk
    assert TaskChange.objects.get().after == {"product": "Dự toán năm"}
    actions.choose(by=lam_giang.desk, source_id=twin.pk)
    assert Event.objects.filter(verb=Verb.PLAN_COMPARED).count() == 1


# --- correcting an order ------------------------------------------------------------------


def test_an_order_is_corrected_with_a_reason_and_a_second_person(lam_giang, plan, ordered):
    one = ordered["1"]
    party = {"role": "lead", "phrase": "Sở Tài chính", "spans": [], "agency": lam_giang.finance.pk, "group": None}
    with pytest.raises(ValidationError, match="lý do"):
        changes.propose_correction(by=lam_giang.desk, task_id=one.pk, changed={"product": "x"}, reason="")
    change = changes.propose_correction(
        by=lam_giang.desk, task_id=one.pk, changed={"parties": [party]}, reason="Chuyển chức năng"
    )
    changes.confirm(by=lam_giang.leader, change_id=change.pk)
    owed = {o.agency: o.stage for o in Obligation.objects.filter(task=one)}
    assert owed == {lam_giang.interior: Stage.CANCELLED, lam_giang.finance: Stage.NOT_STARTED}
    assert Obligation.objects.get(task=one, agency=lam_giang.interior).reason == "Chuyển chức năng"


def test_finished_rounds_stay_when_an_order_changes(lam_giang, plan, ordered):
    one = ordered["1"]
    Obligation.objects.filter(task=one).update(stage=Stage.DONE, done_on="2024-09-01")
    before = list(Obligation.objects.filter(task=one).values())
    change = changes.propose_correction(
        by=lam_giang.desk,
        task_id=one.pk,
        changed={
            "timing_kind": "deadline",
            "due": "2026-05-01",
            "start": None,
            "end": None,
            "timing_text": "01/5/2026",
        },
        reason="Đính chính",
    )
    changes.confirm(by=lam_giang.desk2, change_id=change.pk)
    assert list(Obligation.objects.filter(pk=before[0]["id"]).values()) == before


def test_a_correction_that_is_sent_back_falls(lam_giang, plan, ordered):
    change = changes.propose_correction(
        by=lam_giang.desk, task_id=ordered["1"].pk, changed={"product": "Luật"}, reason="nhầm"
    )
    changes.send_back(by=lam_giang.desk2, change_id=change.pk, reason="Không đúng")
    change.refresh_from_db()
    assert change.state == ProposalState.REFUSED
    assert task(plan, "1").product == "Quy chế"


# --- a later directive ----------------------------------------------------------------------


@pytest.fixture
def relation(monkeypatch):
    """What citations of plans.py mean."""
    chosen = {"relation": Relation.REPLACES}
    citations = plans._citations

    def related(text, own):
        return tuple(one.model_copy(update=chosen | {"preamble": False}) for one in citations(text, own))

    monkeypatch.setattr(plans, "_citations", related)
    return chosen


def later(lam_giang, words, *, only=None):
    text = LATER if only is None else "".join(part for part in split_tasks(LATER, only))
    return read(lam_giang.desk, f"{text}Kế hoạch này {words}\n", "sau.txt")


def split_tasks(text, only):
    """The head and the tasks with the numbers in ``only``."""
    head, *tasks = (
        text.replace("\n1. ", "\n\f1. ")
        .replace("\n2. ", "\n\f2. ")
        .replace("\n3. ", "\n\f3. ")
        .replace("\n4. ", "\n\f4. ")
        .split("\f")
    )
    return [head, *(one for one in tasks if one[0] in only)]


def kinds(effect):
    return {change.task.label: change.kind for change in effect.changes.select_related("task")}


def test_a_replacement_ends_what_it_does_not_take_up(lam_giang, plan, ordered, relation):
    later(lam_giang, "thay thế Kế hoạch số 12/KH-UBND.", only="14")
    effect = Effect.objects.get()
    assert (effect.plan, effect.relation) == (plan, "replaces")
    assert effect.words == "Kế hoạch này thay thế Kế hoạch số 12/KH-UBND."
    assert kinds(effect) == {"1": "keep", "2": "end", "3": "end", "4": "keep"}


def test_a_person_decides_and_another_confirms_and_open_work_is_called_off(lam_giang, plan, ordered, relation):
    later(lam_giang, "thay thế Kế hoạch số 12/KH-UBND.", only="14")
    effect = Effect.objects.get()
    keep = effect.changes.get(task__label="3")
    with pytest.raises(PermissionDenied):
        life.decide_effect(by=lam_giang.leader, effect_id=effect.pk, kinds={})
    life.decide_effect(by=lam_giang.desk, effect_id=effect.pk, kinds={keep.pk: "keep"})
    with pytest.raises(ValidationError, match="người thứ hai"):
        life.confirm_effect(by=lam_giang.desk, effect_id=effect.pk)
    life.confirm_effect(by=lam_giang.leader, effect_id=effect.pk)
    assert (task(plan, "2").state, task(plan, "3").state) == (TaskState.ENDED, TaskState.PROPOSED)
    owed = Obligation.objects.get(task=ordered["2"])
    assert (owed.stage, owed.reason) == (Stage.CANCELLED, "Theo Kế hoạch 77/KH-UBND (10/02/2025).")
    assert Obligation.objects.get(task=ordered["1"]).stage == Stage.NOT_STARTED
    assert Event.objects.filter(verb=Verb.OBLIGATION_CALLED_OFF).count() == 1


def test_an_amendment_changes_what_reads_otherwise_and_keeps_the_rest(lam_giang, plan, ordered, relation):
    relation["relation"] = Relation.AMENDS
    text = "".join(split_tasks(LATER, "1")).replace("Quý III/2024", "Quý III/2025")
    read(lam_giang.desk, f"{text}Kế hoạch này sửa đổi Kế hoạch số 12/KH-UBND.\n", "sua.txt")
    effect = Effect.objects.get()
    assert kinds(effect) == {"1": "amend", "2": "keep", "3": "keep", "4": "keep"}
    assert effect.changes.get(kind="amend").after == {"timing_text": "Quý III/2025"}


def test_finished_work_of_an_ended_task_stays_finished(lam_giang, plan, ordered, relation):
    Obligation.objects.filter(task=ordered["2"]).update(stage=Stage.DONE, done_on=timezone.localdate())
    later(lam_giang, "bãi bỏ Kế hoạch số 12/KH-UBND.", only="1")
    effect = Effect.objects.get()
    life.decide_effect(by=lam_giang.desk, effect_id=effect.pk, kinds={})
    life.confirm_effect(by=lam_giang.desk2, effect_id=effect.pk)
    assert Obligation.objects.get(task=ordered["2"]).stage == Stage.DONE


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("bãi bỏ điểm a khoản 2 Mục III Kế hoạch số 12/KH-UBND", ("III", "2", "a")),
        ("bãi bỏ mục II.3 của Kế hoạch", ("II",)),
        ("bãi bỏ Kế hoạch số 12/KH-UBND", ()),
    ],
)
def test_parts_that_a_paper_names(words, parts):
    assert life.parts_named(words) == parts


def test_a_paper_that_does_nothing_to_the_plan_is_said_to(lam_giang, plan, ordered, relation):
    later(lam_giang, "thay thế Kế hoạch số 12/KH-UBND.")
    effect = Effect.objects.get()
    life.decide_effect(by=lam_giang.desk, effect_id=effect.pk, kinds={}, take=False)
    assert set(effect.changes.values_list("state", flat=True)) == {ProposalState.REFUSED}
    assert task(plan, "2").state == TaskState.CONFIRMED


# --- a mistaken upload -----------------------------------------------------------------------


def test_a_mistaken_upload_takes_its_plan_out_of_the_lists(lam_giang, plan):
    actions.withdraw(by=lam_giang.desk, source_id=plan.source_id, reason="Tải nhầm")
    plan.refresh_from_db()
    assert plan.state == PlanState.WITHDRAWN
    again = read(lam_giang.desk, PLAN, "lai.txt")
    plan.refresh_from_db()
    assert (plan.state, plan.source_id) == (PlanState.REVIEW, again.pk)


def test_an_upload_with_orders_is_not_withdrawn(lam_giang, plan, ordered):
    with pytest.raises(ValidationError, match="đã có nhiệm vụ được xác nhận"):
        actions.withdraw(by=lam_giang.desk, source_id=plan.source_id, reason="Tải nhầm")
    assert not Source.objects.get(pk=plan.source_id).is_withdrawn
