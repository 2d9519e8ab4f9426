"""Automatic numbers of Word paragraphs, as they are printed.

Word keeps no number with a paragraph, only which list and which level it
belongs to; numbers are counted when the page is drawn (ISO/IEC 29500-1 §17.9).
Lists count together when they share a definition (``abstractNum``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its numbers look and when they start again.

    ``text`` holds ``%1`` to ``%9`` where the number of that level is printed.
    ``restart`` is the level (from 1) after which it starts again, 0 for never,
    None for after any level above. ``legal`` prints all numbers in digits.
    """

    start: int = 1
    format: str = "decimal"
    text: str = ""
    space: str = " "
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list: the definition it counts with, its levels, and levels that it starts anew."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: Element | None, linked: Mapping[str, str] | None = None) -> None:
        """``root`` is the numbering part; ``linked`` gives the list of each numbering style."""
        self._lists = dict(_lists(root, linked or {})) if root is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def level_of_style(self, number_id: str, style: str) -> int | None:
        """The level of a list that a paragraph style is tied to."""
        found = self._lists.get(number_id)
        return next((k for k, level in found.levels.items() if level.style == style), None) if found else None

    def next(self, number_id: str, level: int) -> str:
        """Counts one paragraph of a list and gives what is printed before it, with the space after.

        Empty for a list or level that the document does not define.
        """
        listed = self._lists.get(number_id)
        if listed is None or level not in listed.levels:
            return ""
        counts = self._counts.setdefault(listed.definition, {})
        shape = listed.levels[level]
        if level in listed.starts and (number_id, level) not in self._started:
            counts[level] = listed.starts[level]
            self._started.add((number_id, level))
        else:
            counts[level] = counts[level] + 1 if level in counts else shape.start
        for deeper in [k for k in counts if k > level and _starts_again(listed.levels.get(k), level)]:
            del counts[deeper]
        label = _label(listed.levels, counts, level)
        return label + shape.space if label else ""


def _starts_again(deeper: Level | None, used: int) -> bool:
    """A level starts again after a paragraph of level ``used`` above it."""
    return deeper is None or deeper.restart is None or used < deeper.restart


def _label(levels: Mapping[int, Level], counts: Mapping[int, int], level: int) -> str:
    shape = levels[level]
    if shape.format == "bullet":
        return bullet(shape.text)

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        of = levels.get(at, Level())
        return number_text(counts.get(at, of.start), "decimal" if shape.legal else of.format)

    return re.sub(r"%([1-9])", number, shape.text).strip()


_GLYPHS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "\uf02d": "-",
    "\uf0be": "-",
    "o": "•",
    "−": "-",
    "‒": "-",
}


def bullet(glyph: str) -> str:
    """The sign of a bullet; glyphs of symbol fonts as the nearest sign of Unicode."""
    sign = glyph.strip()
    if not sign:
        return ""
    return _GLYPHS.get(sign, "•" if "\ue000" <= sign[0] <= "\uf8ff" else sign)


def number_text(value: int, form: str) -> str:
    """A number in a form of Word (``decimal``, ``upperRoman``, ``lowerLetter`` …).

    >>> number_text(4, "upperRoman"), number_text(5, "lowerLetter"), number_text(28, "upperLetter")
    ('IV', 'e', 'BB')
    """
    if form in ("upperRoman", "lowerRoman"):
        return _roman(value) if form == "upperRoman" else _roman(value).lower()
    if form in ("upperLetter", "lowerLetter") and value > 0:
        times, letter = divmod(value - 1, 26)
        text = chr(65 + letter) * min(times + 1, 30)
        return text if form == "upperLetter" else text.lower()
    shapes = {
        "none": "", "decimalZero": f"{value:02d}", "numberInDash": f"- {value} -",
        "decimalEnclosedParen": f"({value})", "decimalEnclosedFullstop": f"{value}.",
    }  # fmt: skip
    return shapes.get(form, str(value))


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    text = ""
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text += sign * (value // size)
        value %= size
    return text


# Reading the definitions --------------------------------------------------------------------------


def value_of(parent: Element | None, tag: str) -> str | None:
    """The ``w:val`` of a child of that name."""
    child = parent.find(W + tag) if parent is not None else None
    return child.get(W + "val") if child is not None else None


def whole(text: str | None, default: int = 0) -> int:
    """A whole number written in an attribute."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _lists(root: Element, linked: Mapping[str, str]) -> Iterator[tuple[str, ListOf]]:
    definitions = {node.get(W + "abstractNumId") or "": node for node in root.iterchildren(W + "abstractNum")}
    of_list = {
        node.get(W + "numId") or "": value_of(node, "abstractNumId") or "" for node in root.iterchildren(W + "num")
    }
    for node in root.iterchildren(W + "num"):
        key = value_of(node, "abstractNumId") or ""
        style = value_of(definitions.get(key), "numStyleLink")
        if style and style in linked:
            key = of_list.get(linked[style], key)
        if key in definitions:
            yield node.get(W + "numId") or "", _with_overrides(key, dict(_levels(definitions[key])), node)


def _levels(definition: Element) -> Iterator[tuple[int, Level]]:
    for node in definition.iterchildren(W + "lvl"):
        yield whole(node.get(W + "ilvl")), _level(node)


_SPACES = {"nothing": "", "space": " ", "tab": " "}


def _level(node: Element) -> Level:
    restart = value_of(node, "lvlRestart")
    legal = node.find(W + "isLgl")
    return Level(
        start=whole(value_of(node, "start"), 0 if node.find(W + "start") is None else 1),
        format=value_of(node, "numFmt") or _custom_format(node),
        text=value_of(node, "lvlText") or "",
        space=_SPACES.get(value_of(node, "suff") or "tab", " "),
        restart=whole(restart) if restart is not None else None,
        legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
        style=value_of(node, "pStyle"),
    )


def _custom_format(node: Element) -> str:
    """Word wraps formats of its own in alternate content; the fallback says the usual one."""
    found = [child.get(W + "val") or "decimal" for child in node.iter(W + "numFmt")]
    return found[-1] if found else "decimal"


def _with_overrides(definition: str, levels: dict[int, Level], node: Element) -> ListOf:
    starts: dict[int, int] = {}
    for override in node.iterchildren(W + "lvlOverride"):
        at = whole(override.get(W + "ilvl"))
        own = override.find(W + "lvl")
        if own is not None:
            levels[at] = _level(own)
        start = value_of(override, "startOverride")
        if start is not None:
            starts[at] = whole(start, 1)
            levels[at] = replace(levels.get(at, Level()), start=starts[at])
    return ListOf(definition, levels, starts)
