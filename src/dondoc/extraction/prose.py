"""Tasks from prose: items that agencies are charged with, and units of tasks without a block.

"Tổ chức thực hiện" charges a body with each item; a heading that names a body
charges it with the items below; elsewhere an item is a task when it begins
with the body that is charged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dondoc.agencies.names import is_agency, leading
from dondoc.document import Clause, ClauseKind, Party, Role, TaskOrigin
from dondoc.extraction import parties as who
from dondoc.extraction import times
from dondoc.extraction.blocks import Field, block_fields, block_task, inline_fields, read_fields, shares_block
from dondoc.extraction.draft import Draft
from dondoc.extraction.scope import SectionRole, Tree, section_role, task_group
from dondoc.extraction.splitting import split_duties
from dondoc.parsing.fields import FieldName, field_label
from dondoc.text import Passage


@dataclass(frozen=True, slots=True)
class Scope:
    """What the clauses above say of those below."""

    role: SectionRole = SectionRole.OTHER
    heads: tuple[Party, ...] = ()
    group: str | None = None
    tabled: bool = False


class ProseReader:
    """Walks the outline once and collects drafts."""

    def __init__(self, tree: Tree, *, tabled: bool) -> None:
        self.tree = tree
        self.source = tree.source
        self.drafts: list[Draft] = []
        self.start = Scope(tabled=tabled)

    def read(self) -> list[Draft]:
        """All tasks of the prose, in no particular order."""
        for clause in self.tree.children(None):
            self.visit(clause, self.start)
        return self.drafts

    def visit(self, clause: Clause, scope: Scope) -> None:
        """A clause and what is under it, with its block first, then by the role of its section."""
        if clause.kind is ClauseKind.BLOCK_LINE:
            return
        scope = self._narrowed(clause, scope)
        if self._block(clause, scope):
            return
        if scope.role in (SectionRole.PURPOSE, SectionRole.BACKGROUND):
            self._each_child(clause, scope)
        elif scope.role is SectionRole.ORGANISATION:
            self._organised(clause, scope)
        elif scope.role is SectionRole.TASKS:
            self._tasks(clause, scope)
        else:
            self._charged_only(clause, scope)

    def _each_child(self, clause: Clause, scope: Scope) -> None:
        for child in self.tree.children(clause):
            self.visit(child, scope)

    def _narrowed(self, clause: Clause, scope: Scope) -> Scope:
        """The scope under a titled clause: a section role from its title, its group of tasks."""
        if not clause.title:
            return scope
        title = clause.title.text
        role = section_role(title)
        short = title.count(" ") < 14 or title.upper() == title
        if (
            role
            and (clause.level == 1 or (short and scope.role is not SectionRole.ORGANISATION))
            and not is_agency(title)
        ):
            heading = clause.level > 1 and scope.role is SectionRole.TASKS
            if not (heading and not _plain_title(title, role)):
                scope = replace(scope, role=role)
        return replace(scope, group=task_group(title) or scope.group)

    # Blocks ---------------------------------------------------------------------------------------

    def _block(self, clause: Clause, scope: Scope) -> bool:
        """Makes the task of a unit with a field block; True when the clause is done with."""
        units = [c for c in self.tree.children(clause) if c.kind is not ClauseKind.BLOCK_LINE]
        fields = block_fields(self.tree, clause)
        if fields and _telling(fields):
            self.drafts.append(block_task(self.tree, clause, self._above_block(clause), fields, scope.group))
            return True
        last = units[-1] if units else None
        if last is not None and self.tree.block(last) and shares_block(self.tree, last):
            fields = block_fields(self.tree, last)
            self.drafts.append(block_task(self.tree, clause, self.tree.under(clause), fields, scope.group))
            return True
        return self._inline_block(clause, scope)

    def _above_block(self, clause: Clause) -> list[Clause]:
        """What stands between a unit and the first line of its block; what follows describes, it does not order."""
        first = min(line.line for line in self.tree.block(clause))
        return [child for child in self.tree.under(clause) if child.line < first]

    def _inline_block(self, clause: Clause, scope: Scope) -> bool:
        if clause.kind not in (ClauseKind.ITEM, ClauseKind.BULLET) or clause.text is None:
            return False
        words, fields = inline_fields(self.tree.words(clause))
        if not fields:
            return False
        draft = self._draft(clause, words, TaskOrigin.BLOCK, scope)
        draft.parties, draft.timing, draft.product, draft.note = read_fields(fields, self.source)
        self.drafts.append(draft)
        return True

    # Tổ chức thực hiện ----------------------------------------------------------------------------

    def _organised(self, clause: Clause, scope: Scope) -> None:
        """Every item of "Tổ chức thực hiện" is a task of the body that it, or the heading above, names."""
        children = self.tree.children(clause)
        words = self.tree.words(clause)
        if clause.title:
            self._headed(clause, children, scope)
        elif children and words.text.endswith(":"):
            self._introduced(clause, children, words, scope)
        elif clause.kind is not ClauseKind.PARAGRAPH or self._paragraph_is_task(words, scope):
            self._charge(clause, words, scope)

    def _headed(self, clause: Clause, children: list[Clause], scope: Scope) -> None:
        """A heading: a body ("2. Sở Tài chính:"), a sentence about one, or only a title."""
        title = clause.title.passage(self.source) if clause.title else Passage("", ())
        heads = tuple(who.listed(title, Role.LEAD, self.source, who.HEADING)) if is_agency(title.text) else ()
        if not heads and (charged := who.subject(title, self.source)) and clause.level > 1:
            heads = tuple(who.inherited(charged, who.HEADING))
            if _acts(title.text) and not self._leads_in(clause):
                self._charge(clause, title, scope, whole=False)
        inner = replace(scope, heads=heads or scope.heads)
        if clause.text:
            self._charge(clause, clause.text.passage(self.source), inner, whole=not children)
        for child in children:
            inner = self._with_introduction(child, children, inner)
            self.visit(child, inner)

    def _leads_in(self, clause: Clause) -> bool:
        """A colon after the title and a list under it: the items are the tasks."""
        end = clause.title.spans[-1].end if clause.title and clause.title.spans else 0
        return self.source[end : end + 3].strip().startswith(":") and bool(self.tree.children(clause))

    def _with_introduction(self, child: Clause, children: list[Clause], scope: Scope) -> Scope:
        """«Công ty A; Công ty B … có trách nhiệm:» names those whom the list after it charges."""
        if child.kind is not ClauseKind.PARAGRAPH or not child.text or not child.text.text.endswith(":"):
            return scope
        named = who.subject(child.text.passage(self.source), self.source)
        following = children[children.index(child) + 1 :]
        if named and following:
            return replace(scope, heads=tuple(who.inherited(named, who.INTRODUCED)))
        return scope

    def _introduced(self, clause: Clause, children: list[Clause], words: Passage, scope: Scope) -> None:
        """«1. Sở A có trách nhiệm:» with a list: each item is A's; without a body it is one task."""
        named = who.subject(words, self.source)
        if not named or clause.kind is ClauseKind.BULLET:
            self._charge(clause, words, scope)
            return
        inner = replace(scope, heads=tuple(who.inherited(named, who.INTRODUCED)))
        for child in children:
            self.visit(child, inner)

    def _paragraph_is_task(self, words: Passage, scope: Scope) -> bool:
        """A paragraph charges when it is a sentence of a body named in it or above, not a mere lead-in."""
        said = _ABOVE.sub("", words.text)
        if words.text.endswith(":") or (_GENERAL_ORDER.match(said) and not _CONCRETE.search(words.text)):
            return False
        return bool(scope.heads) or leading(words.text) is not None

    def _charge(self, clause: Clause, words: Passage, scope: Scope, *, whole: bool = True) -> None:
        """The task, or tasks, of an item; what stands under it goes with it unless ``whole`` is False."""
        words = _without_general_order(words)
        if not words.text or _FORMAL.search(words.text) or (words.text.endswith(":") and not whole):
            return
        if clause.title and field_label(f"{clause.title.text}:"):
            return
        if len(words.text) < _LONGEST_LIST and is_agency(words.text) and not (whole and self.tree.under(clause)):
            return
        points = self.tree.under(clause) if whole else []
        heads = list(scope.heads)
        for part in split_duties(words) if not points else [words]:
            named = who.subject(part, self.source, opening=bool(scope.heads))
            leads = named or who.inherited(
                heads, who.PREVIOUS if part is not words and not scope.heads else who.HEADING
            )
            if named and not scope.heads:
                heads = named
            draft = self._draft(clause, part, _origin(scope), scope)
            partners = [
                p for p in who.partners(part, self.source) if p.phrase.text not in {x.phrase.text for x in leads}
            ]
            guides = [p for p in who.guides(part, self.source) if p.phrase.text not in {x.phrase.text for x in leads}]
            draft.parties = [*leads, *partners, *guides]
            draft.timing = times.of_words(part, self.source)
            draft.points = [self.tree.words(point) for point in points]
            draft.lines = self._lines(clause, part, points)
            self.drafts.append(draft)

    def _lines(self, clause: Clause, part: Passage, points: list[Clause]) -> tuple[int, int]:
        """Lines on which the words stand, to the last line of what goes with them."""
        text = self.source
        spans = part.spans(text)
        if not spans:
            return clause.line, clause.last_line
        own = self.tree.words(clause).spans(text)
        base = own[0].start if own else spans[0].start
        first = clause.line + text.count("\n", base, spans[0].start)
        last = clause.line + text.count("\n", base, spans[-1].end)
        return first, max([last, *(point.last_line for point in points)])

    def _draft(self, clause: Clause, words: Passage, origin: TaskOrigin, scope: Scope) -> Draft:
        label = clause.path
        if clause.path in self.tree.closing:
            last = clause in self.tree.children(None)
            label, origin = "end" if last else _top(clause.path), TaskOrigin.CLOSING
        elif clause.kind is ClauseKind.PARAGRAPH:
            label = clause.parent or ""
        group = "organisation" if scope.role is SectionRole.ORGANISATION else scope.group
        return Draft(label, origin, words, (clause.line, clause.last_line), clause.path, group=group)

    # Nhiệm vụ, giải pháp ----------------------------------------------------------------------------

    def _tasks(self, clause: Clause, scope: Scope) -> None:
        """A section of tasks: bodies' headings, numbered units, charged items; nothing when a table assigns them."""
        children = [c for c in self.tree.children(clause) if c.kind is not ClauseKind.BLOCK_LINE]
        if clause.title and _names_body(clause.title.text):
            self._headed(clause, children, replace(scope, role=SectionRole.ORGANISATION))
        elif self._has_units(clause, children):
            for child in children:
                self.visit(child, scope)
        elif not scope.tabled:
            self._unit(clause, children, scope)

    def _has_units(self, clause: Clause, children: list[Clause]) -> bool:
        """Smaller units under the clause are the tasks: numbered ones, ones with blocks, or charged letters."""
        numbered = [c for c in children if c.kind in (ClauseKind.HEADING, ClauseKind.ITEM)]
        if any(self.tree.block(c) for c in children) or any(c.title for c in numbered):
            return True
        if clause.level == 1 or clause.kind is ClauseKind.PARAGRAPH:
            return bool(children)
        plain = [c for c in numbered if c.label[:1].isdigit()]
        return bool(plain) or any(leading(self.tree.words(c).text) for c in numbered)

    def _unit(self, clause: Clause, children: list[Clause], scope: Scope) -> None:
        """A unit without block: one task; bodies that its bullets begin with lead it."""
        words = self.tree.words(clause)
        numbered = clause.kind in (ClauseKind.HEADING, ClauseKind.ITEM) and clause.level > 1
        ordered = who.subject(clause.text.passage(self.source), self.source) if clause.title and clause.text else []
        charged = ordered or who.subject(words, self.source)
        if not numbered and not charged:
            return
        if not charged and clause.label[:1].isalpha() and clause.label.islower():
            return
        if charged and not children:
            heads = tuple(who.inherited(ordered, who.INTRODUCED)) or scope.heads
            self._charge(clause, words, replace(scope, role=SectionRole.TASKS, heads=heads))
            return
        points = self.tree.under(clause)
        draft = self._draft(clause, words, TaskOrigin.UNCHARGED_PROSE, scope)
        draft.points = [self.tree.words(point) for point in points]
        draft.lines = (clause.line, self.tree.last_line(clause))
        assigned = self._assigned(words, points)
        if assigned and not charged:
            draft.words, draft.points, sentence = assigned
            draft.parties = [*who.subject(sentence, self.source), *who.partners(sentence, self.source)]
            draft.timing = times.labelled(sentence, self.source)
        else:
            draft.parties = charged or self._subjects_of(points)
        if draft.parties:
            draft.origin = TaskOrigin.CHARGED_PROSE
        if draft.timing.rule is None:
            draft.timing = times.of_words(draft.words, self.source)
        self.drafts.append(draft)

    def _assigned(self, words: Passage, points: list[Clause]) -> tuple[Passage, list[Passage], Passage] | None:
        """A last sentence «Sở A chủ trì, phối hợp với … thực hiện. Thời gian: …»: text, points and sentence apart."""
        rest = [self.tree.words(point) for point in points]
        if rest and _takes_charge(rest[-1].text):
            return words, rest[:-1], rest[-1]
        if not rest:
            if (bracket := _BRACKET_END.search(words.text)) and _takes_charge(bracket["inside"]):
                return words.cut(0, bracket.start()), [], words.cut(*bracket.span("inside"))
            for stop in _SENTENCE.finditer(words.text):
                if _takes_charge(words.text[stop.end() :]):
                    return words.cut(0, stop.start() + 1), [], words.cut(stop.end(), len(words.text))
        return None

    def _subjects_of(self, points: list[Clause]) -> list[Party]:
        found: list[Party] = []
        for point in points:
            for one in who.subject(self.tree.words(point), self.source):
                if one.phrase.text not in {p.phrase.text for p in found}:
                    found.append(one)
        return found

    # Elsewhere ------------------------------------------------------------------------------------

    def _charged_only(self, clause: Clause, scope: Scope) -> None:
        """Outside the usual sections an item is a task when it names the body that is charged."""
        children = self.tree.children(clause)
        words = self.tree.words(clause)
        if clause.title:
            named = _names_body(clause.title.text)
            inner = replace(scope, role=SectionRole.ORGANISATION) if named else scope
            if named:
                self._headed(clause, children, inner)
            else:
                self._each_child(clause, scope)
        elif clause.kind in (ClauseKind.ITEM, ClauseKind.BULLET) and leading(words.text):
            self._organised(clause, scope)
        elif clause.path in self.tree.closing and _CONCRETE.search(words.text):
            if self._paragraph_is_task(words, scope):
                self._charge(clause, words, scope)
        else:
            self._each_child(clause, scope)


_FORMAL = re.compile(
    r"chịu trách nhiệm (?:thi hành|thực hiện) (?:Quyết định|Nghị quyết|Chỉ thị) này|"
    r"có hiệu lực (?:thi hành\s+)?(?:kể )?từ|"
    r"^Ban hành kèm theo|^(?:Nay )?[Pp]hê duyệt kèm theo"
)
_GENERAL_ORDER = re.compile(
    r"^(?:Yêu cầu|Đề nghị)[^.;]{0,160}?(?:triển khai|tổ chức|nghiêm túc)[^.;]{0,60}?thực hiện[^.;]{0,60}(?:[./;]|$)",
    re.I,
)
_LONGEST_LIST = 300
"""Characters beyond which an item is a sentence, not a bare list of addressees."""

_ABOVE = re.compile(r"^Trên đây là[^,;.]{0,200}[,;.]\s*", re.I)
_BRACKET_END = re.compile(r"\s*\((?P<inside>[^()]{10,300})\)[.;]?$")
_SENTENCE = re.compile(r"\.\s+")


def _takes_charge(text: str) -> bool:
    place = leading(text)
    return place is not None and bool(re.match(r",?\s*(?:là (?:cơ quan|đơn vị) )?chủ trì\b", text[place[1] :]))


_CONCRETE = re.compile(r"báo cáo|phản ánh|kiến nghị|đề xuất|phối hợp|tổng hợp|hướng dẫn|đôn đốc")


def _without_general_order(words: Passage) -> Passage:
    """Without a first sentence that only orders everybody to carry the plan out."""
    order = _GENERAL_ORDER.match(words.text)
    if order and order.end() < len(words.text) - 2 and not _CONCRETE.search(order[0]):
        return words.cut(order.end(), len(words.text)).strip()
    return words


def _telling(fields: list[Field]) -> bool:
    return any(field in _TELLING for field, _ in fields)


_TELLING = frozenset(
    {
        FieldName.DIRECTING,
        FieldName.LEAD,
        FieldName.IMPLEMENTING,
        FieldName.COORDINATING,
        FieldName.TIME,
        FieldName.COMPLETION,
    }
)


def _names_body(title: str) -> bool:
    """«2. Sở Tài chính:», «3. Giao Sở Tài chính:», «Đề nghị các ban của HĐND tỉnh:»."""
    if is_agency(title):
        return True
    place = leading(title)
    return place is not None and place[0] > 0 and title[: place[0]].count(" ") < 5 and len(title) - place[1] < 2


def _acts(title: str) -> bool:
    """A heading that is a whole sentence: the body, and what it does, up to a full stop."""
    place = leading(title)
    return place is not None and len(title) - place[1] > 20 and not is_agency(title)


def _plain_title(title: str, role: SectionRole) -> bool:
    """Within a section of tasks only a bare "Mục tiêu", "Tổ chức thực hiện" opens another kind of section."""
    words = title.count(" ")
    return role is not SectionRole.TASKS and (words < 5 or (role is SectionRole.PURPOSE and words < 14))


def _top(path: str) -> str:
    return re.split(r"[./#]", path)[0]


def _origin(scope: Scope) -> TaskOrigin:
    return TaskOrigin.ORGANISATION if scope.role is SectionRole.ORGANISATION else TaskOrigin.CHARGED_PROSE
