"""Two versions of a directive on a page: what became of each clause and of each task."""

import pytest
from cast import agency, person
from django.test import Client
from office import read

from dondoc_web.cascade import versions

pytestmark = pytest.mark.django_db

HEAD = "Số: 12/KH-UBND\nNgày: 2024-06-03\nLoại: Kế hoạch\n"
LATER = "Số: 40/KH-UBND\nNgày: 2025-02-10\nLoại: Kế hoạch\nThực hiện: Kế hoạch 12/KH-UBND\n"
TRAIN = "Bồi dưỡng nghiệp vụ, ngoại ngữ cho người làm công tác thông tin"
FUNDS = "Hằng năm lập dự toán kinh phí gửi Sở Tài chính thẩm định"
PORTAL = "Vận hành cổng thông tin điện tử của tỉnh bằng nhiều thứ tiếng"


def task(number, words, lead="Sở Nội vụ", time="Quý III/2024"):
    return f"{number}. {words}\nChủ trì: {lead}\nThời gian: {time}\n"


@pytest.fixture
def two(binh):
    older = read(binh, HEAD + task(1, TRAIN) + task(2, FUNDS), "cu.txt")
    newer = read(binh, LATER + task(1, PORTAL) + task(2, TRAIN, "Sở Ngoại vụ") + task(3, FUNDS), "moi.txt")
    return older, newer


def test_clauses_and_tasks_are_told_whichever_version_is_asked_from(two, binh):
    older, newer = two
    for found in (versions.versions(older, newer), versions.versions(newer, older)):
        assert (found.older, found.newer) == (older, newer)
        assert [str(words) for words, _ in found.counts] == ["đánh số lại", "thêm"]
        changed = next(line for line in found.tasks if line.change.new[0].text == TRAIN)
        assert [(str(one.words), one.before, one.after) for one in changed.fields] == [
            ("chủ trì", "Sở Nội vụ", "Sở Ngoại vụ")
        ]


def test_the_page_shows_words_gone_and_new(two, binh, browser):
    older, _ = two
    last = read(binh, LATER.replace("40/", "41/") + task(1, TRAIN.replace("ngoại ngữ", "tin học")), "ba.txt")
    page = browser.get(f"/documents/{older.pk}/versions/", {"with": last.pk}).content.decode()
    assert "<del>" in page
    assert "tin học" in page.split("<ins>", 1)[1].split("</ins>")[0]
    assert "sửa lời: 1" in page.replace("</li>", "").replace("<li>", "")


def test_a_version_beside_its_copy_has_no_difference(two, binh, browser):
    again = read(binh, HEAD + task(1, TRAIN) + task(2, FUNDS) + "\n", "ban-sao.txt")
    page = browser.get(f"/documents/{two[0].pk}/versions/", {"with": again.pk}).content.decode()
    assert "Không mục nào khác nhau." in page
    assert "Không nhiệm vụ nào khác nhau." in page


def test_copies_and_successors_stand_first_in_the_choice(two, binh):
    copy = read(binh, HEAD + task(1, TRAIN), "ban-sao.txt")
    near, others = versions.choices(binh, two[0])
    assert list(near) == [copy]
    assert list(others) == [two[1]]


def test_what_is_too_long_says_what_to_do(two, browser, monkeypatch):
    monkeypatch.setattr(versions, "MOST", 1)
    page = browser.get(f"/documents/{two[0].pk}/versions/", {"with": two[1].pk}).content.decode()
    assert "quá dài để so ở đây" in page


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "²"])
def test_a_key_of_nothing_shows_no_comparison(two, browser, key):
    answer = browser.get(f"/documents/{two[0].pk}/versions/", {"with": key})
    assert answer.status_code in (200, 404)
    assert "Các mục khác nhau" not in answer.content.decode()


def test_a_version_of_another_branch_is_not_there(two):
    client = Client()
    client.force_login(person("xa", "desk", agency("ubnd-tinh@xa", "UBND tỉnh Xa")))
    assert client.get(f"/documents/{two[0].pk}/versions/", {"with": two[1].pk}).status_code == 404
