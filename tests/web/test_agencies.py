"""The registry: who is meant, who holds the work now, and every verb with its right."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from dondoc_web.accounts.models import Membership, Role
from dondoc_web.agencies import actions, queries
from dondoc_web.agencies.actions import Basis, Facts, Heir
from dondoc_web.agencies.models import Agency, Change, ChangeKind, Group, GroupMember
from dondoc_web.audit.models import Event, Verb

DAY = date(2024, 6, 1)
LATER = date(2025, 6, 1)
MERGED = date(2025, 3, 1)


@pytest.fixture
def here(lam_giang):
    """Lam Giang, with a department of information that is divided on 1/3/2025."""
    lam_giang.press = actions.add_agency(
        by=lam_giang.admin,
        parent=lam_giang.province,
        facts=Facts(name="Sở Thông tin và Truyền thông", system="state", level="province", symbol="STTTT"),
    )
    lam_giang.science = actions.add_agency(
        by=lam_giang.admin,
        parent=lam_giang.province,
        facts=Facts(name="Sở Khoa học và Công nghệ", system="state", level="province"),
    )
    return lam_giang


def divided(here, *heirs):
    return actions.record_change(
        by=here.admin,
        kind=ChangeKind.SPLIT,
        effective_on=MERGED,
        heirs=[Heir(here.press, *heir) for heir in heirs],
        basis=Basis("Nghị quyết 01/NQ-HĐND"),
    )


@pytest.fixture
def split(here):
    return divided(here, (here.science,), (here.culture, "báo chí; thông tin đối ngoại"), (None, "an toàn thông tin"))


# --- whom a phrase means -------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "meant"),
    [
        ("Sở Nội vụ", "interior"),
        ("sở nội vụ", "interior"),
        ("Sở VHTTDL", "culture"),
        ("Sở Văn hoá, Thể thao & Du lịch", "culture"),
        ("UBND tỉnh", "province"),
        ("Ủy ban nhân dân tỉnh Lam Giang", "province"),
        ("UBND huyện Sông Lam", "district"),
        ("Sở Thông tin và Truyền thông", "press"),
        ("Sở Ngoại vụ", None),
        ("", None),
        ("Ban quản lý chợ đêm", None),
    ],
)
def test_a_phrase_means_a_body_of_the_place_of_the_office(here, phrase, meant):
    found = queries.resolve(phrase=phrase, day=DAY, office=here.province)
    assert found == (getattr(here, meant) if meant else None)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("so-noi-vu@lam-giang", "interior"),
        ("so-noi-vu", "interior"),
        ("so-van-hoa-the-thao-va-du-lich", "culture"),
        ("uy-ban-nhan-dan-tinh", "province"),
        ("so-van-hoa-the-thao-va-du-lich@binh-son-ha", "other_culture"),
        ("so-ngoai-vu@lam-giang", None),
        ("khong-co", None),
    ],
)
def test_a_key_of_the_library_means_a_body(here, key, meant):
    assert queries.resolve(key=key, day=DAY, office=here.province) == (getattr(here, meant) if meant else None)


def test_a_group_of_the_place_comes_before_that_of_the_country(here, an):
    country = actions.add_group(by=an, name="Các sở, ban, ngành", key="cac-so-ban-nganh")
    assert queries.resolve(phrase="các sở, ban, ngành", day=DAY, office=here.province) == country
    group = actions.add_group(by=here.admin, name="Các sở, ban, ngành", key="cac-so-ban-nganh", place=here.province)
    resolver = queries.Resolver(day=DAY, office=here.province)
    assert resolver.party(phrase="các sở, ban, ngành tỉnh", group="cac-so-ban-nganh") == group


def test_many_phrases_cost_a_few_questions(here, django_assert_max_num_queries):
    resolver = queries.Resolver(day=DAY, office=here.province)
    with django_assert_max_num_queries(6):
        for _ in range(50):
            resolver.phrase("Sở Nội vụ")
            resolver.phrase("Sở Lạ")
            resolver.group("cac-so-ban-nganh")


# --- who holds it now ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "day", "holder"),
    [
        ("thông tin đối ngoại", DAY, "press"),
        ("Tổ chức hoạt động thông tin đối ngoại ở địa bàn biên giới", LATER, "culture"),
        ("to chuc thong tin doi ngoai", LATER, "culture"),
        ("chuyển đổi số", LATER, "science"),
        ("", LATER, "science"),
        ("an toàn thông tin mạng", LATER, None),
        ("thông tin đối ngoại", MERGED, "culture"),
        ("thông tin đối ngoại", date(2025, 2, 28), "press"),
    ],
)
def test_work_goes_to_the_successor_of_its_function(here, split, function, day, holder):
    found = queries.holder(here.press, function, day=day)
    assert found.agency == (getattr(here, holder) if holder else None)
    assert found.reason


@pytest.mark.parametrize(
    ("words", "topic", "holder"),
    [
        ("tổng hợp kết quả thực hiện Kế hoạch này", "Về công tác thông tin đối ngoại", "culture"),
        ("bảo đảm an toàn thông tin mạng", "Về công tác thông tin đối ngoại", None),
        ("tổng hợp kết quả thực hiện Kế hoạch này", "Về cải cách hành chính", "science"),
    ],
)
def test_the_topic_of_the_directive_speaks_where_the_task_names_no_function(here, split, words, topic, holder):
    found = queries.Heirs().holder(here.press, words, day=LATER, topic=topic)
    assert found.agency == (getattr(here, holder) if holder else None)


def test_the_reason_names_the_day_the_function_and_the_paper(here, split):
    reason = queries.holder(here.press, "thông tin đối ngoại", day=LATER).reason
    assert all(words in reason for words in ("01/03/2025", "thông tin đối ngoại", "01/NQ-HĐND", "Sở Văn hóa"))


def test_work_is_followed_over_several_changes(here, split):
    actions.record_change(
        by=here.admin,
        kind=ChangeKind.MERGE,
        effective_on=date(2025, 7, 1),
        heirs=[Heir(here.culture, here.finance)],
        basis=Basis(certainty="unchecked"),
    )
    found = queries.holder(here.press, "báo chí", day=date(2025, 8, 1))
    assert found.agency == here.finance
    assert [step.new for step in found.steps] == [here.culture, here.finance]
    assert found.certainty == "unchecked"


def test_a_body_divided_without_a_rule_for_the_rest_asks_a_person(here):
    divided(here, (here.culture, "báo chí"), (here.science, "chuyển đổi số"))
    here.press.refresh_from_db()
    found = queries.holder(here.press, "lễ hội", day=LATER)
    assert found.agency is None
    assert set(found.choices) == {here.culture, here.science}
    assert "chọn" in found.reason


def test_a_body_that_ended_without_heir_has_none(here):
    actions.end(by=here.admin, agency=here.interior, on=date(2025, 6, 30))
    assert queries.holder(here.interior, day=date(2025, 6, 30)).agency == here.interior
    assert queries.holder(here.interior, day=date(2025, 7, 1)).agency is None


def test_a_body_that_gives_a_function_away_lives_on(here):
    heirs = [Heir(here.interior, here.culture, "tôn giáo")]
    actions.record_change(by=here.admin, kind=ChangeKind.TRANSFER, effective_on=MERGED, heirs=heirs)
    assert queries.holder(here.interior, "quản lý tôn giáo", day=LATER).agency == here.culture
    assert queries.holder(here.interior, "cải cách hành chính", day=LATER).agency == here.interior


def test_two_bodies_that_take_over_from_each_other_do_not_turn_for_ever(here):
    for old, new in ((here.interior, here.finance), (here.finance, here.interior)):
        actions.record_change(
            by=here.admin, kind=ChangeKind.TRANSFER, effective_on=MERGED, heirs=[Heir(old, new, "lưu trữ")]
        )
    assert queries.holder(here.interior, "lưu trữ", day=LATER).agency == here.finance


# --- the verbs -----------------------------------------------------------------------


def test_a_renamed_body_keeps_its_old_name_for_the_days_before(here):
    actions.rename(by=here.admin, agency=here.interior, name="Sở Tổ chức", since=MERGED)
    body = Agency.objects.get(pk=here.interior.pk)
    assert body.name == "Sở Tổ chức"
    assert [queries.name_on(body, day) for day in (DAY, LATER)] == ["Sở Nội vụ", "Sở Tổ chức"]
    assert queries.resolve(phrase="Sở Nội vụ", day=DAY, office=here.province) == body
    assert queries.holder(body, day=LATER).agency == body


def test_a_moved_branch_keeps_its_trails_right(here):
    below = actions.add_agency(
        by=here.admin, parent=here.culture, facts=Facts(name="Trung tâm", system="state", level="province")
    )
    actions.move(by=here.admin, agency=here.culture, parent=here.district, since=MERGED)
    below.refresh_from_db()
    here.culture.refresh_from_db()
    assert here.culture.trail == f"{here.district.trail}{here.culture.pk}/"
    assert below.trail == f"{here.culture.trail}{below.pk}/"
    assert [node.agency for node in queries.tree_on(LATER, under=here.district)] == [here.culture]
    assert here.culture in [node.agency for node in queries.tree_on(DAY, under=here.province)]
    assert here.culture not in [node.agency for node in queries.tree_on(LATER, under=here.province)]


def test_a_body_is_not_moved_below_itself(here):
    below = actions.add_agency(
        by=here.admin, parent=here.culture, facts=Facts(name="Trung tâm", system="state", level="province")
    )
    with pytest.raises(ValidationError, match="trực thuộc chính nó"):
        actions.move(by=here.admin, agency=here.culture, parent=below, since=MERGED)


def test_a_merger_ends_the_bodies_that_are_not_among_the_new_ones(here):
    heirs = [Heir(here.interior, here.finance), Heir(here.finance, here.finance)]
    actions.record_change(by=here.admin, kind=ChangeKind.MERGE, effective_on=MERGED, heirs=heirs)
    assert Agency.objects.get(pk=here.interior.pk).valid_to == date(2025, 2, 28)
    assert Agency.objects.get(pk=here.finance.pk).valid_to is None
    assert queries.holder(here.finance, day=LATER).agency == here.finance


def test_members_of_a_group_have_days(here):
    group = actions.add_group(by=here.admin, name="Các sở", place=here.province)
    actions.add_member(by=here.admin, group=group, agency=here.interior)
    member = actions.add_member(by=here.admin, group=group, agency=here.finance, since=date(2024, 1, 1))
    actions.end_member(by=here.admin, member=member, on=date(2024, 12, 31))
    assert queries.members_on(group, DAY) == [here.interior, here.finance]
    assert queries.members_on(group, LATER) == [here.interior]
    with pytest.raises(ValidationError, match="đã thuộc nhóm"):
        actions.add_member(by=here.admin, group=group, agency=here.finance, since=DAY)


def test_duplicates_become_one_and_nothing_that_refers_to_them_is_lost(here, an):
    twin = actions.add_agency(
        by=here.admin, parent=here.province, facts=Facts(name="So Noi Vu", system="state", level="province")
    )
    below = actions.add_agency(
        by=here.admin, parent=twin, facts=Facts(name="Chi cục", system="state", level="province")
    )
    group = actions.add_group(by=here.admin, name="Các sở", place=here.province)
    for body in (here.interior, twin):
        actions.add_member(by=here.admin, group=group, agency=body)
    Membership.objects.create(person=an, agency=twin, role=Role.UNIT, since=DAY)
    actions.merge_duplicates(by=here.admin, keep=here.interior, drop=twin)
    below.refresh_from_db()
    assert below.parent == here.interior
    assert below.trail.startswith(Agency.objects.get(pk=here.interior.pk).trail)
    assert Membership.objects.get(person=an).agency == here.interior
    assert queries.members_on(group, DAY) == [here.interior]
    assert Agency.objects.get(pk=twin.pk).merged_into == here.interior
    assert Event.objects.filter(verb=Verb.AGENCIES_MERGED).count() == 1


def test_duplicates_that_both_hold_the_same_place_are_left_alone(here):
    twin = actions.add_agency(
        by=here.admin, parent=here.province, facts=Facts(name="So Noi Vu", system="state", level="province")
    )
    for body in (here.interior, twin):
        Membership.objects.create(person=here.unit, agency=body, role=Role.UNIT, since=DAY)
    with pytest.raises(ValidationError, match="vai trò tại cơ quan"):
        actions.merge_duplicates(by=here.admin, keep=here.interior, drop=twin)
    assert Agency.objects.get(pk=twin.pk).merged_into is None


def edits(here):
    """Every verb, ready to be done to bodies of Lam Giang."""
    group = Group.objects.create(key="g", name="Nhóm", place=here.province)
    member = GroupMember.objects.create(group=group, agency=here.interior)
    facts = Facts(name="Sở Mới", system="state", level="province")
    table = f"Tên cơ quan,Hệ thống,Cấp,Trực thuộc\nSở Lạ,state,province,{here.province.key}\n"
    body = here.interior
    return {
        "add_agency": lambda by: actions.add_agency(by=by, parent=here.province, facts=facts),
        "rename": lambda by: actions.rename(by=by, agency=body, name="Sở Khác", since=DAY),
        "move": lambda by: actions.move(by=by, agency=body, parent=here.district, since=DAY),
        "end": lambda by: actions.end(by=by, agency=body, on=DAY),
        "add_alias": lambda by: actions.add_alias(by=by, agency=body, name="SNV2"),
        "add_group": lambda by: actions.add_group(by=by, name="Nhóm 2", place=here.province),
        "add_member": lambda by: actions.add_member(by=by, group=group, agency=here.finance),
        "end_member": lambda by: actions.end_member(by=by, member=member, on=DAY),
        "record_change": lambda by: actions.record_change(
            by=by, kind=ChangeKind.MERGE, effective_on=DAY, heirs=[Heir(body, here.finance)]
        ),
        "merge_duplicates": lambda by: actions.merge_duplicates(by=by, keep=body, drop=here.finance),
        "import_csv": lambda by: _imported(actions.import_csv(by=by, text=table, only_look=False)),
    }


def _imported(result):
    """A row outside one's branch is an error of its cell: nothing of the table is taken."""
    if result.errors:
        raise PermissionDenied


VERBS = sorted(set(actions.__all__) - {"Basis", "Facts", "Heir", "may_edit"})


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["desk", "unit", "leader", "auditor", "other_admin", "other_desk"])
def test_only_an_administrator_of_the_branch_edits_it(lam_giang, verb, who):
    events = Event.objects.count()
    with pytest.raises(PermissionDenied):
        edits(lam_giang)[verb](getattr(lam_giang, who))
    assert Event.objects.count() == events


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_writes_one_event(lam_giang, verb):
    events = Event.objects.count()
    edits(lam_giang)[verb](lam_giang.admin)
    assert Event.objects.count() == events + 1


def test_the_top_of_the_tree_belongs_to_the_administrator_of_the_site(lam_giang, an):
    facts = Facts(name="Bộ Mới", system="state", level="central")
    with pytest.raises(PermissionDenied):
        actions.add_agency(by=lam_giang.admin, facts=facts)
    assert actions.add_agency(by=an, facts=facts).key == "bo-moi"


def test_a_change_needs_the_right_for_every_old_body(lam_giang):
    heirs = [Heir(lam_giang.interior, lam_giang.finance), Heir(lam_giang.other_culture, lam_giang.finance)]
    with pytest.raises(PermissionDenied):
        actions.record_change(by=lam_giang.admin, kind=ChangeKind.MERGE, effective_on=DAY, heirs=heirs)
    assert not Change.objects.exists()


@pytest.mark.parametrize("words", ["thong tin", "Thông Tin", "truyền thông", "STTTT", "thong tin lam giang"])
def test_search_finds_with_and_without_marks(here, words):
    assert [node.agency for node in queries.search(words, DAY)] == [here.press]


def test_search_counts_its_questions(here, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        queries.search("sở", DAY)
    with django_assert_max_num_queries(4):
        queries.tree_on(DAY, under=here.province)
