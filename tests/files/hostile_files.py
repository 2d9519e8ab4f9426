"""Files made to do harm, one of each class, and the words by which a person is told of it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from word_files import NAMESPACES, TYPES, p, relations, table, word_file, zipped

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, and what the message about it says; empty where it is read in spite of what it is."""

    name: str
    data: bytes
    message: str = ""
    finding: str = ""


@cache
def hostile_files() -> tuple[Hostile, ...]:
    """One of each class."""
    return (*_packages(), *_entities(), *_nested(), *_broken(), *_locked(), *_odd())


def _packages() -> Iterator[Hostile]:
    yield Hostile("bom-nen.docx", _document(b"<w:document>" + b" " * (64 * MIB)), "bom nén")
    many = {f"word/media/{k}.png": b"" for k in range(25_000)}
    yield Hostile("nhieu-phan.docx", zipped({"[Content_Types].xml": TYPES, "word/document.xml": "", **many}), "bom nén")
    yield Hostile("bom-nen.xlsx", workbook(" " * (64 * MIB)), "bom nén")
    yield Hostile("noi-doi.docx", _lying(word_file(p("Nội dung" * 5000))), "hỏng hoặc bị cắt cụt")
    yield Hostile(
        "macro.docm", _with(word_file(p("Nội dung")), "word/vbaProject.bin", b"Sub AutoOpen()"), finding="macro"
    )
    yield Hostile("ra-ngoai.docx", _pointing("../../../../../../etc/passwd"), "không có phần nội dung")
    yield Hostile("vong-tron.docx", _pointing("_rels/.rels"), "không có phần nội dung")


def _entities() -> Iterator[Hostile]:
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    laughs = "<!DOCTYPE w [<!ENTITY a0 'ha'>" + "".join(
        f"<!ENTITY a{k} '{f'&a{k - 1};' * 10}'>" for k in range(1, 12)
    ) + "]>"  # fmt: skip
    body = f"<w:document {NAMESPACES}><w:body>{p('<w:r><w:t>&x;</w:t></w:r>')}</w:body></w:document>"
    yield Hostile("xxe.docx", _document((outside + body).encode()), "thực thể XML")
    yield Hostile("cuoi.docx", _document((laughs + body.replace("&x;", "&a11;")).encode()), "thực thể XML")
    yield Hostile("xxe.xlsx", workbook(_sheet("&x;"), outside), "thực thể XML")
    yield Hostile("cuoi.xlsx", workbook(_sheet("&a11;"), laughs), "thực thể XML")
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{outside}{body}'.encode("utf-16")
    yield Hostile("xxe-utf16.docx", _document(wide), "thực thể XML")
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>Nội dung &x;</p></html>'
    yield Hostile("xxe.html", page.encode())


def _nested() -> Iterator[Hostile]:
    inner = p("Nội dung")
    for _ in range(60):
        inner = table(f"<w:tr><w:tc>{inner}{p('')}</w:tc></w:tr>")
    yield Hostile("bang-long-nhau.docx", word_file(inner))
    deep = "<w:sdt><w:sdtContent>" * 100_000 + p("x") + "</w:sdtContent></w:sdt>" * 100_000
    yield Hostile("sau.docx", word_file(deep), "quá sâu")
    yield Hostile("sau.html", b"<html>" + b"<div>" * 300_000 + "Nội dung".encode(), "quá sâu")
    yield Hostile("bang-sau.html", b"<html>" + b"<table><tr><td>" * 1_500 + "Nội dung".encode())
    yield Hostile("danh-sach.html", b"<ol>" + "<li>Nội dung".encode() * 30_000)
    yield Hostile("sau.rtf", b"{\\rtf1 " + b"{" * 400_000, "LibreOffice không đọc được|không có chữ nào|giây")


def _broken() -> Iterator[Hostile]:
    whole = word_file(p("Nội dung " * 2000))
    yield Hostile("cat-cut.docx", whole[: len(whole) // 2], "hỏng hoặc bị cắt cụt")
    yield Hostile("cat-cut.xlsx", workbook(_sheet("a"))[:-40], "hỏng hoặc bị cắt cụt")
    yield Hostile("xml-hong.docx", _document(b"<w:document><w:body>"), "hỏng hoặc bị cắt cụt")
    yield Hostile("xml-hong.xlsx", workbook("<worksheet><sheetData><row><c"), "hỏng hoặc bị cắt cụt")
    yield Hostile("thieu-chuoi.xlsx", workbook(_sheet("99999", "s")), "hỏng hoặc bị cắt cụt")
    yield Hostile("cat-cut.doc", ole_file("WordDocument")[:700], "hỏng hoặc bị cắt cụt")
    yield Hostile("rac.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40, "hỏng hoặc bị cắt cụt")
    yield Hostile("rong.docx", b"", "tệp rỗng")
    yield Hostile("toan-so-khong.txt", b"\x00" * MIB, "không phải tệp văn bản")
    yield Hostile(
        "rac.txt", bytes((k * 7919 + k // 256) % 256 for k in range(200_000)), "bảng mã|không phải tệp văn bản"
    )
    yield Hostile("rac.zip", zipped({"a.txt": "a"}), "chưa đọc được loại tệp này")


def _locked() -> Iterator[Hostile]:
    yield Hostile("mat-khau.docx", ole_file("EncryptedPackage"), "mật khẩu")
    yield Hostile("mat-khau.doc", ole_file("WordDocument", b"\xec\xa5" + b"\x00" * 8 + b"\x00\x01"), "mật khẩu")
    yield Hostile("mat-khau-zip.docx", _with_bit(word_file(p("Nội dung"))), "mật khẩu")


def _odd() -> Iterator[Hostile]:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    yield Hostile("o-rong.docx", word_file(p("Nội dung") + table(f"<w:tr>{wide * 3}</w:tr>")))
    yield Hostile("dong-cuoi.xlsx", workbook(_sheet("7", at="XFD1048576") + "", ""), "không có chữ nào|chưa|hỏng")
    yield Hostile("dai.csv", b"STT,Vi\xe1\xbb\x87c\n" + b"a" * (4 * MIB), "CSV hỏng")
    yield Hostile("mot-dong.txt", ("Nội dung " * 300_000).encode())
    yield Hostile("dau-mo.html", b"<!--" * 200_000, "không có chữ nào")


# Making of them -----------------------------------------------------------------------------------


def _document(xml: bytes) -> bytes:
    return _pointing("word/document.xml", {"word/document.xml": xml})


def _pointing(target: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file whose text is said to be in ``target``."""
    first = relations({"officeDocument": target})
    return zipped({"[Content_Types].xml": TYPES, "word/x.xml": "<a/>", "_rels/.rels": first, **(parts or {})})


def _with(data: bytes, name: str, content: bytes) -> bytes:
    package = zipfile.ZipFile(BytesIO(data))
    return zipped({**{part: package.read(part) for part in package.namelist()}, name: content})


def _lying(data: bytes) -> bytes:
    """The list of parts says that the text unpacks to 10 bytes."""
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 63] != b"word/document.xml":
        at = data.index(b"PK\x01\x02", at + 4)
    return data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]


def _with_bit(data: bytes) -> bytes:
    """Every part says that it is encrypted."""
    out = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            out[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(out)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(value: str, kind: str = "str", at: str = "A1") -> str:
    digits = "".join(letter for letter in at if letter.isdigit())
    return (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="{digits}"><c r="{at}" t="{kind}"><v>{value}</v></c></row>'
        "</sheetData></worksheet>"
    )


def workbook(sheet: str, prolog: str = "") -> bytes:
    """An XLSX of one sheet, given as XML."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations({"worksheet": "worksheets/sheet1.xml"}),
        "xl/worksheets/sheet1.xml": prolog + sheet,
    })  # fmt: skip


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def ole_file(stream: str, content: bytes = b"") -> bytes:
    """An OLE file of one stream of 4,096 bytes ([MS-CFB]: header, allocation table, directory, stream)."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table_ = [0xFFFFFFFD, end, *range(3, 10), end]
    fat = struct.pack("<128I", *table_, *[free] * (128 - len(table_)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le")
        return (raw + b"\x00\x00").ljust(64, b"\x00") + struct.pack(
            "<HBBIII16xI16xIQ", len(raw) + 2, kind, 1, none, none, child, 0, start, size
        )

    directory = entry("Root Entry", 5, 1, end, 0) + entry(stream, 2, none, 2, 4096)
    return header + fat + directory.ljust(512, b"\x00") + content.ljust(4096, b"\x00")
