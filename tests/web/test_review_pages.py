"""The pages of review: what they show, what each answer brings, who gets in."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from office import read
from test_review import PLAN

from dondoc_web.work import confirming, review
from dondoc_web.work.models import Effect, Plan, Task, TaskChange, TaskState

HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(lam_giang):
    read(lam_giang.desk, PLAN)
    return Plan.objects.get()


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def desk(lam_giang):
    return client_of(lam_giang.desk)


@pytest.fixture
def second(lam_giang):
    return client_of(lam_giang.desk2)


def page(client, plan):
    return client.get(reverse("work:review", args=[plan.pk])).content.decode()


def decide(client, task, verb, **data):
    return client.post(reverse("work:decide_task", args=[task.pk, verb]), data, headers=HTMX)


def test_the_page_shows_source_and_tasks_tied_by_their_tokens(desk, plan):
    shown = page(desk, plan)
    first = plan.tasks.first()
    assert f'data-m="t{first.pk}.wording">Xây dựng quy chế' in shown
    assert f'<mark class="m m-lead" data-m="t{first.pk}.lead">Sở Nội vụ</mark>' in shown
    assert "chưa có trong danh mục" in shown
    assert "Chưa thấy cơ quan chủ trì" not in shown


def test_the_page_asks_the_database_the_same_number_of_times_however_many_tasks(desk, lam_giang, plan):
    with CaptureQueriesContext(connection) as few:
        page(desk, plan)
    more = PLAN.replace("12/KH", "13/KH") + "".join(
        f"{n}. Làm việc số {n}.\nChủ trì: Sở Nội vụ\n" for n in range(5, 60)
    )
    read(lam_giang.desk, more, "nhieu.txt")
    larger = Plan.objects.get(directive__number="13/KH-UBND")
    with CaptureQueriesContext(connection) as many:
        page(desk, larger)
    assert len(many) <= len(few)


@pytest.mark.parametrize(
    ("who", "status"),
    [("desk", 200), ("leader", 200), ("auditor", 200), ("unit", 404), ("admin", 404), ("other_desk", 404)],
)
def test_only_people_of_the_office_see_a_plan(lam_giang, plan, who, status):
    client = client_of(getattr(lam_giang, who))
    assert client.get(reverse("work:review", args=[plan.pk])).status_code == status
    assert client.get(reverse("work:review_outlines", args=[plan.pk])).status_code == status
    assert (plan.directive.number in client.get(reverse("work:queue")).content.decode()) == (status == 200)


def test_an_answer_brings_one_card_and_the_new_counts(desk, plan):
    answer = decide(desk, plan.tasks.first(), "accept").content.decode()
    assert answer.count('<li class="task') == 1
    assert "Đã rà soát 1/4" in answer
    assert 'hx-swap-oob="true"' in answer


def test_without_scripts_a_decision_leads_back_to_the_page(desk, plan):
    answer = desk.post(reverse("work:decide_task", args=[plan.tasks.first().pk, "accept"]))
    assert answer["Location"] == reverse("work:review", args=[plan.pk])


@pytest.mark.parametrize(
    ("verb", "data", "words"),
    [
        ("refuse", {}, "Hãy ghi lý do không nhận"),
        ("confirm", {}, "không còn chờ xác nhận"),
        ("return", {"reason": "sai"}, "không còn chờ xác nhận"),
        ("split", {"at": "0"}, "nằm giữa"),
        ("split", {"at": "đây"}, "tải lại trang"),
        ("words", {"field": "sai", "start": "1", "end": "2"}, "không rõ chữ đã chọn"),
        ("words", {"field": "lead", "start": "3", "end": "3"}, "hãy chọn chữ"),
    ],
)
def test_what_cannot_be_done_says_so_and_loses_nothing(desk, plan, verb, data, words):
    answer = decide(desk, plan.tasks.first(), verb, **data)
    assert words.lower() in answer.content.decode().lower()
    assert answer["HX-Reswap"] == "none"
    assert not plan.tasks.exclude(state=TaskState.PROPOSED).exists()


def test_the_second_person_is_offered_to_confirm_and_the_first_is_not(desk, second, lam_giang, plan):
    review.accept_above(by=lam_giang.desk, plan_id=plan.pk, confidence=0.9)
    confirm = reverse("work:decide_task", args=[plan.tasks.first().pk, "confirm"])
    assert confirm not in page(desk, plan)
    assert confirm in page(second, plan)
    second.post(reverse("work:decide_plan", args=[plan.pk, "confirm-all"]))
    assert plan.tasks.filter(state=TaskState.CONFIRMED).count() == 3


def test_the_queue_says_what_waits_for_whom(desk, second, lam_giang, plan):
    address = reverse("work:queue")
    assert ">Rà soát</a>" in desk.get(address).content.decode()
    review.accept(by=lam_giang.desk, task_ids=plan.tasks.values_list("pk", flat=True))
    assert "không có việc" in desk.get(address).content.decode()
    assert ">Xác nhận</a>" in second.get(address).content.decode()


def form_of(task, **changed):
    parties = list(task.parties.all())
    return {
        "text": task.text,
        "bullets": "",
        "timing_text": task.timing_text,
        "timing_kind": task.timing_kind,
        "recurrence": "",
        "start": "",
        "end": "",
        "due": "",
        "product": task.product,
        "note": "",
        "party_role": [party.role for party in parties],
        "party_phrase": [party.phrase for party in parties],
        "party_name": ["" for party in parties],
        "party_who": [f"a{party.agency_id}" if party.agency_id else "" for party in parties],
        "party_spans": [json.dumps(party.spans) for party in parties],
    } | changed


def test_the_form_corrects_agency_time_and_product(desk, lam_giang, plan):
    task = plan.tasks.get(label="3")
    who = {"party_who": [f"a{lam_giang.interior.pk}"]}
    sent = form_of(task, timing_kind="deadline", due="25/11/2024", product="Báo cáo tổng hợp", accept="1", **who)
    desk.post(reverse("work:correct", args=[task.pk]), sent, headers=HTMX)
    task.refresh_from_db()
    assert (task.due, task.timing_kind, task.product) == ("2024-11-25", "deadline", "Báo cáo tổng hợp")
    assert (task.parties.get().agency, task.parties.get().phrase) == (lam_giang.interior, "Trung tâm Điều hành số")
    assert (task.state, task.accepted_by, task.doubts) == (TaskState.ACCEPTED, lam_giang.desk, [])


@pytest.mark.parametrize(("due", "kept"), [("25/11", "--11-25"), ("20", "---20"), ("1/2/2025", "2025-02-01")])
def test_a_printed_day_may_lack_its_year(desk, plan, due, kept):
    task = plan.tasks.first()
    desk.post(reverse("work:correct", args=[task.pk]), form_of(task, due=due))
    task.refresh_from_db()
    assert task.due == kept
    assert f'value="{due.zfill(10) if len(due) > 5 else due}"'.replace("001/2", "01/02") in desk.get(
        reverse("work:correct", args=[task.pk])
    ).content.decode().replace("001/2", "01/02")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"start": "31/02/2025"}, "không phải là ngày"),
        ({"text": " "}, "Hãy ghi nội dung"),
        ({"due": "mai"}, "25/11/2024"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_what_was_typed_stays(desk, plan, changed, words):
    task = plan.tasks.first()
    answer = desk.post(reverse("work:correct", args=[task.pk]), form_of(task, product="Đã gõ", **changed), headers=HTMX)
    assert words in answer.content.decode()
    assert "Đã gõ" in answer.content.decode()
    assert Task.objects.get(pk=task.pk).product == "Quy chế"


@pytest.mark.parametrize("words", ["noi vu", "Nội vụ", "NOI  VU"])
def test_a_body_is_found_with_or_without_marks(desk, lam_giang, words):
    found = desk.get(reverse("work:bodies"), {"q": words}).json()["bodies"]
    assert found[0] == {"who": f"a{lam_giang.interior.pk}", "name": "Sở Nội vụ", "under": "UBND tỉnh Lam Giang"}


def test_the_page_of_the_directive_leads_to_the_review(desk, lam_giang, plan):
    shown = desk.get(reverse("documents:show", args=[plan.source_id])).content.decode()
    assert reverse("work:review", args=[plan.pk]) in shown


def test_a_plan_is_begun_by_the_button(lam_giang, desk):
    source = read(lam_giang.admin, PLAN)
    source.office = lam_giang.province
    source.save()
    assert not Plan.objects.exists()
    assert (
        reverse("work:take_over", args=[source.pk])
        in desk.get(reverse("documents:show", args=[source.pk])).content.decode()
    )
    desk.post(reverse("work:take_over", args=[source.pk]))
    assert Plan.objects.get().tasks.count() == 4


def ordered(lam_giang, plan):
    review.accept_above(by=lam_giang.desk, plan_id=plan.pk, confidence=0.8)
    confirming.confirm_all(by=lam_giang.desk2, plan_id=plan.pk)
    return plan.tasks.first()


def test_an_order_is_corrected_on_the_page_by_two_people(desk, second, lam_giang, plan):
    task = ordered(lam_giang, plan)
    address = reverse("work:correct", args=[task.pk])
    assert "Lý do sửa" in desk.get(address, headers=HTMX).content.decode()
    assert "Hãy ghi lý do sửa" in desk.post(address, form_of(task, product="Quy định"), headers=HTMX).content.decode()
    desk.post(address, form_of(task, product="Quy định", reason="Đính chính"), headers=HTMX)
    change = TaskChange.objects.get()
    confirm = reverse("work:decide_change", args=[change.pk, "confirm"])
    assert confirm not in page(desk, plan)
    shown = page(second, plan)
    assert confirm in shown
    assert "<del>Quy chế</del>" in shown
    assert "<ins>Quy định</ins>" in shown
    second.post(confirm)
    task.refresh_from_db()
    assert task.product == "Quy định"


def test_a_later_directive_is_decided_on_the_page(desk, second, lam_giang, plan):
    task = ordered(lam_giang, plan)
    later = read(lam_giang.desk, PLAN.replace("12/KH", "99/KH"), "sau.txt")
    effect = Effect.objects.create(plan=plan, source=later, relation="replaces", made_at=plan.made_at)
    change = TaskChange.objects.create(task=task, kind="keep", effect=effect, made_at=plan.made_at)
    shown = page(desk, plan)
    assert "99/KH-UBND</strong> thay thế văn bản này" in shown
    desk.post(reverse("work:decide_effect", args=[effect.pk, "take"]), {f"kind-{change.pk}": "end"})
    assert "Xác nhận tác động" in page(second, plan)
    second.post(reverse("work:decide_effect", args=[effect.pk, "confirm"]))
    task.refresh_from_db()
    assert task.state == TaskState.ENDED
    assert "đã bị thay thế" in page(desk, plan)
