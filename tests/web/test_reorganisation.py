"""The reorganisation assistant: what ended bodies owe, proposed by function, handed over as a person confirms."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from obligations import given_task, party

from dondoc.document import Role as PartyRole
from dondoc_web.agencies.models import Agency, Change, ChangeKind, Succession
from dondoc_web.audit.models import Event, Verb
from dondoc_web.work import reorganisation
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Stage

pytestmark = pytest.mark.django_db
LAST = date(2026, 1, 31)
BASIS = "Nghị quyết 01/NQ-HĐND"


def divide(old, *heirs):
    """``old`` ends; ``heirs`` are (new, function)."""
    change = Change.objects.create(kind=ChangeKind.SPLIT, effective_on=date(2026, 2, 1), legal_basis=BASIS)
    for new, function in heirs:
        Succession.objects.create(change=change, old=old, new=new, function=function)


@pytest.fixture
def torn(lam_giang):
    """The department of culture ended: information passed to interior, books to finance; nobody knows the rest."""
    w = lam_giang
    w.of = {}
    for name, words in (("info", "Thông tin đối ngoại năm 2026"), ("books", "In xuất bản phẩm"), ("rest", "Mở lễ hội")):
        task = given_task(w, lead=[w.culture], text=words)
        party(task, PartyRole.COORDINATING, w.culture)
        (w.of[name],) = order_task(task=task, by=w.desk2, today=date(2026, 1, 6))
    divide(w.culture, (w.interior, "thông tin đối ngoại"), (w.finance, "xuất bản phẩm"))
    Agency.objects.filter(pk=w.culture.pk).update(valid_to=LAST)
    return w


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def sent(w, **chosen):
    """Fields of the form; what is not named is left."""
    return {f"to-{w.of[name].pk}": str(to.pk) for name, to in chosen.items()}


def test_proposals_are_by_function_and_nothing_is_guessed(torn):
    found = reorganisation.sections(torn.desk, date(2026, 11, 28))
    proposed = {line.obligation.task.text: one.to for one in found for line in one.lines}
    assert list(proposed.values()).count(None) == 1
    assert proposed["Thông tin đối ngoại năm 2026"] == torn.interior
    assert proposed["In xuất bản phẩm"] == torn.finance
    (unknown,) = [line for one in found for line in one.lines if one.to is None]
    assert set(unknown.choices) == {torn.interior, torn.finance}
    assert any(BASIS in one.reason for one in found)


def test_a_person_confirms_in_bulk_and_the_paper_keeps_the_old_name(torn):
    client = as_(torn.desk)
    assert "chờ chuyển giao" in client.get("/obligations/").content.decode()
    page = client.post("/reorganisation/", sent(torn, info=torn.interior, books=torn.finance)).content.decode()
    assert "Đã chuyển giao 2 việc; 0 việc chưa chuyển được." in page
    for name, to in (("info", torn.interior), ("books", torn.finance)):
        old, new = torn.of[name], Obligation.objects.get(follows=torn.of[name])
        old.refresh_from_db()
        assert old.stage == Stage.TRANSFERRED
        assert new.agency == to
        assert BASIS in new.reason
        assert new.due_on == old.due_on
        lead = old.task.parties.get(role="lead")
        assert (lead.agency, lead.phrase) == (torn.culture, str(torn.culture))
    assert Event.objects.filter(verb=Verb.OBLIGATION_TRANSFERRED, actor=torn.desk).count() == 2
    torn.of["rest"].refresh_from_db()
    assert torn.of["rest"].stage == Stage.NOT_STARTED


@pytest.mark.parametrize("words", ["Sở Nội vụ", "so noi vu", "so-noi-vu@lam-giang"])
def test_another_body_is_chosen_by_its_name(torn, words):
    page = as_(torn.desk).post("/reorganisation/", {f"other-{torn.of['rest'].pk}": words, "note": "Quyết định 5"})
    assert page.status_code == 200
    new = Obligation.objects.get(follows=torn.of["rest"])
    assert new.agency == torn.interior
    assert "Người chuyển giao chọn" in new.reason
    assert new.reason.endswith("Quyết định 5")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Chưa chọn việc nào"),
        ({"to": "999999"}, "Chưa chọn việc nào"),
        ({"other": "Sở Không có"}, "Không thấy cơ quan “Sở Không có”."),
        ({"other": "UBND tỉnh Bình Sơn Hạ"}, "Không thấy cơ quan"),
    ],
)
def test_bad_input_hands_nothing_over_and_keeps_what_was_typed(torn, data, told):
    key = torn.of["rest"].pk
    answer = as_(torn.desk).post("/reorganisation/", {f"{name}-{key}": value for name, value in data.items()})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert data.get("other", "") in page
    assert not Obligation.objects.exclude(follows=None).exists()


def test_one_that_cannot_be_handed_over_does_not_hold_up_the_others(torn):
    Obligation.objects.create(
        occurrence=torn.of["info"].occurrence, agency=torn.interior, task=torn.of["info"].task,
        plan=torn.of["info"].plan, office=torn.province, changed_at=torn.of["info"].changed_at,
    )  # fmt: skip
    old = dict(sent(torn, info=torn.interior, books=torn.finance, rest=torn.finance))
    old[f"seen-{torn.of['rest'].pk}"] = "2020-01-01T00:00:00+00:00"
    page = as_(torn.desk).post("/reorganisation/", old).content.decode()
    assert "Đã chuyển giao 1 việc; 2 việc chưa chuyển được." in page
    assert "đã có việc này trong kỳ" in page
    assert "đã thay đổi" in page


def test_a_body_at_work_is_left_alone(torn):
    (living,) = order_task(task=given_task(torn, lead=[torn.finance], text="Việc khác"), by=torn.desk2)
    chosen = [reorganisation.Chosen(living.pk, torn.interior)]
    outcome = reorganisation.hand_over(by=torn.desk, chosen=chosen)
    assert (outcome.done, len(outcome.refused)) == ([], 1)
    ended = [reorganisation.Chosen(torn.of["info"].pk, torn.culture)]
    assert not reorganisation.hand_over(by=torn.desk, chosen=ended).done


def test_a_day_to_come_is_only_looked_at_and_a_day_before_has_nothing(torn):
    client = as_(torn.desk)
    page = client.get("/reorganisation/?day=2027-01-01").content.decode()
    assert "xem trước" in page
    assert "<select" not in page
    assert "Không có việc còn mở nào" in client.get("/reorganisation/?day=2026-01-31").content.decode()
    assert client.get("/reorganisation/?day=32&body=x").status_code == 200


def test_leaders_and_auditors_look_and_other_provinces_see_nothing(torn):
    for person in (torn.leader, torn.auditor):
        page = as_(person).get("/reorganisation/").content.decode()
        assert "Mở lễ hội" in page
        assert "<select" not in page
    for person in (torn.other_desk, torn.unit, torn.admin):
        assert "Mở lễ hội" not in as_(person).get("/reorganisation/").content.decode()
    as_(torn.leader).post("/reorganisation/", sent(torn, info=torn.interior))
    as_(torn.other_desk).post("/reorganisation/", sent(torn, info=torn.interior))
    with pytest.raises(PermissionDenied):
        reorganisation.hand_over(by=torn.other_desk, chosen=[reorganisation.Chosen(torn.of["info"].pk, torn.interior)])
    assert not Obligation.objects.exclude(follows=None).exists()


def test_helping_bodies_that_ended_are_told(torn):
    (first, *_more) = reorganisation.mentions(torn.desk, date(2026, 11, 28))
    assert first.body == torn.culture
    assert "Để biết" in as_(torn.desk).get("/reorganisation/").content.decode()


def test_the_page_of_the_body_leads_to_what_it_still_owes(torn):
    page = as_(torn.desk).get(f"/agencies/{torn.culture.pk}/").content.decode()
    assert f"/reorganisation/?body={torn.culture.pk}" in page
    assert "Mở lễ hội" in as_(torn.desk).get(f"/reorganisation/?body={torn.culture.pk}").content.decode()
    assert "Mở lễ hội" not in as_(torn.desk).get(f"/reorganisation/?body={torn.finance.pk}").content.decode()


def test_however_many_obligations_no_more_questions(torn):
    client, asked = as_(torn.desk), []
    for round_ in range(2):
        for n in range(4 * round_):
            task = given_task(torn, lead=[torn.culture], text=f"Việc {n}")
            party(task, PartyRole.COORDINATING, torn.culture)
            order_task(task=task, by=torn.desk2, today=date(2026, 1, 6))
        Obligation.objects.filter(task__text__startswith="Việc").update(agency=torn.culture)
        client.get("/reorganisation/")
        with CaptureQueriesContext(connection) as seen:
            client.get("/reorganisation/")
        asked.append(len(seen))
    assert asked[0] == asked[1]
