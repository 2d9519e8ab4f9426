"""Uploading: what is taken, what is refused, what is written down."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office import PLAN, read, uploaded, work

from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.actions import plain_name, receive
from dondoc_web.documents.models import Source, Standing
from dondoc_web.documents.status import Status, status_of
from dondoc_web.jobs.models import Job

UPLOAD = "/upload/"


def files(*names):
    return [SimpleUploadedFile(name, f"{PLAN}{name}".encode()) for name in names]


def test_one_file_leads_to_its_page_and_waits_in_quarantine(browser):
    response = browser.post(UPLOAD, {"papers": files("kh.txt"), "unclassified": "on"})
    source = Source.objects.get()
    assert response["Location"] == reverse("documents:show", args=[source.pk])
    assert source.standing == Standing.QUARANTINE
    assert source.job.state == "waiting"


def test_several_files_lead_to_their_own_page(browser):
    response = browser.post(UPLOAD, {"papers": files("a.txt", "b.txt", "c.txt"), "unclassified": "on"}, follow=True)
    assert Source.objects.count() == 3
    assert "Đã đọc 0/3 tệp" in response.content.decode()


def test_nothing_is_taken_without_the_word_that_it_is_not_classified(browser):
    response = browser.post(UPLOAD, {"papers": files("kh.txt")})
    assert response.status_code == 400
    assert "không thuộc danh mục bí mật nhà nước" in response.content.decode()
    assert not Source.objects.exists()


def test_the_action_too_asks_for_that_word(binh):
    with pytest.raises(ValidationError):
        receive(by=binh, file=files("kh.txt")[0], name="kh.txt", confirmed_unclassified=False)


def test_a_form_without_a_file_says_so(browser):
    response = browser.post(UPLOAD, {"unclassified": "on"})
    assert response.status_code == 400
    assert "Hãy chọn ít nhất một tệp." in response.content.decode()


def test_the_same_content_is_kept_once(browser, binh):
    first = uploaded(binh, PLAN)
    response = browser.post(
        UPLOAD, {"papers": [SimpleUploadedFile("khac.txt", PLAN.encode())], "unclassified": "on"}, follow=True
    )
    assert "Tệp này đã có" in response.content.decode()
    assert list(Source.objects.values_list("pk", flat=True)) == [first.pk]
    assert Job.objects.count() == 1


def test_an_upload_over_the_limit_of_the_site_is_refused_before_it_is_read(browser, settings):
    settings.UPLOAD_LIMIT = 1000
    settings.MEGABYTE = 100
    response = browser.post(UPLOAD, {"papers": [SimpleUploadedFile("to.txt", b"x" * 5000)], "unclassified": "on"})
    assert response.status_code == 413
    assert "Tệp quá lớn" in response.content.decode()
    assert not Source.objects.exists()


def test_the_log_names_person_and_source_and_not_the_file(binh):
    source = uploaded(binh)
    event = Event.objects.get()
    assert (event.actor, event.verb, event.target) == (binh, Verb.SOURCE_RECEIVED, f"source:{source.pk}")
    assert event.data == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("kế hoạch.txt", "kế hoạch.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\an\\kh.docx", "kh.docx"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("", "?"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
    ],
)
def test_a_name_is_kept_without_folders_and_control_characters(name, kept):
    assert plain_name(name) == kept


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "rong.txt", "Tệp không có chữ nào"),
        (b" \n\t\n", "trang.txt", "Tệp không có chữ nào"),
        (bytes(range(256)) * 8, "anh.exe", "Không đọc được loại tệp này"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_error_and_offered_again(browser, binh, content, name, words):
    source = read(binh, content, name)
    page = browser.get(reverse("documents:show", args=[source.pk])).content.decode()
    assert status_of(source, source.uploaded_at) == Status.UNREAD
    assert words in source.job.error
    assert words in page
    assert "Đọc lại" in page
    assert source.content() == content
    assert Event.objects.filter(verb=Verb.SOURCE_UNREAD, target=f"source:{source.pk}").exists()


def test_a_file_over_the_reading_limit_is_kept_and_read_once_the_limit_is_raised(browser, binh, settings):
    settings.READ_LIMIT = 10
    source = read(binh)
    assert "lớn hơn giới hạn đọc" in source.job.error
    settings.READ_LIMIT = 10_000_000
    browser.post(reverse("documents:read_again", args=[source.pk]))
    work()
    source.refresh_from_db()
    assert source.reading.tasks == 3


def test_a_paper_without_tasks_is_read_and_says_what_to_do(browser, binh):
    source = read(binh, "Cơ quan: Sở A\nMột lá thư không giao việc cho ai.\n")
    page = browser.get(reverse("documents:show", args=[source.pk])).content.decode()
    assert status_of(source, source.uploaded_at) == Status.NO_TASKS
    assert "Không thấy nhiệm vụ nào" in page
    assert "Đọc lại" in page


def test_a_file_in_quarantine_cannot_be_fetched(browser, binh):
    source = uploaded(binh)
    assert browser.get(reverse("documents:download", args=[source.pk])).status_code == 403
    assert browser.get(reverse("documents:plan_json", args=[source.pk])).status_code == 403


def test_a_file_out_of_quarantine_comes_as_it_was(browser, binh):
    source = read(binh)
    response = browser.get(reverse("documents:download", args=[source.pk]))
    assert response.getvalue() == PLAN.encode()
    response.close()
    assert response["Content-Disposition"].startswith("attachment")
