"""Backup: database and files of a site that goes on working, into one archive."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from dondoc import __version__
from dondoc_web.audit import chain
from dondoc_web.audit.queries import head
from dondoc_web.running.keeping import engines
from dondoc_web.running.keeping.archive import MANIFEST, check
from dondoc_web.running.keeping.manifest import Kept, Manifest, kept

Tell = Callable[[str], object]
HEADS = "audit-heads.txt"


def backup(target: Path, *, tell: Tell = print) -> Manifest:
    """Write an archive to ``target``, read it back, and give its manifest.

    ``target`` appears only when it is whole. Raises FileExistsError for a name
    that is taken, EngineFailed where the database cannot be written out.
    """
    if target.exists():
        raise FileExistsError(target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".dondoc-") as name:
        room = Path(name)
        room.chmod(0o700)
        half = room / "archive.tar"
        manifest = _write(half, room, tell)
        tell("Kiểm tra bản sao lưu…")
        check(half)
        half.chmod(0o600)
        half.rename(target)
    return manifest


def _write(half: Path, room: Path, tell: Tell) -> Manifest:
    dump = room / engines.DUMPS[connection.vendor]
    tell("Ghi cơ sở dữ liệu…")
    with engines.one_moment(dump):
        rows, names = engines.rows(), engines.stored_files()
        end = head()
        sealed = (end.position, end.hash) if end else None
    tell(f"Ghi {len(names)} tệp…")
    store = Path(settings.MEDIA_ROOT)
    present = [(store / name, f"files/{name}") for name in names if (store / name).is_file()]
    gone = tuple(name for name in names if not (store / name).is_file())
    if chain.heads_file().exists():
        present.append((chain.heads_file(), HEADS))
    manifest = Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        engine=connection.vendor,
        database=kept(dump, dump.name),
        rows=rows,
        files=tuple(kept(path, name) for path, name in present),
        gone=gone,
        chain=sealed,
    )
    _pack(half, manifest, [(dump, dump.name), *present])
    return manifest


def _pack(half: Path, manifest: Manifest, files: Iterable[tuple[Path, str]]) -> None:
    with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as tar:
        content = manifest.to_json()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        tar.addfile(entry, io.BytesIO(content))
        for path, name in files:
            # The heads grow while we work: only as much as the manifest says belongs to the archive.
            size = _size(manifest, name)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            with path.open("rb") as file:
                tar.addfile(entry, file)


def _size(manifest: Manifest, name: str) -> int:
    found: Kept = manifest.expected()[name]
    return found.size
