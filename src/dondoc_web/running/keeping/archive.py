"""An archive read back: nothing is believed before its checksum was right."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from dondoc_web.running.keeping.manifest import BrokenArchive, Kept, Manifest

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
CHUNK = 1024 * 1024


def check(archive: Path) -> Manifest:
    """The manifest of ``archive``, after every file was compared with it; raises :class:`BrokenArchive`."""
    seen = set()
    with _said_in_words():
        manifest = _manifest_of(archive)
        expected = manifest.expected()
        for entry, file in _entries(archive, expected):
            _same(expected[entry.name], _digest(file), entry)
            seen.add(entry.name)
    missing = expected.keys() - seen
    if missing:
        raise BrokenArchive(f"thiếu {len(missing)} tệp, ví dụ {min(missing)}")
    return manifest


def unpack(archive: Path, room: Path) -> Manifest:
    """Write every file of ``archive`` under ``room`` and compare it; the manifest."""
    manifest = check(archive)
    with _said_in_words():
        for entry, file in _entries(archive, manifest.expected()):
            path = room / entry.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb") as out:
                shutil.copyfileobj(file, out)
            path.chmod(0o600)
    return manifest


@contextmanager
def _said_in_words() -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as error:
        raise BrokenArchive(f"tệp hỏng hoặc không phải bản sao lưu ({error})") from error


def _entries(archive: Path, expected: Mapping[str, Kept]) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Every file behind the manifest; a name that leaves the archive, a link or a stranger stops it."""
    with tarfile.open(archive, "r:") as tar:
        tar.next()
        while (entry := tar.next()) is not None:
            _plain(entry, expected)
            file = tar.extractfile(entry)
            if file is not None:
                yield entry, file


def _manifest_of(archive: Path) -> Manifest:
    with tarfile.open(archive, "r:") as tar:
        return _first(tar)


def _first(tar: tarfile.TarFile) -> Manifest:
    entry = tar.next()
    file = tar.extractfile(entry) if entry is not None and entry.isfile() else None
    if entry is None or file is None or entry.name != MANIFEST or entry.size > LARGEST_MANIFEST:
        raise BrokenArchive("không có manifest.json ở đầu tệp")
    return Manifest.from_json(file.read())


def _plain(entry: tarfile.TarInfo, expected: Mapping[str, Kept]) -> None:
    path = PurePosixPath(entry.name)
    if not entry.isfile() or path.is_absolute() or ".." in path.parts or entry.name not in expected:
        raise BrokenArchive(f"có mục lạ: {entry.name!r}")


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _same(expected: Kept, digest: str, entry: tarfile.TarInfo) -> None:
    if (entry.size, digest) != (expected.size, expected.sha256):
        raise BrokenArchive(f"{entry.name} không còn như lúc sao lưu")
