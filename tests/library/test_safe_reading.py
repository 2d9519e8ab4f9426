from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from hostile_files import Hostile, hostile_files
from word_files import p, word_file

import dondoc
from dondoc.document import Page
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource
from dondoc.reading import office
from dondoc.reading.safe import MIB, Limits, read_safely
from dondoc.reading.safe_process import _encoded

SECONDS = 60
"""More than any of these files may take, however busy the machine is."""

needs_office = pytest.mark.skipif(
    office.program() is None, reason="LibreOffice is not installed (apt-get install libreoffice-writer)"
)


@pytest.mark.parametrize("file", hostile_files(), ids=lambda file: file.name)
def test_a_hostile_file_costs_one_message(file: Hostile):
    if file.name.endswith(".rtf") and office.program() is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer)")
    if not file.message:
        source = read_safely(file.data, name=file.name, limits=Limits(seconds=SECONDS))
        assert "Nội dung" in source.text
        assert file.finding in ("", *(finding.kind for finding in source.findings))
        return
    with pytest.raises(UnreadableSource, match=file.message) as caught:
        read_safely(file.data, name=file.name, limits=Limits(seconds=SECONDS))
    assert str(caught.value).startswith(f"«{file.name}»: ")


def test_every_hostile_file_is_met_without_the_process_too():
    """Readers refuse by themselves what they know; the process is for what nobody thought of."""
    for file in hostile_files():
        if file.message and not file.name.endswith(".rtf"):
            with pytest.raises(UnreadableSource, match=file.message):
                dondoc.read(file.data, name=file.name)


def test_nothing_outside_the_file_is_read(tmp_path):
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("bí mật", encoding="utf-8")
    page = f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>Nội dung &x;</p>'
    linked = f'<html><iframe src="{secret.as_uri()}"></iframe><p>Nội dung</p></html>'
    for text in (page, linked):
        assert "bí mật" not in read_safely(text.encode(), name="a.html").text


def test_a_good_file_reads_as_it_does_without_limits(tmp_path):
    file = tmp_path / "ke-hoach.docx"
    file.write_bytes(word_file(p("Sở Nội vụ chủ trì.") + p("x", "<w:del/>")))
    assert read_safely(file) == dondoc.read(file)


def test_pages_and_words_come_back_from_the_process():
    page = Page(number=1, width=595, height=842, span=(0, 2), words=((0, 2, 1.0, 2.0, 3.0, 4.0, None),))
    source = dondoc.read(b"Ab", name="a.txt").model_copy(update={"pages": (page,)})
    answer = json.loads(_encoded(source))
    assert dondoc.Source.model_validate(answer["source"]).pages == (page,)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", EmptySource, "tệp rỗng"),
        (b"GIF89a\x01\x00", UnknownFormat, "không phải tệp văn bản"),
        (b"PK\x03\x04", UnknownFormat, "chưa"),
    ],
)
def test_the_kind_of_error_is_kept(data, error, message):
    with pytest.raises(error, match=message):
        read_safely(data, name="a.bin")


def test_a_file_over_the_limit_is_not_even_opened(tmp_path):
    file = tmp_path / "lon.docx"
    with file.open("wb") as out:
        out.truncate(2**40)
    with pytest.raises(UnreadableSource, match=r"quá giới hạn 100\.0 MB"):
        read_safely(file)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(UnreadableSource, match="không mở được tệp"):
        read_safely(tmp_path / "khong-co.docx")


def test_a_reader_that_takes_too_long_is_ended():
    started = time.monotonic()
    with pytest.raises(UnreadableSource, match=r"quá 0\.2 giây"):
        read_safely(("Nội dung " * 10**6).encode(), name="a.txt", limits=Limits(seconds=0.2))
    assert time.monotonic() - started < 40


def test_a_reader_that_takes_too_much_memory_is_ended():
    big = word_file("".join(p(f"Nội dung {k} của kế hoạch") for k in range(150_000)))
    with pytest.raises(UnreadableSource, match="bộ nhớ"):
        read_safely(big, name="a.docx", limits=Limits(memory=160 * MIB, seconds=SECONDS))


def test_a_reader_that_crashes_says_why_in_a_note():
    with pytest.raises(UnreadableSource, match="dừng đột ngột") as caught:
        read_safely(b"x", name="a.txt", limits=Limits(memory=2**70))
    assert "Traceback" in caught.value.__notes__[0]


def test_secrets_of_the_server_are_not_in_its_environment(monkeypatch, tmp_path):
    teller = tmp_path / "python"
    teller.write_text(
        """#!/bin/sh
        printf '{"error": "UnreadableSource", "message": "%s"}' "$(env | tr '\\n\\\\"' '   ')" > result.json
        """,
        encoding="utf-8",
    )
    teller.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(teller))
    monkeypatch.setenv("A_SECRET_OF_THE_SERVER", "s3cret")
    with pytest.raises(UnreadableSource, match="dondoc_confined") as caught:
        read_safely(b"x", name="a.txt")
    assert "s3cret" not in str(caught.value)


@needs_office
def test_programs_that_the_reader_started_end_with_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UnreadableSource, match=r"quá 2 giây"):
        read_safely(b"{\\rtf1 " + b"{" * 10**6, name="a.rtf", limits=Limits(seconds=2))
    time.sleep(0.3)
    assert not [line for line in _commands() if str(tmp_path) in line]


def _commands() -> list[str]:
    """Command lines of the programs that run now, but not of those that have ended and wait to be counted."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                found.append((folder / "cmdline").read_bytes().decode(errors="replace"))
            except OSError:
                continue
    return found


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_safely("Nội dung".encode(), name="a.txt")
    assert list(tmp_path.iterdir()) == []
