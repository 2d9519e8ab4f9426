"""The register, the figures and today: what each role sees, that every figure is its list, and at what cost."""

import io
import random
from contextlib import contextmanager
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from obligations import given_plan, given_task, party

from dondoc.document import Role as PartyRole
from dondoc_web.agencies.models import Agency, Group, GroupMember
from dondoc_web.work import board_views, counting, directing, progress, queries, register, review_queries, totals
from dondoc_web.work import wanted as wanted_module
from dondoc_web.work.assigning import order_task
from dondoc_web.work.models import Obligation, OfficeSettings, Plan, SavedView, Stage
from dondoc_web.work.progress import Report
from dondoc_web.work.scope import scope_of
from dondoc_web.work.timeliness import Timeliness, timeliness
from dondoc_web.work.wanted import TOGETHER, Clock, Wanted, driving, in_states, period_days, wanted_of

TODAY = date(2026, 11, 28)
AT = Clock(TODAY, {})
OFFICE = Wanted(side="office")


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: TODAY)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def order(w, *lead, due="2026-12-15", **facts):
    task = given_task(w, lead=lead, due=due, **facts)
    return order_task(task=task, by=w.desk2, today=TODAY)


@pytest.fixture
def busy(lam_giang):
    """Tasks in every state of time for two departments of Lam Giang, and one of the other province."""
    w = lam_giang
    w.late = order(w, w.culture, due="2026-11-01", text="Rà soát tài liệu Sông Lam", product="Báo cáo")[0]
    w.soon = order(w, w.culture, due="2026-11-30", text="=Hòa giải ở cơ sở")[0]
    w.far = order(w, w.culture, w.interior, due="2027-03-31", text="Tuyên truyền biển đảo")[0]
    w.done = order(w, w.culture, due="2026-12-20", text="Việc đã xong")[0]
    directing.change_due(obligation_id=w.done.pk, by=w.desk, due_on=date(2026, 10, 10), reason="rút ngắn")
    progress.submit(obligation_id=w.done.pk, by=w.unit, report=Report("done", "Đã xong."))
    progress.accept(progress_id=w.done.progress.get().pk, by=w.desk)
    party(w.late.task, PartyRole.COORDINATING, "các sở, ban, ngành liên quan")
    return w


def listed(client, query=""):
    page = client.get(f"/register/?{query}")
    assert page.status_code == 200
    return {row.text for row in page.context["register"].rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=overdue", {"Rà soát tài liệu Sông Lam"}),
        ("state=soon", {"=Hòa giải ở cơ sở"}),
        ("state=done-late", {"Việc đã xong"}),
        ("words=hoa+giai", {"=Hòa giải ở cơ sở"}),
        ("words=SÔNG+lam", {"Rà soát tài liệu Sông Lam"}),
        ("period=2027-Q1", {"Tuyên truyền biển đảo"}),
        ("period=R2026&state=open", {"Rà soát tài liệu Sông Lam", "=Hòa giải ở cơ sở"}),
        ("since=2026-11-01&until=2026-11-01", {"Rà soát tài liệu Sông Lam"}),
        ("stage=done", {"Việc đã xong"}),
        ("state=overdue&words=...", {"Rà soát tài liệu Sông Lam"}),
        ("agency=999999", set()),
        ("period=abc&since=x&agency=y&sort=z&state=q&words=song", {"Rà soát tài liệu Sông Lam"}),
    ],
)
@pytest.mark.django_db
def test_filters_of_the_address_narrow_the_register(busy, query, expected):
    assert listed(as_(busy.desk), query) == expected


@pytest.mark.parametrize(
    ("who", "n"), [("desk", 5), ("leader", 5), ("auditor", 5), ("unit", 4), ("other_desk", 0), ("admin", 0)]
)
@pytest.mark.django_db
def test_each_role_sees_what_its_branch_follows_or_owes(busy, who, n):
    page = as_(getattr(busy, who)).get("/register/")
    assert len(page.context["register"].rows) == n


@pytest.mark.parametrize("sort", ["due", "-due", "new", "changed"])
@pytest.mark.django_db
def test_pages_follow_one_another_without_gap_or_double(lam_giang, monkeypatch, sort):
    monkeypatch.setattr(register, "ROWS", 3)
    for n in range(8):
        order(lam_giang, lam_giang.culture, text=f"Việc {n}", due=f"2026-12-{10 + n // 3}" if n < 6 else "")
    scope, wanted = scope_of(lam_giang.desk), Wanted(side="office", sort=sort)
    seen, after = [], ""
    while True:
        page = register.page(wanted, scope, AT, after)
        seen += [row.key for row in page.rows]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == Obligation.objects.count()
    assert seen == [row.key for row in register.everything(wanted, scope, AT)]


@pytest.mark.django_db
def test_every_figure_is_the_length_of_its_list_by_the_settings_of_each_office(lam_giang):
    dice = random.Random(5)  # noqa: S311
    OfficeSettings.objects.create(office=lam_giang.province, due_soon_days=10)
    (one,) = order(lam_giang, lam_giang.culture)
    others = [order(lam_giang, lam_giang.culture, text=f"Việc {n}")[0] for n in range(80)]
    for o in (one, *others):
        o.stage = dice.choice(list(Stage))
        o.due_on = dice.choice([None, TODAY + timedelta(days=dice.randint(-20, 20))])
        o.done_on = TODAY + timedelta(days=dice.randint(-20, 20)) if o.stage in ("done", "to_confirm") else None
        o.save()
    totals.rebuild()
    at, scope = Clock(TODAY, {lam_giang.province.pk: 10}), scope_of(lam_giang.desk)
    found = counting.figures(OFFICE, scope, at)
    exact = counting.figures(OFFICE.narrowed(words="viec"), scope, at)
    rows = list(Obligation.objects.all())
    for state in Timeliness:
        by_hand = [o for o in rows if timeliness(o.stage, o.due_on, o.done_on, today=TODAY, soon_days=10) is state]
        assert set(Obligation.objects.filter(in_states([state.code], at))) == set(by_hand), state
        assert found.of(state.code) == len(by_hand)
    for word, codes in TOGETHER.items():
        states = [one for one in Timeliness if one.code in codes]
        apart = [set(Obligation.objects.filter(in_states([one.code], at))) for one in states]
        assert set(Obligation.objects.filter(in_states(codes, at))) == set().union(*apart), word
        listed = {row.key for row in register.everything(OFFICE.narrowed(state=word), scope, at)}
        assert len(listed) == found.of(word), word
    assert exact.of("") == 80
    for split in (counting.by_agency, counting.by_quarter):
        assert sum(line.of("") for line in split(OFFICE, scope, at)) == len(rows)
    assert sum(line.of("") for line in counting.by_plan(OFFICE, scope, at, [one.plan])) == len(rows)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        OFFICE,
        Wanted(side="agency", agency=7, plan=3, period="2026-Q1", words="a&state=-&b", sort="new"),
        Wanted(since=TODAY, state="overdue"),
    ],
)
def test_addresses_under_many_states_are_those_under_each(wanted):
    states = ["", *TOGETHER]
    assert wanted.addresses(states) == [wanted.address(state=state) for state in states]
    for query in wanted.addresses(states):
        assert QueryDict(query).get("words", "") == wanted.words


@pytest.mark.parametrize("code", ["2026", "R2026", "2026-H1", "2026-Q3", "2026-11"])
def test_figures_of_a_period_come_from_totals(code):
    start, end = period_days(code)
    assert start.day in (1, 15)
    assert (end + timedelta(days=1)).day in (1, 15)


@pytest.mark.parametrize("who", ["desk", "unit", "leader", "auditor", "admin", "other_leader"])
@pytest.mark.django_db
def test_every_page_opens_for_every_role(busy, who):
    client = as_(getattr(busy, who))
    for address in ("/today/", "/register/", "/board/", "/board/?by=plan", "/board/?by=quarter", "/board/?by=group"):
        assert client.get(address).status_code == 200, address


@pytest.mark.django_db
def test_today_leads_each_role_to_what_waits(busy):
    page = as_(busy.unit).get("/today/").content.decode()
    assert "quá hạn" in page
    assert "/register/?side=agency&amp;state=overdue" in page
    page = as_(busy.desk).get("/today/").content.decode()
    assert "Quá hạn theo đơn vị" in page
    assert "Chưa theo dõi việc nào" in as_(busy.other_desk).get("/today/").content.decode()
    assert "Kiểm tra nhật ký" in as_(busy.auditor).get("/today/").content.decode()
    assert "Quản trị" in as_(busy.admin).get("/today/").content.decode()


@pytest.mark.django_db
def test_signing_in_leads_to_today(busy):
    client = Client()
    answer = client.post("/accounts/login/", {"username": "desk", "password": "mat-khau-desk"})
    assert answer["Location"] == "/today/"


@pytest.mark.parametrize(
    "address", ["/register/", "/board/", "/board/?by=plan", "/today/", "/agencies/{}/work/", "/documents/{}/work/"]
)
@pytest.mark.django_db
def test_queries_do_not_grow_with_the_work(busy, address):
    key = busy.late.plan.source_id if "documents" in address else busy.culture.pk
    client = as_(busy.leader)
    client.get(address.format(key))

    def queries_of():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address.format(key)).status_code == 200
        return len(found)

    before = queries_of()
    for n in range(12):
        order(busy, busy.culture, busy.finance, text=f"Thêm {n}", due="2026-11-02")
    assert queries_of() == before


@pytest.mark.django_db
def test_the_workbook_has_real_days_and_the_csv_no_formula(busy):
    client = as_(busy.desk)
    answer = client.get("/register.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    assert {row[5].date() for row in rows[1:]} >= {date(2026, 11, 1)}
    text = b"".join(client.get("/register.csv?state=soon").streaming_content).decode()
    assert text.startswith("\ufeffSTT")
    assert "'=Hòa giải" in text
    assert "30/11/2026" in text


@pytest.mark.django_db
def test_many_rows_are_changed_each_by_its_own_right_and_stage(busy):
    rows = [f"{o.pk} {o.changed_at.isoformat()}" for o in Obligation.objects.all()]
    asked = {"row": rows, "verb": "suspend", "reason": "chờ hướng dẫn"}
    page = as_(busy.desk).post("/register/many/", asked)
    results = page.context["results"]
    assert [bool(one.trouble) for one in results].count(True) == 1
    assert Obligation.objects.filter(stage="suspended").count() == 4
    assert totals.differences() == {}
    page = as_(busy.unit).post("/register/many/", asked | {"verb": "resume"})
    assert all(one.trouble for one in page.context["results"])
    assert not as_(busy.other_desk).post("/register/many/", asked).context["results"]
    page = as_(busy.desk).post("/register/many/", {"row": rows, "verb": "transfer", "reason": "x"})
    assert page.status_code == 400
    assert "Hãy chọn cơ quan nhận" in page.content.decode()


@pytest.mark.django_db
def test_a_view_is_kept_shared_in_the_office_and_forgotten(busy):
    client = as_(busy.desk)
    client.post("/register/views/", {"name": "Quá hạn", "query": "state=overdue", "shared": "on"})
    assert "?state=overdue" in as_(busy.desk2).get("/register/").content.decode()
    assert "Quá hạn</a> <span" not in as_(busy.other_desk).get("/register/").content.decode()
    view = SavedView.objects.get()
    assert as_(busy.desk2).post(f"/register/views/{view.pk}/drop/").status_code == 403
    client.post(f"/register/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


@pytest.mark.django_db
def test_figures_of_an_agency_and_a_directive_lead_to_the_words(busy):
    client = as_(busy.leader)
    page = client.get(f"/agencies/{busy.culture.pk}/work/").content.decode()
    assert "Rà soát tài liệu Sông Lam" in page
    assert f"agency={busy.culture.pk}" in page
    page = client.get(f"/documents/{busy.late.plan.source_id}/work/").content.decode()
    assert "Tuyên truyền biển đảo" in page
    other = given_plan(busy, "31/KH", office=busy.other)
    assert client.get(f"/documents/{other.source_id}/work/").status_code == 404


def test_the_figures_that_people_quote_add_up_to_the_total(busy):
    whole, *parts = counting.figures(OFFICE, scope_of(busy.desk), AT).cells
    assert whole.n == sum(part.n for part in parts) > 0
    assert len(parts) == 8


@pytest.mark.parametrize("sort", ["due", "-due", "new", "changed"])
@pytest.mark.parametrize("group", [False, True])
@pytest.mark.django_db
def test_pages_over_many_bodies_are_those_of_one_list(lam_giang, monkeypatch, sort, group):
    w, many = lam_giang, Group.objects.create(key="so", name="các sở")
    for one in (w.culture, w.finance):
        GroupMember.objects.create(group=many, agency=one)
    monkeypatch.setattr(register, "ROWS", 4)
    for n in range(6):
        order(w, w.culture, w.interior, w.finance, text=f"Việc {n}", due=f"2026-12-{10 + n // 2}" if n < 4 else "")
    scope = scope_of(w.leader)
    wanted = Wanted(side="agency", sort=sort, group=many.pk if group else None)
    assert len(driving(wanted, scope)[1]) == (2 if group else 5)
    seen, after = [], ""
    while page := register.page(wanted, scope, AT, after):
        seen += [row.key for row in page.rows]
        if not (after := page.next):
            break
    assert len(seen) == len(set(seen)) == (12 if group else 18)
    assert seen == [row.key for row in register.everything(wanted, scope, AT)]


@pytest.mark.parametrize(
    ("who", "query", "index"),
    [
        ("desk", "", "obligation_days_of_office"),
        ("desk", "state=overdue", "obligation_open_of_office"),
        ("desk", "sort=changed", "obligation_news_of_office"),
        ("unit", "", "obligation_days_of_agency"),
        ("unit", "state=open", "obligation_open_of_agency"),
        ("leader", "side=agency&state=open", "obligation_open_of_agency"),
        ("leader", "side=agency&sort=changed", "obligation_news_of_agency"),
    ],
)
@pytest.mark.django_db
def test_a_page_of_the_register_walks_the_index_of_its_order(busy, who, query, index):
    scope = scope_of(getattr(busy, who))
    with walking_indices(), CaptureQueriesContext(connection) as asked:
        register._keys(wanted_of(QueryDict(query), scope), scope, AT, "", register.ROWS + 1)
    first = next(
        one["sql"] for one in asked if "work_obligation" in one["sql"] and not one["sql"].startswith("EXPLAIN")
    )
    assert index in explained(first)


@contextmanager
def walking_indices():
    """PostgreSQL would read so small a table as a whole, and of one that it found empty every index is as good:
    it is told of a large one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(
                "UPDATE pg_class SET relpages = 1, reltuples = 100000 WHERE oid = 'work_obligation'::regclass"
            )
        yield


def explained(sql):
    words = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{words} {sql}".replace("%", "%%"))
        return str(cursor.fetchall())


@pytest.mark.django_db
def test_what_waits_for_review_is_counted_as_in_the_queue(lam_giang):
    w = lam_giang
    for n, state in enumerate(["proposed", "proposed", "accepted", "accepted", "confirmed", "refused"]):
        given_task(w, state=state, text=f"Việc {n}", accepted_by=w.desk if n % 2 else w.desk2)
    given_task(w, plan=given_plan(w, "31/KH", office=w.other), state="proposed")
    gone = given_plan(w, "40/KH")
    given_task(w, plan=gone, state="proposed")
    Plan.objects.filter(pk=gone.pk).update(state="withdrawn")
    for who in (w.desk, w.desk2, w.leader, w.other_desk, w.unit):
        lines = [one for one in review_queries.queue(who) if one.waits]
        mine = sum(one.proposed for one in lines if one.may_review), sum(one.mine_to_confirm for one in lines)
        assert review_queries.numbers_waiting(who) == mine
    assert review_queries.numbers_waiting(w.desk) == (2, 1)
    OfficeSettings.objects.create(office=w.province, second_person=False)
    assert review_queries.numbers_waiting(w.desk) == (2, 2)


@pytest.mark.django_db
def test_plans_of_the_board_come_in_pages(busy, monkeypatch):
    monkeypatch.setattr(board_views, "PLANS", 1)
    order(busy, busy.culture, plan=given_plan(busy, "77/KH"))
    client = as_(busy.leader)
    first, second = (client.get(f"/board/?by=plan&side=agency&page={n}") for n in (1, 2))
    assert [line.name for page in (first, second) for line in page.context["lines"]] == [
        "Kế hoạch 77/KH",
        "Kế hoạch 12/KH-UBND",
    ]
    assert "Trang sau" in first.content.decode()
    assert "Trang sau" not in second.content.decode()


@pytest.mark.parametrize(("most", "counted"), [(1, True), (0, False)])
@pytest.mark.django_db
def test_words_that_stand_in_too_many_tasks_are_listed_without_figures(busy, monkeypatch, most, counted):
    monkeypatch.setattr(wanted_module, "MOST_TASKS", most)
    page = as_(busy.desk).get("/register/?words=hoa+giai")
    assert [row.text for row in page.context["register"].rows] == ["=Hòa giải ở cơ sở"]
    assert ("Quá nhiều nhiệm vụ có từ ngữ này" not in page.content.decode()) == counted
    assert "words=hoa+giai" in page.context["address"]
    assert "tasks" not in page.context["address"]


@pytest.mark.django_db
def test_what_was_filtered_by_stays_chosen_in_the_form(busy):
    Agency.objects.filter(pk=busy.culture.pk).update(name="Sở <b>Văn hóa</b>")
    form = as_(busy.desk).get(f"/register/?agency={busy.culture.pk}&state=overdue").context["form"]
    assert f'<option value="{busy.culture.pk}" selected>Sở &lt;b&gt;Văn hóa&lt;/b&gt;</option>' in str(form["agency"])
    assert '<option value="overdue" selected>quá hạn</option>' in str(form["state"])
    assert '<option value="" selected>tất cả</option>' in str(form["plan"])
    assert 'class="form-select"' in str(form["plan"])
