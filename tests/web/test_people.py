"""People of a branch: invitations, links, roles, locks."""

from datetime import timedelta

import cast
import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc_web.accounts.models import Membership, Role, User
from dondoc_web.audit.models import Event, Verb
from dondoc_web.people import actions, queries, rights
from dondoc_web.people.models import PasswordLink

WHO = actions.Invited("hoa", "Phạm Thị Hoa")
NEW = {"new_password1": "mot-cau-dai-hon", "new_password2": "mot-cau-dai-hon"}


def client(person):
    made = Client()
    made.force_login(person)
    return made


@pytest.fixture
def invited(lam_giang):
    return actions.invite(by=lam_giang.admin, who=WHO, agency=lam_giang.culture, role=Role.UNIT)


def test_an_invitation_leads_to_a_password_and_in(lam_giang, stranger):
    form = {"full_name": "Phạm Thị Hoa", "username": "hoa", "agency": lam_giang.culture.pk, "role": "unit"}
    told = client(lam_giang.admin).post("/people/invite/", form, follow=True).content.decode()
    link = told.split('readonly value="http://testserver', 1)[1].split('"', 1)[0]
    assert "Phạm Thị Hoa" in stranger.get(link).content.decode()
    assert stranger.post(link, NEW)["Location"] == "/accounts/login/"
    assert stranger.post("/accounts/login/", {"username": "hoa", "password": NEW["new_password1"]}).status_code == 302
    assert "cán bộ đơn vị, Sở Văn hóa" in stranger.get("/accounts/me/").content.decode()
    verbs = [Verb.PERSON_INVITED, Verb.LINK_USED, Verb.SIGNED_IN]
    assert list(Event.objects.values_list("verb", flat=True)) == verbs


def test_the_link_is_shown_once_and_only_its_digest_is_kept(lam_giang, invited):
    person, token = invited
    assert token not in str(list(PasswordLink.objects.values()))
    admin = client(lam_giang.admin)
    admin.post(f"/people/{person.pk}/link/")
    assert "readonly value" in admin.get(f"/people/{person.pk}/").content.decode()
    assert "readonly value" not in admin.get(f"/people/{person.pk}/").content.decode()


@pytest.mark.parametrize("why", ["used", "revoked", "old", "renewed", "deactivated", "wrong"])
def test_a_link_that_is_over_says_so_and_sets_nothing(lam_giang, invited, stranger, why):
    person, token = invited
    {
        "used": lambda: actions.use_link(token=token, password="mot-cau-dai-hon"),
        "revoked": lambda: actions.revoke_links(by=lam_giang.admin, person_id=person.pk),
        "old": lambda: PasswordLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        "renewed": lambda: actions.make_link(by=lam_giang.admin, person_id=person.pk),
        "deactivated": lambda: actions.deactivate(by=lam_giang.admin, person_id=person.pk),
        "wrong": lambda: None,
    }[why]()
    address = f"/welcome/{token if why != 'wrong' else 'x'}/"
    before = User.objects.get(pk=person.pk).password
    assert "Hãy xin quản trị viên" in stranger.get(address).content.decode()
    assert stranger.post(address, NEW).status_code == 404
    assert User.objects.get(pk=person.pk).password == before


def test_a_link_is_good_for_seven_days(invited):
    link = PasswordLink.objects.get()
    assert link.works_at(link.made_at + timedelta(days=6, hours=23))
    assert not link.works_at(link.made_at + timedelta(days=7))


def test_a_weak_password_is_refused_and_the_link_goes_on_working(invited, stranger):
    address = f"/welcome/{invited[1]}/"
    assert stranger.post(address, {"new_password1": "ngan", "new_password2": "ngan"}).status_code == 400
    assert stranger.post(address, NEW).status_code == 302


def test_a_name_that_is_taken_is_told_and_the_form_keeps_what_was_typed(lam_giang):
    form = {"full_name": "Ai Đó", "username": "DESK", "agency": lam_giang.culture.pk, "role": "unit"}
    page = client(lam_giang.admin).post("/people/invite/", form)
    assert page.status_code == 400
    assert "Đã có tài khoản" in page.content.decode()
    assert 'value="Ai Đó"' in page.content.decode()


def test_a_link_is_mailed_where_there_is_a_mail_server(lam_giang, settings):
    settings.MAIL_IS_SET_UP = True
    form = {"full_name": "Hoa", "username": "hoa", "email": "hoa@example.vn", "role": "unit"}
    client(lam_giang.admin).post("/people/invite/", form | {"agency": lam_giang.culture.pk})
    (letter,) = mail.outbox
    assert letter.to == ["hoa@example.vn"]
    assert "/welcome/" in letter.body


def test_agencies_offered_are_those_of_the_branch(lam_giang):
    assert lam_giang.other not in rights.agencies(lam_giang.admin)
    form = {"full_name": "Hoa", "username": "hoa", "agency": lam_giang.other.pk, "role": "unit"}
    assert client(lam_giang.admin).post("/people/invite/", form).status_code == 400
    with pytest.raises(PermissionDenied):
        actions.invite(by=lam_giang.admin, who=WHO, agency=lam_giang.other, role=Role.UNIT)


def test_the_list_shows_the_branch_and_of_each_only_its_roles_there(lam_giang):
    Membership.objects.create(person=lam_giang.unit, agency=lam_giang.other, role=Role.DESK, since=cast.SINCE)
    shown = {person.username: [one.agency for one in person.shown_roles] for person in queries.listed(lam_giang.admin)}
    assert set(shown) == {"admin", "desk", "desk2", "leader", "auditor", "unit"}
    assert shown["unit"] == [lam_giang.culture]
    assert client(lam_giang.desk).get("/people/").status_code == 403


def test_who_has_a_role_elsewhere_too_is_taken_over_by_nobody_here(lam_giang):
    Membership.objects.create(person=lam_giang.unit, agency=lam_giang.other, role=Role.LEADER, since=cast.SINCE)
    for action in (actions.make_link, actions.deactivate, actions.take_off_second_factor, actions.unlock):
        with pytest.raises(PermissionDenied):
            action(by=lam_giang.admin, person_id=lam_giang.unit.pk)
    assert "ngoài phạm vi của bạn" in client(lam_giang.admin).get(f"/people/{lam_giang.unit.pk}/").content.decode()


def test_nobody_takes_a_superuser_over_by_an_office(lam_giang, an):
    Membership.objects.create(person=an, agency=lam_giang.culture, role=Role.UNIT, since=cast.SINCE)
    with pytest.raises(PermissionDenied):
        actions.make_link(by=lam_giang.admin, person_id=an.pk)


def test_a_role_is_given_and_ended_with_its_days(lam_giang):
    today = timezone.localdate()
    given = actions.give_role(by=lam_giang.admin, person_id=lam_giang.unit.pk, agency=lam_giang.interior, role="unit")
    assert (given.since, given.until) == (today, None)
    with pytest.raises(ValidationError):
        actions.give_role(by=lam_giang.admin, person_id=lam_giang.unit.pk, agency=lam_giang.interior, role="unit")
    client(lam_giang.admin).post(f"/people/roles/{given.pk}/end/", {"last_day": today.isoformat()})
    given.refresh_from_db()
    assert given.until == today
    told = list(Event.objects.filter(target=f"user:{lam_giang.unit.pk}").values_list("verb", flat=True))
    assert told == [Verb.ROLE_GIVEN, Verb.ROLE_ENDED]


def test_the_last_administrator_stays(lam_giang, an):
    (role,) = lam_giang.admin.memberships.all()
    today = timezone.localdate()
    for by in (lam_giang.admin, an):
        with pytest.raises(ValidationError, match="quản trị viên cuối cùng"):
            actions.end_role(by=by, membership_id=role.pk, last_day=today)
    with pytest.raises(ValidationError, match="quản trị viên cuối cùng"):
        actions.deactivate(by=an, person_id=lam_giang.admin.pk)
    actions.give_role(by=an, person_id=lam_giang.desk.pk, agency=lam_giang.province, role="administrator")
    assert actions.end_role(by=an, membership_id=role.pk, last_day=today).until == today


def test_an_administrator_below_does_not_stand_in_for_one_above(lam_giang, an):
    (role,) = lam_giang.admin.memberships.all()
    actions.give_role(by=an, person_id=lam_giang.unit.pk, agency=lam_giang.culture, role="administrator")
    with pytest.raises(ValidationError):
        actions.end_role(by=an, membership_id=role.pk, last_day=timezone.localdate())
    below = Membership.objects.get(person=lam_giang.unit, role="administrator")
    assert actions.end_role(by=lam_giang.admin, membership_id=below.pk, last_day=timezone.localdate())


def test_the_last_superuser_stays(an):
    other = User.objects.create_superuser("khac", password="mat-khau-khac")
    actions.deactivate(by=an, person_id=other.pk)
    with pytest.raises(ValidationError, match="toàn hệ thống"):
        actions.deactivate(by=other, person_id=an.pk)


def test_a_shut_account_is_signed_out_and_opens_again(lam_giang):
    desk = client(lam_giang.desk)
    assert desk.get("/").status_code == 200
    admin = client(lam_giang.admin)
    admin.post(f"/people/{lam_giang.desk.pk}/deactivate/")
    assert desk.get("/").status_code == 302
    admin.post(f"/people/{lam_giang.desk.pk}/reactivate/")
    form = {"username": "desk", "password": "mat-khau-desk"}
    assert Client().post("/accounts/login/", form).status_code == 302


def test_an_administrator_ends_the_lock_after_failures(lam_giang):
    form = {"username": "desk", "password": "sai"}
    for _ in range(5):
        answer = Client().post("/accounts/login/", form)
    assert answer.status_code == 429
    admin = client(lam_giang.admin)
    assert "Đang bị tạm khóa" in admin.get(f"/people/{lam_giang.desk.pk}/").content.decode()
    admin.post(f"/people/{lam_giang.desk.pk}/unlock/")
    assert Client().post("/accounts/login/", form | {"password": "mat-khau-desk"}).status_code == 302


def test_the_list_asks_the_database_equally_often_for_many(lam_giang):
    admin = client(lam_giang.admin)
    admin.get("/people/")
    with CaptureQueriesContext(connection) as few:
        admin.get("/people/")
    for n in range(30):
        cast.person(f"nguoi{n}", Role.UNIT, lam_giang.culture)
    with CaptureQueriesContext(connection) as many:
        admin.get("/people/")
    assert len(many) == len(few) <= 9
