"""A watched folder: complete files are taken once, what cannot be taken is set aside with words."""

import pytest
from django.core.management import CommandError, call_command
from office import work

from dondoc_web.accounts.models import User
from dondoc_web.documents import watching
from dondoc_web.documents.models import Source
from dondoc_web.documents.watching import look

TEXT = "Số: 12/KH-UBND\n1. Việc\nChủ trì: Sở Nội vụ\n"


@pytest.fixture
def folder(tmp_path):
    room = tmp_path / "watched"
    room.mkdir()
    return room


@pytest.fixture
def looks(lam_giang, folder):
    """Looks once more each time it is called."""
    state = {"seen": {}}

    def once():
        state["seen"] = look(folder, state["seen"], by=lam_giang.desk, office=None)

    return once


def test_a_file_is_taken_when_two_looks_found_it_the_same(folder, looks, lam_giang):
    (folder / "kh.txt").write_text(TEXT)
    looks()
    assert not Source.objects.exists()
    looks()
    source = Source.objects.get()
    assert (source.name, source.office) == ("kh.txt", lam_giang.province)
    assert list(folder.iterdir()) == []


def test_a_file_that_still_grows_waits(folder, looks):
    for part in range(3):
        (folder / "kh.txt").write_text(TEXT * (part + 1))
        looks()
        assert not Source.objects.exists()
    looks()
    assert Source.objects.count() == 1


@pytest.mark.parametrize("name", [".hidden", "~$kh.docx", "kh.pdf.part", "kh.crdownload", "KH.TMP"])
def test_what_another_program_still_writes_is_left_alone(folder, looks, name):
    (folder / name).write_text(TEXT)
    looks()
    looks()
    assert not Source.objects.exists()
    assert (folder / name).exists()


def test_links_and_folders_are_not_followed(folder, looks, tmp_path):
    (tmp_path / "elsewhere.txt").write_text(TEXT)
    (folder / "link.txt").symlink_to(tmp_path / "elsewhere.txt")
    (folder / "inner").mkdir()
    looks()
    looks()
    assert not Source.objects.exists()
    assert (tmp_path / "elsewhere.txt").exists()


def test_a_machine_that_stopped_before_the_file_left_takes_it_only_once(folder, looks, monkeypatch):
    (folder / "kh.txt").write_text(TEXT)
    looks()
    monkeypatch.setattr(watching.Path, "unlink", lambda *a, **k: None)
    looks()
    monkeypatch.undo()
    assert (folder / "kh.txt").exists()
    looks()
    looks()
    assert Source.objects.count() == 1
    assert not (folder / "kh.txt").exists()


def test_a_file_over_the_limit_is_set_aside_with_words(folder, looks, settings):
    settings.UPLOAD_LIMIT = 10
    (folder / "kh.txt").write_text(TEXT)
    looks()
    looks()
    assert not Source.objects.exists()
    assert (folder / "failed/kh.txt").read_text() == TEXT
    assert "hãy tách tệp" in (folder / "failed/kh.txt.txt").read_text()


def test_a_second_file_of_the_same_name_does_not_cover_the_first_that_failed(folder, looks, settings):
    settings.UPLOAD_LIMIT = 10
    for words in ("lần một, dài quá", "lần hai, dài quá"):
        (folder / "kh.txt").write_text(words)
        looks()
        looks()
    kept = {path.read_text() for path in (folder / "failed").iterdir() if path.suffixes == [".txt"]}
    assert kept == {"lần một, dài quá", "lần hai, dài quá"}


def test_a_paper_refused_for_secrecy_leaves_no_copy(folder, looks):
    (folder / "mat.txt").write_text("UBND TỈNH LAM GIANG\nMẬT\nSố: 1/KH-UBND\n1. Việc\n")
    looks()
    looks()
    work()
    assert not Source.objects.exists()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_the_command_takes_what_is_there(folder, lam_giang, settings):
    settings.WATCH, settings.WATCH_USER = str(folder), "desk"
    (folder / "kh.txt").write_text(TEXT)
    call_command("watch", every=0.0, looks=2)
    assert Source.objects.get().uploaded_by == lam_giang.desk


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("WATCH", "", "DONDOC_WATCH"),
        ("WATCH", "/no/such/folder", "Không có thư mục"),
        ("WATCH_USER", "nobody", "Không có tài khoản"),
        ("WATCH_USER", "unit", "không được tải"),
        ("WATCH_OFFICE", "no-such-office", "Không có cơ quan"),
    ],
)
def test_a_setting_that_is_wrong_is_named(folder, lam_giang, settings, setting, value, words):
    settings.WATCH, settings.WATCH_USER = str(folder), "desk"
    setattr(settings, setting, value)
    with pytest.raises(CommandError, match=words):
        call_command("watch", every=0.0, looks=1)
    assert User.objects.filter(username="desk").exists()
    assert not list(folder.iterdir())
