"""How names of bodies are compared, and what a key says."""

from __future__ import annotations

import re
import unicodedata

from dondoc.agencies.registry import normal
from dondoc.agencies.words import key as spelled

_NOT_WORD = re.compile(r"[^\w]+")


def folded(name: str) -> str:
    """Small letters without marks, đ as d, one space between words.

    >>> folded("Sở Văn hoá, Thể thao & Du lịch")
    'so van hoa the thao du lich'
    """
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", bare).split())


def comparable(name: str) -> str:
    """``name`` with its abbreviations written out, then folded: ``UBND tỉnh`` is ``Ủy ban nhân dân tỉnh``.

    >>> comparable("Sở VHTTDL") == comparable("Sở Văn hóa, Thể thao và Du lịch")
    True
    """
    return folded(normal(name))


def slug(name: str) -> str:
    """``name`` as part of a key: ``so-noi-vu``."""
    return folded(name).replace(" ", "-")


def place_of(key: str) -> str:
    """The place in a key: ``lam-giang`` of ``so-noi-vu@lam-giang``; empty at the central level."""
    return key.partition("@")[2]


def speaks_of(text: str, functions: str) -> int:
    """How long the longest of ``functions`` (parted by ``;``) is that ``text`` names as whole words; 0 for none.

    Marks count, unless ``text`` is written without any.

    >>> speaks_of("Đẩy mạnh thông tin đối ngoại", "báo chí; thông tin đối ngoại") > 0
    True
    """
    read = folded if text.isascii() else spelled
    words = f" {_NOT_WORD.sub(' ', read(text)).strip()} "
    parts = (" ".join(_NOT_WORD.sub(" ", read(part)).split()) for part in functions.split(";"))
    return max((len(part) for part in parts if part and f" {part} " in words), default=0)
