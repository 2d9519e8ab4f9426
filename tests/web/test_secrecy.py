"""Papers marked secret: found by the stamp, gone without a trace, never by words in running text."""

import pytest
from django.urls import reverse
from office import PLAN, read, uploaded, work

from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents import actions, jobs, recognised
from dondoc_web.documents.jobs import read_source
from dondoc_web.documents.models import Citation, Directive, Reading, Source
from dondoc_web.documents.secrecy import is_classified
from dondoc_web.jobs.models import Job

HEAD = (
    "UBND TỈNH THỬ NGHIỆM        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "    Số: 12/KH-UBND          Độc lập - Tự do - Hạnh phúc\n"
)
BODY = "\nKẾ HOẠCH\nTriển khai công tác\n\nCăn cứ Luật Bảo vệ bí mật nhà nước;\n\nI. MỤC ĐÍCH\n1. Việc\n"


@pytest.mark.parametrize(
    "stamp",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "   TỐI   MẬT   ",
        "| MẬT |",
        "**MẬT**",
        "[ TUYỆT MẬT ]",
        "MẬT                      Thử Nghiệm, ngày 03 tháng 6 năm 2024",
        "MA\u0302\u0323T",
        "MÂT",
        "[ TÔI MÂT ]",
        "TUYÊT MẠT",
    ],
)
def test_a_mark_in_the_letterhead_is_seen(stamp):
    assert is_classified(HEAD + stamp + "\n" + BODY)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + BODY,
        HEAD + BODY + "MẬT\n",
        HEAD + "BẢO MẬT\n" + BODY,
        HEAD + "MẶT\n" + BODY,
        HEAD + "MẶT TRẬN TỔ QUỐC\n" + BODY,
        HEAD + "Về việc bảo vệ bí mật nhà nước, tài liệu MẬT\n" + BODY,
        HEAD + "Mật\n" + BODY,
        HEAD + "Căn cứ quy định sau:\nMẬT\n" + BODY,
        HEAD + BODY + "\f" + "TỐI MẬT\n",
        "\f".join([HEAD + BODY, "MẬT"]),
        HEAD + "\n".join(f"Dòng thứ {n} của trang bìa" for n in range(40)) + "\nMẬT\n",
        "",
    ],
)
def test_words_elsewhere_are_no_mark(text):
    assert not is_classified(text)


@pytest.fixture
def secret(binh):
    return uploaded(binh, HEAD + "TỐI MẬT\n" + BODY + "Nội dung không ai được biết\n", "to trinh noi bo.txt")


def test_the_file_and_all_made_from_it_are_deleted(secret, store):
    path = secret.file.path
    work()
    assert not any(model.objects.exists() for model in (Source, Reading, Citation, Job))
    assert not [file for file in store.rglob("*") if file.is_file()], path


def test_nothing_is_read_beyond_a_first_page_with_a_mark(binh, monkeypatch):
    heard = []
    hear = jobs._heard
    monkeypatch.setattr(jobs, "_heard", lambda attempt, page: (heard.append(page.number), hear(attempt, page)))
    uploaded(binh, HEAD + "MẬT\n" + BODY + "\ftrang hai")
    work()
    assert heard == [1]
    assert not Source.objects.exists()


def test_recognised_pages_go_with_the_paper(binh, secret):
    mistaken = uploaded(binh)
    kept = [recognised.folder(mistaken), recognised.folder(secret)]
    for folder in kept:
        folder.mkdir()
        (folder / "trang.json").write_text("{}")
    actions.withdraw(by=binh, source_id=mistaken.pk, reason="nhầm")
    work()
    assert not any(folder.exists() for folder in kept)


def test_the_log_keeps_time_person_and_refusal_only(secret, binh):
    work()
    event = Event.objects.get(verb=Verb.SECRET_REFUSED)
    assert (event.actor, event.target, event.data) == (binh, "", {})
    assert event.at is not None
    assert event.get_verb_display() == "từ chối: độ mật"
    assert not any("to trinh" in str(vars(other)) for other in Event.objects.all())


def test_the_person_is_told_and_led_away_from_the_page(secret, browser, chi):
    page = reverse("documents:show", args=[secret.pk])
    work()
    assert (
        browser.get(reverse("documents:progress", args=[secret.pk]), headers={"HX-Request": "true"})["HX-Redirect"]
        == "/"
    )
    assert browser.get(page).status_code == 404
    assert "đã bị từ chối vì có dấu chỉ độ mật" in browser.get("/").content.decode()
    browser.force_login(chi)
    assert "từ chối" not in browser.get("/").content.decode()


def test_a_message_presented_again_finds_nothing_to_do(secret):
    job_id = secret.job_id
    work()
    read_source(job_id)
    assert Event.objects.filter(verb=Verb.SECRET_REFUSED).count() == 1


def test_a_paper_admitted_before_is_deleted_too_when_a_second_reading_sees_the_mark(binh, monkeypatch):
    source = read(binh, PLAN)
    monkeypatch.setattr(jobs, "is_classified", lambda text: True)
    actions.read_again(by=binh, source_id=source.pk)
    work()
    assert not Source.objects.exists()
    assert not Reading.objects.exists()
    assert not Directive.objects.exists()
