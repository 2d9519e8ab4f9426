"""What an archive says of itself (``manifest.json``)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORM = "dondoc.backup.1"
"""Name and version of the form of an archive."""


class BrokenArchive(ValueError):
    """The archive is damaged or not one of ours; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the archive: its name, size in bytes, SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Made when, by which version, of which engine; the rows of each table; every file.

    ``gone`` names files that a row of the database asks for and that were no
    longer in the store; ``chain`` is position and hash at the end of the log's chain.
    """

    made_at: str
    version: str
    engine: str
    database: Kept
    rows: dict[str, int]
    files: tuple[Kept, ...] = ()
    gone: tuple[str, ...] = ()
    chain: tuple[int, str] | None = None
    form: str = field(default=FORM)

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read it back; raises :class:`BrokenArchive` for anything else."""
        try:
            facts: dict[str, Any] = json.loads(content)
            if facts["form"] != FORM:
                raise BrokenArchive(f"bản sao lưu có dạng {facts['form']}, phiên bản này đọc {FORM}")
            facts["database"] = Kept(**facts["database"])
            facts["files"] = tuple(Kept(**one) for one in facts["files"])
            facts["gone"] = tuple(facts["gone"])
            facts["chain"] = tuple(facts["chain"]) if facts["chain"] else None
            return cls(**facts)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenArchive(f"không đọc được manifest.json ({error})") from error

    def expected(self) -> dict[str, Kept]:
        """Every file of the archive by its name."""
        return {one.name: one for one in (self.database, *self.files)}


def kept(path: Path, name: str) -> Kept:
    """``path`` as a line of the manifest under ``name``."""
    with path.open("rb") as file:
        return Kept(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def total_size(files: Iterable[Kept]) -> int:
    """Bytes of all ``files``."""
    return sum(one.size for one in files)
