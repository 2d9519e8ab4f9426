"""Words of digital signatures on recognised pages: set aside, as those of pages with text are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from dondoc.document import Finding
from dondoc.reading.scan_page import ReadLine, Recognised

_SIGNED = re.compile(r"\s*(?:ky boi|nguoi ky|ky so boi)\s*:")
_LABELS: Final = ("co quan", "ngay ky", "thoi gian ky", "email", "chuc vu", "ly do", "don vi")
_ZONE = re.compile(r"[+]\s?0?7[:.]?00\s*$")
_LIKE: Final = 0.7


def set_aside(pages: Sequence[Recognised]) -> tuple[list[Recognised], list[Finding]]:
    """The pages without lines that a signature prints, and a finding for each signature."""
    done, findings = [], []
    for number, page in enumerate(pages, 1):
        lines = _signature(page)
        if lines:
            signed = (part for at, part in enumerate(page.parts) if at in lines and isinstance(part, ReadLine))
            words = " ".join(word.text for part in signed for word in part.words)
            message = f"chữ ký số in ở trang {number}, để ngoài nội dung: «{words}»"
            findings.append(Finding(kind="digital_signature", message=message))
            parts = tuple(part for at, part in enumerate(page.parts) if at not in lines)
            page = page.model_copy(update={"parts": parts})  # noqa: PLW2901 - the page goes on without it
        done.append(page)
    return done, findings


def _signature(page: Recognised) -> list[int]:
    """Places of the lines of a signature: the one that names who signed, those with its labels after it."""
    found: list[int] = []
    for at, part in enumerate(page.parts):
        text = _folded(part) if isinstance(part, ReadLine) else ""
        if _SIGNED.match(text) or (found and at == found[-1] + 1 and _is_labelled(text)):
            found.append(at)
        elif found and at > found[-1]:
            break
    return found


def _is_labelled(text: str) -> bool:
    label, colon, _ = text.partition(":")
    return bool(_ZONE.search(text)) or (
        bool(colon) and any(SequenceMatcher(None, label.strip(), known).ratio() > _LIKE for known in _LABELS)
    )


def _folded(line: ReadLine) -> str:
    """The words without marks, in small letters."""
    text = unicodedata.normalize("NFD", " ".join(word.text for word in line.words).lower())
    return "".join(sign for sign in text if not unicodedata.combining(sign)).replace("đ", "d")
