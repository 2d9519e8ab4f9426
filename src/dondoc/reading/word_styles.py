"""What a Word paragraph or run inherits from its styles: list, alignment, hidden, capitals, font, rules of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from lxml.etree import _Element as Element

from dondoc.reading.numbering import W, value_of, whole

_OFF = ("0", "false", "off", "none")
_NO_RULE = ("nil", "none")


def flag(properties: Element | None, tag: str) -> bool | None:
    """A property that is on or off; None where it is not said."""
    node = properties.find(W + tag) if properties is not None else None
    return None if node is None else (node.get(W + "val") or "1") not in _OFF


class Styles:
    """The styles of a document, asked about its paragraphs, runs and tables."""

    def __init__(self, root: Element | None) -> None:
        nodes = list(root.iterchildren(W + "style")) if root is not None else []
        self._by_id = {node.get(W + "styleId") or "": node for node in nodes}
        self._default = next(
            (
                node.get(W + "styleId")
                for node in nodes
                if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true", "on")
            ),
            None,
        )
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._run_defaults = defaults
        self.numbering_links = {
            key: found for key, node in self._by_id.items() if (found := _number_id(node.find(W + "pPr")))
        }
        self._inherited_flag = cache(self._flag_of_style)
        self._inherited_font = cache(self._font_of_style)

    def _chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on, nearest first; a circle ends it."""
        seen: set[str] = set()
        while style and style in self._by_id and style not in seen:
            seen.add(style)
            yield style, self._by_id[style]
            style = value_of(self._by_id[style], "basedOn")

    def of_paragraph(self, properties: Element | None) -> str | None:
        """The paragraph's style, or the default one."""
        style = value_of(properties, "pStyle")
        return style if style in self._by_id else self._default

    def centred(self, properties: Element | None) -> bool:
        """The paragraph stands in the middle of the line."""
        found = value_of(properties, "jc")
        for _, node in self._chain(self.of_paragraph(properties)) if found is None else ():
            found = found or value_of(node.find(W + "pPr"), "jc")
        return found == "center"

    def list_of(
        self, properties: Element | None, level_of_style: Callable[[str, str], int | None]
    ) -> tuple[str, int] | None:
        """List and level of a paragraph, its own or of its styles; None for a plain one."""
        own = properties.find(W + "numPr") if properties is not None else None
        number_id, level = value_of(own, "numId"), value_of(own, "ilvl")
        for style, node in self._chain(self.of_paragraph(properties)) if number_id is None else ():
            inherited = node.find(f"{W}pPr/{W}numPr")
            if level is None:
                level = value_of(inherited, "ilvl")
            number_id = value_of(inherited, "numId")
            if number_id is not None:
                tied = level_of_style(number_id, self.of_paragraph(properties) or style)
                level = str(tied) if tied is not None and level is None else level
                break
        if number_id is None or number_id == "0":
            return None
        return number_id, whole(level)

    def run_flag(self, run: Element | None, style: str | None, tag: str) -> bool:
        """A run is hidden (``vanish``) or in capitals (``caps``): by itself, its style, the paragraph's style."""
        own = flag(run, tag)
        if own is None and (character := value_of(run, "rStyle")):
            own = self._inherited_flag(character, tag)
        if own is None and style:
            own = self._inherited_flag(style, tag)
        return bool(own if own is not None else flag(self._run_defaults, tag))

    def font(self, run: Element | None, style: str | None) -> str:
        """The name of the font that Western letters of a run are drawn in; empty where a theme decides."""
        found = _font(run)
        if found is None and (character := value_of(run, "rStyle")):
            found = self._inherited_font(character)
        if found is None and style:
            found = self._inherited_font(style)
        return found or _font(self._run_defaults) or ""

    def _flag_of_style(self, style: str, tag: str) -> bool | None:
        return next(
            (found for _, node in self._chain(style) if (found := flag(node.find(W + "rPr"), tag)) is not None), None
        )

    def _font_of_style(self, style: str) -> str | None:
        return next((found for _, node in self._chain(style) if (found := _font(node.find(W + "rPr")))), None)

    def ruled(self, table: Element) -> bool:
        """Upright rules are drawn between the cells of a table, by itself, its style or a cell."""
        own = table.find(f"{W}tblPr/{W}tblBorders")
        drawn = _drawn(own, "insideV")
        for _, node in self._chain(value_of(table.find(W + "tblPr"), "tblStyle")) if drawn is None else ():
            drawn = _drawn(node.find(f"{W}tblPr/{W}tblBorders"), "insideV")
            if drawn is not None:
                break
        if drawn:
            return True
        cells = table.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders")
        return any(_drawn(cell, side) for cell in cells for side in ("left", "right", "start", "end"))


def _number_id(properties: Element | None) -> str | None:
    return value_of(properties.find(W + "numPr"), "numId") if properties is not None else None


def _font(properties: Element | None) -> str | None:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi")) if fonts is not None else None


def _drawn(borders: Element | None, side: str) -> bool | None:
    value = value_of(borders, side)
    return None if value is None else value not in _NO_RULE
