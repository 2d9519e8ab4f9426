"""Tasks from field blocks: a unit of prose with lines "Cơ quan chủ trì: …", "Thời gian: …" under it."""

from __future__ import annotations

from dondoc.document import Clause, ClauseKind, Party, Quote, TaskOrigin, Timing
from dondoc.extraction import parties as who
from dondoc.extraction import times
from dondoc.extraction.draft import Draft
from dondoc.extraction.scope import Tree
from dondoc.parsing.fields import FieldName, field_label, inline_labels
from dondoc.text import Passage, join

Field = tuple[FieldName, Passage]


def block_fields(tree: Tree, clause: Clause) -> list[Field]:
    """The fields of the block under a clause, in order; one line may hold several."""
    fields: list[Field] = []
    for line in tree.block(clause):
        if line.text:
            fields += _line_fields(line.text.passage(tree.source))
    return [(field, words) for field, words in fields if words.text]


def _line_fields(words: Passage) -> list[Field]:
    label = field_label(words.text)
    if label is None:
        return []
    inner = [part for part in inline_labels(words.text) if part[1] > label.start]
    first_end = inner[0][1] if inner else len(words.text)
    found = [(label.field, words.cut(label.length, first_end).strip(" ;,.("))]
    found += [(field, words.cut(start, end).strip(" ;,.)")) for field, _, start, end in inner]
    return found


def inline_fields(words: Passage) -> tuple[Passage, list[Field]]:
    """A paragraph whose own end is a block ("… (Chủ trì: Sở Y tế; thời gian: Quý II)"): the rest, and its fields."""
    parts = inline_labels(words.text)
    telling = {FieldName.LEAD, FieldName.IMPLEMENTING, FieldName.COORDINATING, FieldName.DIRECTING}
    if not parts or parts[0][1] < 20 or not telling & {part[0] for part in parts}:
        return words, []
    fields = [(field, words.cut(start, end).strip(" ;,.)")) for field, _, start, end in parts]
    return words.cut(0, parts[0][1]).strip(" (-–;,"), fields


def block_task(tree: Tree, clause: Clause, units: list[Clause], fields: list[Field], role_group: str | None) -> Draft:
    """One task of a clause and the paragraphs, bullets or units under it, with the fields of its block."""
    words = tree.words(clause)
    points = [tree.words(unit) for unit in units]
    parties, timing, product, note = read_fields(fields, tree.source)
    if timing.rule is None:
        timing = times.of_words(words, tree.source)
    return Draft(
        label=clause.path,
        origin=TaskOrigin.BLOCK,
        words=words,
        lines=(clause.line, _last_line(tree, clause)),
        clause=clause.path,
        points=points,
        parties=parties,
        timing=timing,
        group=role_group,
        product=product,
        note=note,
    )


def _last_line(tree: Tree, clause: Clause) -> int:
    below = [*tree.under(clause), clause]
    blocks = [line for one in below for line in tree.block(one)]
    return max(one.last_line for one in [*below, *blocks])


def read_fields(fields: list[Field], source: str) -> tuple[list[Party], Timing, Quote | None, Quote | None]:
    """Parties, timing, product and note of a block."""
    lead_beside = any(field is FieldName.LEAD for field, _ in fields)
    parties: list[Party] = []
    timing = Timing()
    kept: dict[FieldName, Quote] = {}
    for field, words in fields:
        if field in who.ROLE_OF_FIELD:
            parties += who.of_field(words, field, source, lead_beside=lead_beside)
        elif field in (FieldName.TIME, FieldName.COMPLETION) and timing.rule in (None, "no_time"):
            timing = times.of_phrase(words, source, completion=field is FieldName.COMPLETION)
        elif field in (FieldName.PRODUCT, FieldName.NOTE):
            kept.setdefault(field, Quote.of(words.strip(" ."), source))
    return parties, timing, kept.get(FieldName.PRODUCT), kept.get(FieldName.NOTE)


def shares_block(tree: Tree, clause: Clause) -> bool:
    """Units a), b) … of which only the last has a block under it: the block is that of all of them."""
    parent = tree.parent(clause)
    if parent is None or parent.level < 2 or not parent.title:
        return False
    units = [c for c in tree.children(parent) if c.kind in (ClauseKind.ITEM, ClauseKind.HEADING)]
    with_block = [c for c in units if tree.block(c) or any(tree.block(below) for below in tree.under(c))]
    return len(units) > 1 and with_block == [units[-1]] and units[-1].path == clause.path


def full_text(tree: Tree, clause: Clause) -> Passage:
    """A clause and all under it as one passage."""
    return join([tree.words(clause), *(tree.words(child) for child in tree.under(clause))])
