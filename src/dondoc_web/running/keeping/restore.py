"""Restore: an archive into a machine that holds nothing yet."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from dondoc_web.audit import chain
from dondoc_web.running.keeping import engines
from dondoc_web.running.keeping.archive import unpack
from dondoc_web.running.keeping.backup import HEADS
from dondoc_web.running.keeping.manifest import BrokenArchive, Manifest

Tell = Callable[[str], object]


class NotEmpty(RuntimeError):
    """There is something already; a restore never overwrites."""


def restore(archive: Path, *, tell: Tell = print) -> Manifest:
    """Fill the empty database and store of the settings with ``archive``, bring them to this version, check them.

    Everything is unpacked and compared first; only then anything is written.
    Raises NotEmpty, BrokenArchive, or EngineFailed.
    """
    _refuse_what_is_not_empty()
    data = Path(settings.DATA)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as name:
        room = Path(name)
        tell("Kiểm tra và mở bản sao lưu…")
        manifest = unpack(archive, room)
        if manifest.engine != connection.vendor:
            raise BrokenArchive(
                f"bản sao lưu của {manifest.engine}, còn DONDOC_DATABASE_URL trỏ tới {connection.vendor}; "
                "hãy đặt biến này đúng loại cơ sở dữ liệu"
            )
        tell("Nạp cơ sở dữ liệu…")
        engines.take_in(room / manifest.database.name)
        _same_rows(manifest)
        tell(f"Nạp {len(manifest.files)} tệp…")
        _files(room, data)
    call_command("migrate", verbosity=0, interactive=False)
    _whole_chain(manifest)
    return manifest


def _refuse_what_is_not_empty() -> None:
    store = Path(settings.MEDIA_ROOT)
    if not engines.is_empty():
        raise NotEmpty("cơ sở dữ liệu đã có bảng; chỉ phục hồi vào nơi còn trống (DONDOC_DATABASE_URL, DONDOC_DATA)")
    if store.exists() and any(store.iterdir()):
        raise NotEmpty(f"thư mục {store} đã có tệp; chỉ phục hồi vào nơi còn trống (DONDOC_DATA)")


def _same_rows(manifest: Manifest) -> None:
    """Compare before migrating: tables that this version added are not there yet."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, expected in manifest.rows.items():
            if table not in tables:
                raise BrokenArchive(f"bảng {table} không được phục hồi")
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            found = cursor.fetchone()[0]
            if found != expected:
                raise BrokenArchive(f"bảng {table} có {found} dòng, lúc sao lưu {expected}")


def _files(room: Path, data: Path) -> None:
    store = Path(settings.MEDIA_ROOT)
    if (room / "files").exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        if store.exists():
            store.rmdir()
        shutil.move(room / "files", store)
    if (room / HEADS).exists():
        shutil.move(room / HEADS, data / HEADS)


def _whole_chain(manifest: Manifest) -> None:
    heads = [*chain.kept_heads(chain.heads_file()), *([manifest.chain] if manifest.chain else [])]
    known = [one for one in heads if manifest.chain and one[0] <= manifest.chain[0]]
    verdict = chain.verify(known)
    if not verdict.holds:
        raise BrokenArchive(f"chuỗi nhật ký đứt tại mắt xích {verdict.broken_at}: {verdict.reason}")
