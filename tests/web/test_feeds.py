"""Calendar feeds: secret addresses, a real parser, and the rules of RFC 5545 read strictly."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from obligations import given_task

from dondoc_web.accounts.models import User
from dondoc_web.reminders import feeds
from dondoc_web.reminders.models import Feed
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, Stage, Task

pytestmark = pytest.mark.django_db
DUE = timezone.localdate() + timedelta(days=17)
LONG = (
    "Biên soạn, in và phát hành tài liệu giới thiệu tỉnh Lam Giang; tổ chức triển lãm ảnh “Đất và người”,\ncập nhật "
    * 3
)


@pytest.fixture
def one(lam_giang):
    (made,) = order_task(task=given_task(lam_giang, lead=[lam_giang.culture], text=LONG), by=lam_giang.desk2)
    Obligation.objects.update(due_on=DUE)
    made.refresh_from_db()
    return made


@pytest.fixture
def feed(lam_giang):
    return feeds.make(agency_id=lam_giang.culture.pk, by=lam_giang.unit, name="Lịch Sở; hạn, việc")


# The rules of RFC 5545 --------------------------------------------------------------------------------------------

LINE = re.compile(r"^[A-Z0-9-]+(;[A-Z0-9-]+=(\"[^\"]*\"|[^\";:,]*)(,(\"[^\"]*\"|[^\";:,]*))*)*:.*$", re.DOTALL)
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "TRANSP", "STATUS", "LAST-MODIFIED"}
STAMP, DAY = re.compile(r"^\d{8}T\d{6}Z$"), re.compile(r"^\d{8}$")


def checked(content: bytes) -> list[dict[str, str]]:
    """The entries of a calendar, each name → value as it stands; an AssertionError where a rule is broken."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert not [line for line in raw if b"\r" in line or b"\n" in line], "3.1: lines end in CRLF"
    assert max(map(len, raw)) <= 75, "3.1: no line over 75 octets"
    assert [line.decode("utf-8") for line in raw], "3.1: no letter is cut by a fold"
    lines = re.sub(rb"\r\n[ \t]", b"", content[:-2]).decode("utf-8").split("\r\n")
    for line in lines:
        assert LINE.match(line), f"3.1: {line}"
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), "3.1: no control characters"
    return in_components(lines)


def in_components(lines: list[str]) -> list[dict[str, str]]:
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    head, entries, now = {}, [], None
    for line in lines[1:-1]:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            assert now is None
            now = {}
        elif line == "END:VEVENT":
            entries.append(event(now))
            now = None
        else:
            there = head if now is None else now
            assert name.split(";")[0] not in {key.split(";")[0] for key in there}, f"once only: {name}"
            there[name] = value
    assert now is None, "3.6: each component ends"
    assert head["VERSION"] == "2.0", "3.7.4"
    assert head["PRODID"], "3.7.3"
    assert len({entry["UID"] for entry in entries}) == len(entries), "3.8.4.7: UID is unique"
    return entries


def event(found: dict[str, str]) -> dict[str, str]:
    assert {"UID", "DTSTAMP"} <= set(found), "3.6.1"
    assert STAMP.match(found["DTSTAMP"]), "3.8.7.2: UTC"
    assert DAY.match(found["DTSTART;VALUE=DATE"]), "3.3.4"
    assert found["DTEND;VALUE=DATE"] > found["DTSTART;VALUE=DATE"], "3.6.1: later than the start"
    for name in ("SUMMARY", "DESCRIPTION"):
        assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", found[name]), f"3.3.11: {name} is escaped"
        assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", found[name]), f"3.3.11: {name} is escaped"
    assert found["STATUS"] in {"TENTATIVE", "CONFIRMED", "CANCELLED"}, "3.8.1.11"
    assert found["TRANSP"] in {"OPAQUE", "TRANSPARENT"}, "3.8.2.7"
    return found


@pytest.mark.parametrize(
    "broken",
    [
        lambda c: c.replace(b"\r\n", b"\n"),
        lambda c: c.replace(b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
        lambda c: re.sub(rb"DTSTAMP:\S+\r\n", b"", c),
        lambda c: c.replace(b"Z\r\n", b"\r\n"),
        lambda c: c.replace(b"\\,", b",").replace(b"\\;", b";"),
        lambda c: c.replace(b"END:VEVENT\r\n", b""),
        lambda c: re.sub(rb"(BEGIN:VEVENT.+END:VEVENT\r\n)", rb"\1\1", c, flags=re.DOTALL),
        lambda c: c.replace(b"VERSION:2.0\r\n", b""),
    ],
)
def test_the_validator_sees_what_is_broken(one, feed, broken):
    content = feeds.ical(feed[0])
    checked(content)
    with pytest.raises((AssertionError, KeyError)):
        checked(broken(content))


# What a feed says -------------------------------------------------------------------------------------------------


def test_a_feed_is_accepted_by_the_validator_and_by_a_parser(one, feed):
    content = feeds.ical(feed[0])
    (entry,) = checked(content)
    assert entry["DTSTART;VALUE=DATE"] == DUE.strftime("%Y%m%d")
    calendar = Calendar.from_ical(content)
    (parsed,) = calendar.walk("VEVENT")
    assert str(parsed["SUMMARY"]) == LONG
    assert parsed.decoded("DTSTART") == DUE
    assert parsed.decoded("DTEND") == DUE + timedelta(days=1)
    assert str(calendar["X-WR-CALNAME"]) == "Lịch Sở; hạn, việc"
    assert str(parsed["URL"]).endswith(f"/obligations/{one.pk}/")
    assert not parsed.errors


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1, max_size=300)
VIETNAMESE = st.text("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ;,:\\\n \"'", min_size=1, max_size=300)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS | VIETNAMESE)
def test_any_words_survive_folding_and_escaping(one, feed, words):
    Task.objects.filter(pk=one.task_id).update(text=words)
    content = feeds.ical(feed[0])
    checked(content)
    (parsed,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(parsed["SUMMARY"]) == words


def test_the_same_task_keeps_its_identity_when_its_day_moves(one, feed):
    (before,) = checked(feeds.ical(feed[0]))
    Obligation.objects.update(due_on=DUE + timedelta(days=3))
    (after,) = checked(feeds.ical(feed[0]))
    assert before["UID"] == after["UID"]
    assert before["DTSTART;VALUE=DATE"] != after["DTSTART;VALUE=DATE"]


@pytest.mark.parametrize("stage", [Stage.CANCELLED, Stage.TRANSFERRED])
def test_what_is_owed_no_more_is_left_out(one, feed, stage):
    Obligation.objects.update(stage=stage)
    assert checked(feeds.ical(feed[0])) == []


# Addresses --------------------------------------------------------------------------------------------------------


def address(secret):
    return f"/calendar/feed/{secret}.ics"


def test_an_address_answers_without_signing_in_and_without_a_session(one, feed):
    answer = Client().get(address(feed[1]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    again = Client().get(address(feed[1]), headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    Obligation.objects.update(due_on=DUE + timedelta(days=1))
    assert Client().get(address(feed[1]), headers={"If-None-Match": answer["ETag"]}).status_code == 200
    assert Client().post(address(feed[1])).status_code == 405


def test_unknown_and_revoked_addresses_get_the_same_answer(lam_giang, feed):
    feeds.revoke(feed_id=feed[0].pk, by=lam_giang.unit)
    revoked, unknown = Client().get(address(feed[1])), Client().get(address("khong-co"))
    assert revoked.status_code == unknown.status_code == 404
    assert (revoked.content, dict(revoked.items())) == (unknown.content, dict(unknown.items()))


def test_a_feed_shows_no_more_than_its_maker_may_see(lam_giang, one, feed):
    (other,) = order_task(task=given_task(lam_giang, lead=[lam_giang.interior], text="Sở khác"), by=lam_giang.desk2)
    Obligation.objects.update(due_on=DUE)
    assert len(checked(feeds.ical(feed[0]))) == 1
    whole, _secret = feeds.make(agency_id=lam_giang.province.pk, by=lam_giang.desk, name="")
    assert {entry["UID"] for entry in checked(feeds.ical(whole))} == {f"obligation-{o.pk}@dondoc" for o in (one, other)}
    lam_giang.unit.memberships.update(until=date(2020, 1, 2))
    assert checked(Client().get(address(feed[1])).content) == []


def test_an_account_that_is_shut_shows_nothing(lam_giang, one, feed):
    User.objects.filter(pk=lam_giang.unit.pk).update(is_active=False)
    assert checked(Client().get(address(feed[1])).content) == []


def test_an_address_is_shown_once_and_kept_as_a_hash(lam_giang, one):
    client = Client()
    client.force_login(lam_giang.unit)
    client.post("/calendar/feeds/", {"agency": lam_giang.culture.pk, "name": ""})
    page = client.get("/calendar/feeds/").content.decode()
    (told,) = re.findall(r'value="http://testserver(/calendar/feed/[^"]+)"', page)
    assert Client().get(told).status_code == 200
    assert told not in client.get("/calendar/feeds/").content.decode()
    found = Feed.objects.get()
    assert found.secret_sha256 not in told
    client.post(f"/calendar/feeds/{found.pk}/revoke/")
    assert Client().get(told).status_code == 404


def test_a_feed_is_made_of_the_own_branch_only(lam_giang):
    client = Client()
    client.force_login(lam_giang.unit)
    assert client.post("/calendar/feeds/", {"agency": lam_giang.interior.pk}).status_code == 400
    assert not Feed.objects.exists()
    client.force_login(lam_giang.auditor)
    assert client.get("/calendar/feeds/").status_code == 403
