"""The process that fills a form of an office: limits first, then what the file may hold, then its words.

Run as ``python -m dondoc_web.papers.filling_process`` in a folder with
``form.docx`` and ``words.json``; leaves ``filled.docx`` and ``result.json``.
No Django here: the file is not trusted, so nothing is within its reach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dondoc.reading.processor import allow_more_time
from dondoc.reading.safe_process import confine
from dondoc_web.papers.package import LIMITS, Refused, check_package

FILTERS = {"upper", "lower", "join", "default", "length", "first", "last"}
PLAIN = {
    "Template", "Output", "TemplateData", "Name", "For", "If", "Getattr", "Getitem", "Const", "Compare", "Operand",
    "Not", "And", "Or", "Filter", "Test", "CondExpr", "Concat",
}  # fmt: skip
"""Nodes of Jinja that a form may hold: it shows and repeats, it calls and computes nothing."""
_TAGS = re.compile(r"<[^>]+>")
_FILLED_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


def check_form(path: Path) -> None:
    """A DOCX that may be opened, with tags only where they are filled."""
    check_package(path, frozenset({"word/document.xml", "[Content_Types].xml"}), "not_docx", _no_tags_elsewhere)


def _no_tags_elsewhere(name: str, content: bytes) -> None:
    if name.lower().endswith((".xml", ".rels")) and not _FILLED_PART.fullmatch(name):
        words = _TAGS.sub("", content.decode("utf-8", "replace"))
        if "{{" in words or "{%" in words:
            raise Refused("misplaced", name)


def check_words(form: Any, environment: Any, known: set[str]) -> None:
    """Every tag shows, repeats or chooses among the words that there are; a wrong one is shown with its place."""
    from jinja2 import TemplateSyntaxError

    for xml in _xml_parts(form):
        lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", form.patch_xml(xml)).split("\n")
        try:
            _check_tree(environment.parse("\n".join(lines)), lines, known)
        except TemplateSyntaxError as error:
            raise Refused("syntax", _place(lines, error.lineno), error.message or "") from error


def _xml_parts(form: Any) -> Iterator[str]:
    yield form.get_xml()
    for kind in (form.HEADER_URI, form.FOOTER_URI):
        for _key, part in form.get_headers_footers(kind):
            yield form.get_part_xml(part)


def _place(lines: list[str], number: int) -> str:
    """The words of the paragraph in which something is wrong."""
    for line in lines[max(0, number - 1) :: -1] if lines else []:
        words = _TAGS.sub("", line).strip()
        if words:
            return words
    return ""


def _check_tree(tree: Any, lines: list[str], known: set[str]) -> None:
    from jinja2 import nodes

    own = {one.name for loop in tree.find_all(nodes.For) for one in loop.target.find_all(nodes.Name)}
    own |= {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for node in tree.find_all(nodes.Node):
        place, kind = _place(lines, node.lineno), type(node).__name__
        if kind not in PLAIN:
            raise Refused("injection", place, kind)
        name = node.attr if isinstance(node, nodes.Getattr) else None
        if isinstance(node, nodes.Getitem):
            name = node.arg.value if isinstance(node.arg, nodes.Const) else "_"
        if isinstance(name, str) and name.startswith("_"):
            raise Refused("injection", place, name)
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise Refused("injection", place, node.name)
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in known | own | {"loop"}:
            raise Refused("unknown", place, node.name)


def fill(form_path: Path, words: dict[str, Any], target: Path) -> list[str]:
    """Write the filled form; its lines."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    form = DocxTemplate(form_path)
    try:
        form.init_docx()
    except (KeyError, ValueError, SyntaxError) as error:  # lxml's error of syntax is one of Python's
        raise Refused("not_docx") from error
    check_words(form, environment, set(words))
    try:
        form.render(words, jinja_env=environment, autoescape=True)
    except TemplateError as error:
        raise Refused("unfilled", "", str(error.message or "")) from error
    form.save(target)
    filled = (one.text for one in DocxTemplate(target).get_docx().element.body.iter("{*}p"))
    return [line for line in (" ".join((text or "").split()) for text in filled) if line]


def main() -> None:
    """Fill ``form.docx`` with ``words.json``."""
    confine(LIMITS)
    allow_more_time(LIMITS.seconds)
    answer: dict[str, Any]
    try:
        check_form(Path("form.docx"))
        words = json.loads(Path("words.json").read_text(encoding="utf-8"))
        answer = {"lines": fill(Path("form.docx"), words, Path("filled.docx"))}
    except Refused as refused:
        answer = refused.said
    except (MemoryError, RecursionError):
        answer = {"error": "bomb", "place": "", "detail": ""}
    Path("result.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
