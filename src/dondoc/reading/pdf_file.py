"""Opening a PDF file: what is too large, locked, broken or empty is told in words.

PDFium is not thread-safe, so only one file of a process is open at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from dondoc.errors import UnreadableSource

Handle = Any
"""A pointer of PDFium; it has no type of its own in Python."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read: its bytes, its pages, what stands on one page, the pixels of a picture of it."""

    megabytes: int = 200
    pages: int = 5_000
    page_characters: int = 200_000
    page_objects: int = 200_000
    pixels: int = 60_000_000


DEFAULT_LIMITS: Final = Limits()

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def opened(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Handle]:
    """The open document; raises :class:`~dondoc.errors.UnreadableSource` for one that cannot be read."""
    if len(data) > limits.megabytes * 1_000_000:
        raise UnreadableSource(
            f"«{name}»: tệp {len(data) / 1_000_000:.0f} MB, quá giới hạn {limits.megabytes} MB. "
            "Hãy tách tệp rồi đọc lại."
        )
    with _ONE_AT_A_TIME:
        document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not document:
            raise UnreadableSource(f"«{name}»: {_why_not()}")
        try:
            _check_pages(pdfium.FPDF_GetPageCount(document), name, limits)
            yield document
        finally:
            pdfium.FPDF_CloseDocument(document)


def _why_not() -> str:
    reasons = {
        pdfium.FPDF_ERR_PASSWORD: "tệp PDF đặt mật khẩu. Hãy mở bằng mật khẩu, lưu thành tệp không khoá rồi đọc lại.",
        pdfium.FPDF_ERR_SECURITY: "tệp PDF khoá bằng cách không hỗ trợ. Hãy lưu thành tệp không khoá rồi đọc lại.",
    }
    return reasons.get(
        pdfium.FPDF_GetLastError(), "tệp PDF hỏng hoặc bị cắt cụt, không mở được. Hãy tải lại hoặc xin lại tệp."
    )


def _check_pages(count: int, name: str, limits: Limits) -> None:
    if count <= 0:
        raise UnreadableSource(f"«{name}»: tệp PDF không có trang nào. Hãy kiểm tra lại tệp đã chọn.")
    if count > limits.pages:
        raise UnreadableSource(
            f"«{name}»: tệp có {count} trang, quá giới hạn {limits.pages} trang. Hãy tách tệp rồi đọc lại."
        )


_PRINTED_NOTES = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WIDGET})
"""Annotations that print words on a page: number and date put in by the registry, stamps of signatures."""


@contextmanager
def page_of(document: Handle, index: int) -> Iterator[Handle | None]:
    """A page by its place from 0, its stamps and filled fields made part of it; None where the file is broken there."""
    page = pdfium.FPDF_LoadPage(document, index)
    if page and _has_printed_notes(page):
        flat = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        if flat == pdfium.FLATTEN_SUCCESS:
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _has_printed_notes(page: Handle) -> bool:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            pdfium.FPDFPage_CloseAnnot(note)
            if kind in _PRINTED_NOTES:
                return True
    return False
