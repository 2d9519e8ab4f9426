"""Backup under load, restore into an empty machine: row for row, file for file, link for link."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from office import read, uploaded

from dondoc_web.accounts.models import User
from dondoc_web.audit import chain
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import Event, Verb
from dondoc_web.documents.models import Source
from dondoc_web.running.keeping.archive import check
from dondoc_web.running.keeping.backup import backup
from dondoc_web.running.keeping.manifest import BrokenArchive

pytestmark = pytest.mark.django_db(transaction=True)


def quiet(_words):
    return None


@pytest.fixture
def room(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.MEDIA_ROOT = settings.DATA / "sources"
    return tmp_path


@pytest.fixture
def office(room):
    """A site at work: read sources, a log that is sealed."""
    person = User.objects.create_superuser("an", password="x")
    for at in range(3):
        read(person, f"Số: {at + 10}/KH-UBND\n1. Việc số {at}\nChủ trì: Sở Nội vụ\n", name=f"kh{at}.txt")
    chain.seal_all()
    return person


def elsewhere(room: Path) -> dict[str, str]:
    """The environment of another, empty machine with the same kind of database."""
    there = room / "elsewhere"
    there.mkdir()
    if connection.vendor == "sqlite":
        address = f"sqlite:///{there}/dondoc.sqlite3"
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS elsewhere WITH (FORCE)")
            cursor.execute("CREATE DATABASE elsewhere")
        address = os.environ["DONDOC_TEST_DATABASE_URL"].rsplit("/", 1)[0] + "/elsewhere"
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("DONDOC_", "DJANGO_"))}
    return keep | {"DONDOC_DATA": str(there), "DONDOC_DATABASE_URL": address, "DONDOC_SECRET_KEY": "x"}


def there(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "dondoc_web", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_backup_taken_while_people_write_is_restored_whole(office, room):
    stop = threading.Event()
    written = []

    def write():
        try:
            while not stop.is_set():
                uploaded(office, f"Số: {len(written)}/CV\n1. Việc\n", name="cv.txt")
                written.append(1)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 3:
            stop.wait(0.01)
        manifest = backup(room / "saved.tar", tell=quiet)
    finally:
        stop.set()
        writer.join()
    assert manifest.rows["documents_source"] >= 6
    assert manifest.gone == ()

    environment = elsewhere(room)
    done = there(environment, "restore", room / "saved.tar")
    assert done.returncode == 0, done.stderr
    restored = there(environment, "backup", room / "again.tar")
    assert restored.returncode == 0, restored.stderr
    again = check(room / "again.tar")
    assert again.rows == manifest.rows
    assert [f for f in again.files if f.name.startswith("files/")] == [
        f for f in manifest.files if f.name.startswith("files/")
    ]
    assert there(environment, "audit", "verify").returncode == 0


def test_the_files_in_the_archive_are_those_that_people_sent(office, room):
    backup(room / "saved.tar", tell=quiet)
    with tarfile.open(room / "saved.tar") as tar:
        for source in Source.objects.all():
            content = tar.extractfile(f"files/{source.file.name}").read()
            assert hashlib.sha256(content).hexdigest() == source.sha256


def test_a_file_that_is_gone_from_the_store_is_named(office, room, settings):
    lost = Source.objects.first().file
    (Path(settings.MEDIA_ROOT) / lost.name).unlink()
    assert backup(room / "saved.tar", tell=quiet).gone == (lost.name,)


def test_a_name_that_is_taken_is_left_alone(office, room):
    (room / "saved.tar").write_text("mine")
    with pytest.raises(CommandError, match="đã có"):
        call_command("backup", room / "saved.tar", verbosity=0)
    assert (room / "saved.tar").read_text() == "mine"


def test_nothing_is_restored_over_something(office, room):
    call_command("backup", room / "saved.tar", verbosity=0)
    with pytest.raises(CommandError, match="đã có bảng"):
        call_command("restore", room / "saved.tar")
    assert Source.objects.count() == 3


def damaged(archive: Path, how: str) -> None:
    content = bytearray(archive.read_bytes())
    if how == "bit":
        at = content.index("Việc số 1".encode())
        content[at] ^= 1
    elif how == "cut":
        del content[len(content) // 2 :]
    elif how == "stranger":
        with tarfile.open(archive, "a") as tar:
            entry = tarfile.TarInfo("../evil")
            entry.size = 1
            tar.addfile(entry, io.BytesIO(b"x"))
        return
    else:
        content = bytearray(b"no archive at all")
    archive.write_bytes(content)


@pytest.mark.parametrize("how", ["bit", "cut", "stranger", "nonsense"])
def test_a_damaged_archive_is_refused_before_anything_is_written(office, room, how):
    archive = room / "saved.tar"
    backup(archive, tell=quiet)
    damaged(archive, how)
    with pytest.raises(BrokenArchive):
        check(archive)
    environment = elsewhere(room)
    done = there(environment, "restore", archive)
    assert done.returncode == 1
    assert "Bản sao lưu không dùng được" in done.stderr
    assert not (room / "elsewhere/sources").exists()


def test_a_chain_cut_in_the_database_shows_after_the_restore(office, room):
    with transaction.atomic():
        record(actor=office, verb=Verb.PASSWORD_CHANGED, target=office)
    chain.seal_all()
    triggers = {
        "sqlite": ["DROP TRIGGER audit_event_update"],
        "postgresql": ["ALTER TABLE audit_event DISABLE TRIGGER USER"],
    }
    with connection.cursor() as cursor:
        for statement in triggers[connection.vendor]:
            cursor.execute(statement)
        cursor.execute("UPDATE audit_event SET verb='x' WHERE id=%s", [Event.objects.first().pk])
    backup(room / "saved.tar", tell=quiet)
    done = there(elsewhere(room), "restore", room / "saved.tar")
    assert done.returncode == 1
    assert "mắt xích 1" in done.stderr
