"""Marks taken off the letters of any script."""

from __future__ import annotations

import unicodedata


def strip_marks(text: str) -> str:
    """``text`` without accents, ``đ`` as ``d``."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
