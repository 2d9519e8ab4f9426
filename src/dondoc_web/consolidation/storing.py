"""A draft put into the tables: all of it, or the sentences that a person takes over. What a person wrote stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dondoc_web.consolidation.comparing import ANNEXES
from dondoc_web.consolidation.drafting import Draft, Line
from dondoc_web.consolidation.models import Consolidation, Section, Sentence

AT_ONCE = 500


def put(made: Consolidation, now: Draft, keys: Collection[str] | None = None) -> None:
    """Take ``now`` over: everything, or what has one of ``keys``.

    The order of sections and sentences and the sources of unchanged sentences
    follow ``now`` in any case.
    """
    lines = {line.key: line for line in now.lines}
    there = {one.key: one for one in made.sentences.all()}
    taken = set(lines) | set(there) if keys is None else set(keys)
    sections = _sections(made, now, {line.part for key, line in lines.items() if key in taken or key in there})
    _drop(there, taken - set(lines))
    _update([(there[key], line) for key, line in lines.items() if key in there], sections, taken)
    Sentence.objects.bulk_create(
        (_made(made, line, sections) for key, line in lines.items() if key in taken and key not in there),
        batch_size=AT_ONCE,
    )
    if keys is None or ANNEXES in keys:
        made.annexes = dict(now.annexes)
    Section.objects.filter(consolidation=made, own=False, sentences=None).exclude(key="results").delete()


def _sections(made: Consolidation, now: Draft, used: Collection[str]) -> Mapping[str, Section]:
    """Sections of ``now`` that hold something, by key; where they stand is settled anew."""
    there = {one.key: one for one in made.sections.all()}
    wanted = [part for part in now.parts if part.key in used or part.key in there or part.key == "results"]
    new = [
        Section(consolidation=made, key=part.key, position=0, level=part.level, title=part.title)
        for part in wanted
        if part.key not in there
    ]
    there |= {one.key: one for one in Section.objects.bulk_create(new)}
    machine = [there[part.key] for part in wanted]
    known = {one.key for one in machine}
    for one in sorted(there.values(), key=lambda one: one.position):
        if not one.own and one.key not in known:  # only edited sentences hold it: it stays before the end
            machine.insert(max(0, len(machine) - 1), one)
    _place(machine, [one for one in there.values() if one.own])
    return there


def place(made: Consolidation) -> None:
    """Put sections of people behind those that they follow."""
    rows = list(made.sections.all())
    _place([one for one in rows if not one.own], [one for one in rows if one.own])


def _place(machine: list[Section], own: list[Section]) -> None:
    ordered = list(machine)
    for one in sorted(own, key=lambda one: one.pk):
        at = next((n for n, other in enumerate(ordered) if other.key == one.after), max(0, len(ordered) - 2))
        ordered.insert(_behind(ordered, at), one)
    for position, one in enumerate(ordered, 1):
        one.position = position
    Section.objects.bulk_update(ordered, ["position"], batch_size=AT_ONCE)


def _behind(ordered: list[Section], at: int) -> int:
    """The place behind a section and what stands below it."""
    level = ordered[at].level
    at += 1
    while at < len(ordered) and (ordered[at].level > max(level, 1) or (ordered[at].own and ordered[at].level >= level)):
        at += 1
    return at


def _drop(there: Mapping[str, Sentence], gone: Collection[str]) -> None:
    """What the reports no longer give goes, unless a person wrote in it."""
    rows = [there[key] for key in gone if key in there and not there[key].is_own]
    edited = [one for one in rows if one.edited]
    for one in edited:
        one.gone = True
    Sentence.objects.bulk_update(edited, ["gone"], batch_size=AT_ONCE)
    Sentence.objects.filter(pk__in=[one.pk for one in rows if not one.edited]).delete()


def _update(rows: list[tuple[Sentence, Line]], sections: Mapping[str, Section], taken: Collection[str]) -> None:
    differing = []
    for one, line in rows:
        before = (one.section_id, one.order, one.sources, one.drafted, one.gone)
        one.section, one.order = sections[line.part], line.order
        if line.key in taken:
            one.text = one.text if one.edited else line.text
            one.drafted, one.gone = line.text, False
        if one.drafted == line.text:
            one.sources = [list(pair) for pair in line.sources]
        if before != (one.section_id, one.order, one.sources, one.drafted, one.gone):
            differing.append(one)
    names = ["section", "order", "text", "drafted", "sources", "gone"]
    Sentence.objects.bulk_update(differing, names, batch_size=AT_ONCE)


def _made(made: Consolidation, line: Line, sections: Mapping[str, Section]) -> Sentence:
    return Sentence(
        consolidation=made,
        section=sections[line.part],
        key=line.key,
        order=line.order,
        text=line.text,
        drafted=line.text,
        sources=[list(pair) for pair in line.sources],
    )
