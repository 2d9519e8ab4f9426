"""Office files that are packages of parts (DOCX, XLSX, ODT): opened under limits, their XML without entities.

A package is a ZIP file that anyone may have made: what it says it unpacks to
is looked at before anything is unpacked, and an XML part that declares
entities, which no office program writes, is refused. Nothing that a part
points to outside the package is ever opened.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

from lxml import etree

from dondoc.document import Finding
from dondoc.errors import UnreadableSource

MAX_PARTS = 20_000
MAX_UNPACKED = 1024**3
MAX_XML = 128 * 1024**2
MAX_RATIO = 250
"""Real XML packs 5 to 60 times; Deflate cannot pass about 1,030."""

RATIO_FROM = 8 * 1024**2
"""Parts smaller than this may pack as well as they like."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
"""Namespaces of ISO/IEC 29500 Strict, and the same in the files that nearly everybody writes."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: the last word of the kind of relation, and the name of the other part."""

    kind: str
    target: str


class Package:
    """The parts of an office file, by name without a leading slash.

    :raises UnreadableSource: the file is cut off, has a password, or unpacks to more than :data:`MAX_UNPACKED`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OverflowError, NotImplementedError) as error:
            raise self.broken() from error
        self._check()

    def _check(self) -> None:
        entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableSource(f"«{self.name}»: tệp có mật khẩu. Hãy bỏ mật khẩu rồi lưu lại.")
        unpacked = sum(entry.file_size for entry in entries)
        swollen = any(
            entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries
        )
        if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or swollen:
            raise UnreadableSource(
                f"«{self.name}»: tệp nén bất thường, mở ra tới {unpacked // 1024**2:,} MB trong {len(entries)} phần; "
                "không đọc vì có thể là «bom nén». Hãy hỏi lại nơi gửi."
            )

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all parts."""
        return frozenset(name.lstrip("/") for name in self._zip.namelist())

    def broken(self) -> UnreadableSource:
        """The error for a package that does not hold what it should."""
        return UnreadableSource(f"«{self.name}»: tệp hỏng hoặc bị cắt cụt. Hãy xin lại tệp hoặc mở ra và lưu lại.")

    def part(self, name: str) -> bytes | None:
        """The bytes of a part; None when there is none of that name."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name if name in self._zip.NameToInfo else "/" + name)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError, RuntimeError, ValueError) as error:
            raise self.broken() from error

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part; None when there is none of that name."""
        data = self.part(name)
        if data is None:
            return None
        if len(data) > MAX_XML:
            raise UnreadableSource(
                f"«{self.name}»: phần «{name}» quá lớn ({len(data) // 1024**2} MB). Hãy tách thành nhiều tệp."
            )
        return self._parsed(data, name)

    def _parsed(self, data: bytes, name: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
        )
        try:
            root = etree.fromstring(_transitional(data), parser)
        except etree.XMLSyntaxError as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY or "memory" in str(error).lower():
                raise MemoryError from error
            if "depth" in str(error).lower():
                raise self.too_deep() from error
            if "entit" in str(error).lower():
                raise self.entities(name) from error
            raise self.broken() from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.entities(name)
        return root

    def refuse_entities(self) -> None:
        """Looks through all XML parts before another library reads them.

        :raises UnreadableSource: one declares entities.
        """
        for name in sorted(self.names):
            if name.endswith((".xml", ".rels", ".vml")):
                data = self.part(name) or b""
                if any("<!DOCTYPE".encode(encoding) in data for encoding in ("ascii", "utf-16-le", "utf-16-be")):
                    raise self.entities(name)

    def too_deep(self) -> UnreadableSource:
        """The error for XML nested deeper than any text is."""
        return UnreadableSource(
            f"«{self.name}»: nội dung lồng nhau quá sâu, không phải văn bản bình thường. Hãy lưu lại bằng Word."
        )

    def entities(self, name: str) -> UnreadableSource:
        """The error for a part that declares entities."""
        return UnreadableSource(
            f"«{self.name}»: phần «{name}» khai báo thực thể XML (DOCTYPE), điều mà Word và Excel không bao giờ ghi; "
            "không đọc vì lý do an toàn. Hãy hỏi lại nơi gửi."
        )

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part points to inside the package, by the identifier it uses; targets outside are left out."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", file + ".rels"))
        found: dict[str, Relation] = {}
        for node in root.iter(_RELATION) if root is not None else ():
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target") or "")).lstrip("/")
                found[node.get("Id") or ""] = Relation((node.get("Type") or "").rsplit("/", 1)[-1], target)
        return found

    def macros(self) -> tuple[Finding, ...]:
        """A finding when the package carries programs; they are never run."""
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in self.names):
            return (MACRO,)
        return ()


MACRO = Finding(kind="macro", message="tệp có macro; chỉ đọc chữ, macro không được chạy")


def _transitional(data: bytes) -> bytes:
    if _STRICT in data:
        for strict, usual in _TRANSITIONAL:
            data = data.replace(strict, usual)
    return data
