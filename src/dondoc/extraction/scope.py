"""Where a clause stands: its children, the section it belongs to, the group of tasks.

What a section is for (purpose, tasks, organisation …) is told by the words of
its title; the words are data (``data/section_roles.csv``).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from dondoc.document import Clause, ClauseKind, Document, Quote
from dondoc.parsing.fields import folded
from dondoc.parsing.outline import CLOSES
from dondoc.text import Passage, join


class SectionRole(StrEnum):
    """What the clauses of a section do."""

    PURPOSE = "purpose"
    BACKGROUND = "background"
    TASKS = "tasks"
    ORGANISATION = "organisation"
    FUNDS = "funds"
    OTHER = "other"


@cache
def _role_words() -> tuple[tuple[SectionRole, str, str], ...]:
    text = files("dondoc.extraction").joinpath("data/section_roles.csv").read_text(encoding="utf-8")
    return tuple((SectionRole(r["role"]), r["where"], r["words"]) for r in csv.DictReader(text.splitlines()))


@cache
def _group_words() -> tuple[tuple[str, str], ...]:
    text = files("dondoc.extraction").joinpath("data/groups.csv").read_text(encoding="utf-8")
    return tuple((r["group"], r["words"]) for r in csv.DictReader(text.splitlines()))


def section_role(title: str) -> SectionRole | None:
    """What a section of this title is for; None when its words do not say.

    >>> section_role("MỤC ĐÍCH, YÊU CẦU").value, section_role("MỤC TIÊU, NHIỆM VỤ").value
    ('purpose', 'tasks')
    """
    text = folded(title)
    for role, where, words in _role_words():
        if text.startswith(words) or (where == "any" and f" {words}" in text):
            return role
    return None


def task_group(title: str | None) -> str | None:
    """Which of the usual groups of tasks a heading names, if any."""
    text = folded(title or "")
    return next((group for group, words in _group_words() if words in text), None)


class Tree:
    """The clauses of a document by parent, with their words as passages."""

    def __init__(self, document: Document, source: str) -> None:
        self.document = document
        self.source = source
        self.by_path = {clause.path: clause for clause in document.clauses}
        self._children: defaultdict[str | None, list[Clause]] = defaultdict(list)
        self.closing: set[str] = set()
        self._last = _last_paragraphs(document.clauses)
        for clause in document.clauses:
            self._children[self._above(clause)].append(clause)

    def _above(self, clause: Clause) -> str | None:
        """The parent; for an unnumbered paragraph that closes the plan, the section and not its last item."""
        if clause.kind is not ClauseKind.PARAGRAPH or not clause.text or not CLOSES.match(clause.text.text):
            return clause.parent
        top = clause
        while (above := self.parent(top)) is not None:
            top = above
        if top is clause or not top.title or section_role(top.title.text) is not SectionRole.ORGANISATION:
            return self._after_all(clause)
        self.closing.add(clause.path)
        return top.path

    def _after_all(self, clause: Clause) -> str | None:
        """A closing paragraph with no unit behind it closes the directive and not its last item."""
        if clause.path not in self._last or not clause.parent or clause.parent.startswith("PL"):
            return clause.parent
        self.closing.add(clause.path)
        return None

    def children(self, clause: Clause | None) -> list[Clause]:
        """Clauses right under one; those at the top for None."""
        return self._children.get(clause.path if clause else None, [])

    def parent(self, clause: Clause) -> Clause | None:
        """The clause above."""
        return self.by_path.get(clause.parent) if clause.parent else None

    def words(self, clause: Clause) -> Passage:
        """Title and text of a clause as one passage, the colon between them kept out."""
        parts = [q.passage(self.source) for q in (clause.title, clause.text) if q]
        return join(parts)

    def under(self, clause: Clause) -> list[Clause]:
        """All clauses below one, in order, field lines left out."""
        found: list[Clause] = []
        todo = list(reversed(self.children(clause)))
        while todo:
            child = todo.pop()
            if child.kind is not ClauseKind.BLOCK_LINE:
                found.append(child)
                todo.extend(reversed(self.children(child)))
        return found

    def last_line(self, clause: Clause) -> int:
        """The last line of a clause with all that is under it."""
        return max([clause.last_line, *(child.last_line for child in self.under(clause))])

    def block(self, clause: Clause) -> list[Clause]:
        """Field lines right under a clause."""
        return [child for child in self.children(clause) if child.kind is ClauseKind.BLOCK_LINE]


def _last_paragraphs(clauses: Sequence[Clause]) -> frozenset[str]:
    """Paths of the unlabelled paragraphs with which the directive, its appendices apart, ends."""
    main = [c for c in clauses if not c.path.startswith("PL")]
    labelled_before = next((k for k in range(len(main), 0, -1) if main[k - 1].kind is not ClauseKind.PARAGRAPH), 0)
    return frozenset(c.path for c in main[labelled_before:])


def quote_of(words: Passage, source: str, reason: str | None = None) -> Quote:
    """The words of a passage, a final full stop of the document ("./.") left out."""
    text = words.text.rstrip()
    if text.endswith("./."):
        words = words.cut(0, len(text) - 3)
    return Quote.of(words.strip(), source, reason)


def labelled(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses with a printed number or letter."""
    return [c for c in clauses if c.label and c.kind in (ClauseKind.HEADING, ClauseKind.ITEM)]
