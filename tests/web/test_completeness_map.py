"""The map of completeness: its squares say what the matrix says, open what they count, and nobody sees more on it."""

import csv
import io
from datetime import date

import cast
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc_web.agencies import shipped
from dondoc_web.agencies.models import Level
from dondoc_web.audit.models import Event
from dondoc_web.figures import arranging, completeness, squares
from dondoc_web.figures.completeness import Band, band, completeness_map
from dondoc_web.figures.models import SquarePlace
from dondoc_web.figures.short_names import short_names
from dondoc_web.reports import queries
from dondoc_web.reports.models import Duty, Expected
from dondoc_web.reports.standing import Rates

D = date.fromisoformat
TODAY = D("2026-11-28")
OVER, COMING = D("2026-06-25"), D("2026-12-25")
LATE = D("2026-06-26")
ACCEPTED = {"state": "accepted", "handed_on": OVER}


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(queries, "today", lambda: TODAY)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def duty_of(office, words="Báo cáo kết quả"):
    return Duty.objects.create(office=office, words=words, since=D("2024-01-01"), state="confirmed")


def report(duty, agency, period="2026-H1", due=OVER, **facts):
    return Expected.objects.create(
        duty=duty, office=duty.office, agency=agency, period=period, start=D("2025-12-15"), closes_on=D("2026-06-14"),
        due_on=due, closing_rule="regime", due_rule="regime", made_at=timezone.now(), **facts,
    )  # fmt: skip


def commune(w, name, **facts):
    key = f"ubnd-{name.casefold().replace(' ', '-')}@lam-giang"
    facts = {"level": Level.COMMUNE} | facts
    return cast.agency(key, f"UBND {name}", facts.pop("parent", w.province), **facts)


@pytest.fixture
def told(lam_giang):
    """One duty, worked out by hand.

    Sông Lam (a district) owes 4: itself 1 in time and 1 missing, a commune below it 1 late, and 1 not due yet.
    Xã Bãi Cát: 2 of 2 complete. Xã An Hạ: 1 waits, 1 missing. The department of culture: 1 of 1, on no square.
    """
    w = lam_giang
    w.duty = duty_of(w.province)
    w.below = commune(w, "xã Dưới", parent=w.district)
    w.sand, w.calm = commune(w, "xã Bãi Cát"), commune(w, "xã An Hạ")
    report(w.duty, w.district, **ACCEPTED)
    report(w.duty, w.district, "2026-Q3")
    report(w.duty, w.below, state="accepted", handed_on=LATE)
    report(w.duty, w.below, "2026-H2", COMING)
    report(w.duty, w.sand, **ACCEPTED)
    report(w.duty, w.sand, "2026-Q3", state="accepted", handed_on=LATE)
    report(w.duty, w.calm, state="handed_in", handed_on=OVER)
    report(w.duty, w.calm, "2026-Q3")
    report(w.duty, w.culture, **ACCEPTED)
    return w


def counts(one):
    of = one.rates
    return of.expected, of.complete, of.on_time, of.waiting, of.missing, of.not_yet


def of(person, **asked):
    return completeness_map(person, asked, TODAY)


BY_HAND = {
    "An Hạ": (2, 0, 0, 1, 1, 0),
    "Bãi Cát": (2, 2, 1, 0, 0, 0),
    "Sông Lam": (3, 2, 1, 0, 1, 1),
}


def test_each_square_counts_what_was_worked_out_by_hand(told):
    found = of(told.leader)
    assert {one.short: counts(one) for one in found.squares} == BY_HAND
    assert [one.short for one in found.squares] == ["An Hạ", "Bãi Cát", "Sông Lam"]
    assert counts(found.nowhere) == (1, 1, 1, 0, 0, 0)
    assert [one.band for one in found.squares] == [Band.FEW, Band.ALL, Band.HALF]
    assert [one.percent for one in found.squares] == ["0,0 %", "100,0 %", "66,7 %"]


def test_the_map_and_the_matrix_say_the_same(told):
    found, matrix = of(told.leader), queries.matrix(told.leader, told.duty.pk, TODAY)
    assert found.total.rates == matrix.total
    levels = dict(matrix.levels)
    parts = [counts(one) for one in found.squares]
    both = [counts_of(levels[words]) for words in ("cấp huyện", "cấp xã")]
    assert [sum(n) for n in zip(*parts, strict=True)] == [sum(n) for n in zip(*both, strict=True)]
    assert counts(found.nowhere) == counts_of(levels["cấp tỉnh"])


def counts_of(rates):
    return rates.expected, rates.complete, rates.on_time, rates.waiting, rates.missing, rates.not_yet


def test_every_count_opens_as_many_reports_as_it_says(told):
    client = as_(told.leader)
    found = client.get("/board/map/").context["map"]
    whole = {cell.part: cell.n for cell in found.total.cells}
    for part, n in whole.items():
        opened = []
        for square in (*found.squares, found.nowhere):
            cell = next(one for one in square.cells if one.part == part)
            lines = client.get(f"/board/map/reports/?{cell.address}").context["lines"]
            assert len(lines) == cell.n
            opened += [line.report.pk for line in lines]
        assert len(set(opened)) == len(opened) == n


def test_a_period_is_looked_at_alone_and_all_duties_together(told):
    assert {one.short: counts(one) for one in of(told.leader, period="2026-Q3").squares} == {
        "An Hạ": (1, 0, 0, 0, 1, 0), "Bãi Cát": (1, 1, 0, 0, 0, 0), "Sông Lam": (1, 0, 0, 0, 1, 0),
    }  # fmt: skip
    second = duty_of(told.province, "Báo cáo thứ hai")
    report(second, told.sand)
    assert of(told.leader).wanted.duty == told.duty.pk
    together = of(told.leader, duty="all")
    assert counts(together.squares[1]) == (3, 2, 1, 0, 1, 0)
    matrices = [queries.matrix(told.leader, one.pk, TODAY).total.expected for one in (told.duty, second)]
    assert together.total.rates.expected == sum(matrices)


def test_a_unit_counts_only_while_it_existed(told):
    """The district ended: what it owed afterwards was passed on, what it owed before stays with it."""
    Expected.objects.filter(agency=told.district, period="2026-Q3").update(state="passed_on", passed_to=told.sand)
    report(told.duty, told.sand, "2026-Q3b")
    told.district.valid_to = D("2026-06-30")
    told.district.save()
    found = {one.short: one for one in of(told.leader).squares}
    assert counts(found["Sông Lam"]) == (2, 2, 1, 0, 0, 1)
    assert found["Sông Lam"].full_name == "UBND huyện Sông Lam (đến 30/06/2026)"
    assert "Sông Lam" not in {one.short for one in of(told.leader, period="2026-Q3").squares}


def test_a_unit_whose_every_report_was_passed_on_has_no_square(told):
    Expected.objects.filter(agency=told.calm).update(state="passed_on")
    assert {one.short for one in of(told.leader).squares} == {"Bãi Cát", "Sông Lam"}


@pytest.mark.parametrize("who", ["unit", "other_leader", "other_desk", "admin"])
def test_who_does_not_see_several_units_has_no_map_and_no_way_to_it(told, who):
    client = as_(getattr(told, who))
    for address in ("", "reports/?part=expected", "places/"):
        assert client.get(f"/board/map/{address}").status_code == 404
    assert client.get("/board/map.csv").status_code == 404
    assert "/board/map/" not in client.get("/board/").content.decode()


def test_who_sees_several_units_finds_the_map_beside_the_figures(told):
    assert 'href="/board/map/"' in as_(told.leader).get("/board/").content.decode()


def test_provinces_stand_where_they_lie_and_others_below(told):
    """A superuser sees both provinces; one of a province that exists has its shipped place."""
    real = cast.agency("ubnd-tinh@cao-bang", "Ủy ban nhân dân tỉnh Cao Bằng")
    for office in (told.other, real):
        report(duty_of(office), office, **ACCEPTED)
    root = told.desk
    root.is_superuser = True
    root.save()
    found = of(root, duty="all")
    assert [(one.short, one.at) for one in found.squares] == [
        ("Bình Sơn Hạ", None), ("Cao Bằng", (1, 1)), ("Lam Giang", None),
    ]  # fmt: skip
    assert [counts(one)[:2] for one in found.squares] == [(1, 1), (1, 1), (8, 5)]
    assert [one.words for one in found.grounds] == ["Các tỉnh, thành phố", "Lam Giang"]
    assert {one.short for one in of(root, of="lam-giang").squares} == {"An Hạ", "Bãi Cát", "Sông Lam"}


def test_every_province_in_force_has_a_place_of_its_own():
    places = squares.shipped()
    assert set(places) == {key for key, place in shipped.places().items() if place.ended is None}
    assert len(set(places.values())) == len(places) == 34


def test_of_two_on_one_place_both_are_there():
    places = {"a": (3, 4), "b": (3, 4), "c": (5, 4)}
    names = {"a": "Đồi", "b": "Ao", "c": "Cửa", "d": "Ấp"}
    assert squares.laid(names, places) == {"b": (1, 1), "d": None, "c": (3, 1), "a": None}


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["UBND xã Sông Lam", "UBND phường An Phước"], ["Sông Lam", "An Phước"]),
        (["UBND thành phố An Phước", "UBND phường An Phước"], ["thành phố An Phước", "phường An Phước"]),
        (["Đảng ủy xã Sông Lam", "UBND xã Sông Lam"], ["Đảng ủy xã Sông Lam", "UBND xã Sông Lam"]),
        (["UBND Phường 3", "Ủy ban nhân dân đặc khu Phú Quốc"], ["Phường 3", "Phú Quốc"]),
        (["Thành ủy An Phước"], ["An Phước"]),
    ],
)
def test_a_square_has_the_shortest_name_that_no_other_has(names, short):
    assert list(short_names(dict(enumerate(names))).values()) == short


@pytest.mark.parametrize(
    ("complete", "expected", "is_"),
    [(0, 0, "not-due"), (10, 10, "all"), (8, 10, "most"), (79, 100, "half"), (5, 10, "half"), (49, 100, "few")],
)
def test_the_bands(complete, expected, is_):
    assert band(Rates(expected=expected, complete=complete)) == is_


# Where squares stand ----------------------------------------------------------------------------------------------


def test_a_desk_officer_places_the_units_of_the_branch_and_the_log_has_it(told):
    address, client = "/board/map/places/", as_(told.desk)
    rows = client.get(address).context["rows"]
    assert [square.short for square, *_fields in rows] == ["An Hạ", "Bãi Cát", "Sông Lam"]
    sent = {"column_0": "4", "row_0": "2", "column_1": "5", "row_1": "3", "column_2": "", "row_2": ""}
    assert client.post(address, sent).status_code == 302
    assert [one.at for one in of(told.desk).squares] == [(1, 1), (2, 2), None]
    event = Event.objects.get(verb="map.squares_placed")
    assert event.data["after"] == {told.calm.key: [4, 2], told.sand.key: [5, 3]}
    client.post(address, dict.fromkeys(sent, ""))
    assert not SquarePlace.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"column_0": "1", "row_0": "1", "column_1": "1", "row_1": "1"}, "Có hai ô cùng ở cột 1, hàng 1."),
        ({"column_0": "1"}, "Hãy ghi cả cột và hàng: UBND xã An Hạ."),
        ({"column_0": "100", "row_0": "1"}, "99"),
    ],
)
def test_what_cannot_be_placed_comes_back_with_what_was_typed(told, sent, words):
    answer = as_(told.desk).post("/board/map/places/", sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'value="1"' in answer.content.decode()
    assert not SquarePlace.objects.exists()


def test_nobody_places_what_is_not_of_the_branch(told):
    for by, key in ((told.other_desk, told.sand.key), (told.leader, told.sand.key), (told.desk, "cao-bang")):
        with pytest.raises(PermissionDenied):
            arranging.arrange(by=by, places={key: (1, 1)})
    with pytest.raises(ValidationError):
        arranging.arrange(by=told.desk, places={told.sand.key: (0, 1)})
    assert "places/" not in as_(told.leader).get("/board/map/").content.decode()


# In words, as a picture, as a file --------------------------------------------------------------------------------


def test_the_chart_draws_what_the_table_says_and_says_it_in_words(told):
    page = as_(told.leader).get("/board/map/")
    chart = page.context["chart"]
    assert [(one["name"], one["said"], one["code"]) for one in chart.data["tiles"]] == [
        ("An Hạ", "✕ 0,0", "few"), ("Bãi Cát", "✓ 100,0", "all"), ("Sông Lam", "◑ 66,7", "half"),
    ]  # fmt: skip
    assert chart.summary == (
        "3 đơn vị: 1 đủ 100 %; 1 từ 50 % đến dưới 80 %; 1 dưới 50 %. "
        "Tất cả: đến hạn 8 báo cáo, đủ 5 (62,5 %), thiếu 2. Thiếu nhiều nhất: An Hạ (1), Sông Lam (1). "
        "Báo cáo đến hạn của cơ quan không đứng trên bản đồ: 1."
    )
    assert chart.summary in page.content.decode()
    assert {one["code"] for one in chart.data["series"]} == {"all", "half", "few"}


def test_every_band_has_its_word_sign_and_look():
    for what in ("words", "sign", "look"):
        assert len({getattr(one, what) for one in Band}) == len(Band)


def test_the_files_have_the_numbers_of_the_page(told):
    client = as_(told.leader)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/board/map.xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "Mức đầy đủ của báo cáo theo đơn vị: Lam Giang"
    assert [row[0] for row in rows[1:4]] == [
        "Chế độ báo cáo: Báo cáo kết quả", "Kỳ: Tất cả các kỳ", "Số liệu đến ngày 28/11/2026.",
    ]  # fmt: skip
    assert rows[6] == ("UBND xã An Hạ", "dưới 50 %", 2, 0, 0, 1, 1, 0, 0, 0)
    assert rows[-1] == ("Tất cả", "từ 50 % đến dưới 80 %", 8, 5, 3, 1, 2, 1, 62.5, 37.5)
    lines = list(csv.reader(io.StringIO(client.get("/board/map.csv").content.decode().removeprefix("\ufeff"))))
    assert lines[1][:3] == ["UBND xã An Hạ", "dưới 50 %", "2"]
    assert len(lines) == 6


def test_the_map_costs_the_same_however_many_squares(told):
    client = as_(told.leader)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/board/map/").status_code == 200
        return len(asked)

    cost()
    before = cost()
    for n in range(12):
        report(told.duty, commune(told, f"xã Thêm {n}"))
    assert cost() == before


def test_a_long_list_comes_in_pages(told, monkeypatch):
    monkeypatch.setattr("dondoc_web.figures.map_views.ROWS", 3)
    pages = [as_(told.leader).get(f"/board/map/reports/?part=expected&page={n}").context["lines"] for n in (1, 2, 3)]
    assert [len(lines) for lines in pages] == [3, 3, 2]
    assert len({line.report.pk for lines in pages for line in lines}) == 8


def test_nonsense_in_the_address_is_no_error(told):
    client = as_(told.leader)
    assert client.get("/board/map/?duty=x&period=y&of=z").context["map"].wanted.duty == told.duty.pk
    assert client.get(f"/board/map/?duty={10**30}").status_code == 200
    assert client.get("/board/map/reports/?part=x").status_code == 404
    assert client.get("/board/map/reports/?part=missing&at=x&page=x").context["n"] == 0


def test_parts_of_a_list_are_the_counts_of_rates(told):
    reports = list(Expected.objects.all())
    found = queries.rates(reports, TODAY)
    for part in completeness.PARTS:
        assert sum(completeness.is_part(part, one, TODAY) for one in reports) == getattr(found, part)
