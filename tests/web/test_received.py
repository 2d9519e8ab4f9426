"""Files sent together: a line for each, and a summary that tells when all are read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office import PLAN, read, uploaded, work

from dondoc_web.documents.models import Source


@pytest.fixture
def desk(lam_giang, client):
    client.force_login(lam_giang.desk)
    return client


def sent(client, *texts):
    files = [SimpleUploadedFile(f"kh{n}.txt", text.encode()) for n, text in enumerate(texts)]
    return client.post("/upload/", {"papers": files, "unclassified": "on"})


def test_several_files_lead_to_their_own_page(desk, lam_giang):
    read(lam_giang.desk, PLAN)
    response = sent(desk, PLAN, PLAN.replace("12", "13"), "")
    assert response["Location"].startswith("/received/?files=")
    page = desk.get(response["Location"]).content.decode()
    assert "Đã đọc 1/3 tệp" in page
    assert "1 tệp đã có từ trước" in page
    assert 'hx-trigger="every' in page
    work()
    page = desk.get(response["Location"]).content.decode()
    assert "Đã xong cả 3 tệp" in page
    assert 'hx-trigger="every' not in page
    assert "Tệp không có chữ nào" in page


def test_a_paper_that_was_refused_is_counted_and_not_named(desk):
    response = sent(desk, PLAN, "UBND TỈNH\nTỐI MẬT\nSố: 1/KH-UBND\n1. Việc\n")
    work()
    page = desk.get(response["Location"]).content.decode()
    assert "1 tệp không còn" in page
    assert "kh1.txt" not in page


def test_files_of_another_branch_are_not_told(desk, lam_giang):
    other = uploaded(lam_giang.other_desk)
    page = desk.get(f"/received/?files={other.pk}").content.decode()
    assert other.name not in page


@pytest.mark.parametrize("asked", ["", "?files=", "?files=x,,-1&known=y", f"?files={','.join(['9'] * 999)}"])
def test_an_address_that_names_nothing_is_an_empty_page(desk, asked):
    assert desk.get(f"/received/{asked}").status_code == 200
    assert not Source.objects.exists()
