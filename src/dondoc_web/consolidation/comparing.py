"""What the reports say now beside what was drafted, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dondoc_web.consolidation.drafting import Draft, Frame, Line, digest, draft
from dondoc_web.consolidation.gathering import gather
from dondoc_web.consolidation.models import Consolidation, Kind, Sentence
from dondoc_web.papers.wording import full_name, named

ANNEXES = "annexes"
"""The key under which all tables of the annexes are compared as one."""
GONE = "gone"


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that the reports now give otherwise; ``now`` is None where they no longer give it."""

    key: str
    part: str
    before: str | None
    now: str | None
    edited: bool = False
    rows: int = 0

    @property
    def mark(self) -> str:
        """What is kept of it when a person leaves it."""
        return GONE if self.now is None else digest(self.now)


def frame_of(made: Consolidation) -> Frame:
    """Who reports on what."""
    return Frame(full_name(made.answers.agency), about_of(made), made.start, made.end, made.by_unit)


def about_of(made: Consolidation) -> str:
    """«kết quả thực hiện Kế hoạch số …», «sơ kết thực hiện …», «tổng kết thực hiện …»."""
    verb = {Kind.INTERIM: "sơ kết", Kind.FINAL: "tổng kết"}.get(Kind(made.kind), "kết quả")
    plan = made.answers.duty.plan or next((one.plan for one in made.duties.select_related("plan__directive")), None)
    return f"{verb} thực hiện {named(plan.directive) if plan else 'nhiệm vụ được giao'}"


def fresh(made: Consolidation) -> Draft:
    """The draft as it would be written now."""
    return draft(gather(made), frame_of(made))


def changes(made: Consolidation, now: Draft) -> Sequence[Change]:
    """What taking ``now`` over would change; what a person left is not told again unless it changed once more."""
    there = {one.key: one for one in made.sentences.all() if not one.is_own}
    found = [*_of_lines(there, now.lines), *_of_annexes(made, now)]
    return [one for one in found if made.left.get(one.key) != one.mark]


def _of_lines(there: Mapping[str, Sentence], lines: Sequence[Line]) -> Iterable[Change]:
    for line in lines:
        known = there.get(line.key)
        if known is None:
            yield Change(line.key, line.part, None, line.text)
        elif known.drafted != line.text or known.gone:
            yield Change(line.key, line.part, known.drafted, line.text, known.edited)
    still = {line.key for line in lines}
    for key, known in there.items():
        if key not in still and not known.gone:
            yield Change(key, "", known.drafted, None, known.edited)


def _of_annexes(made: Consolidation, now: Draft) -> Iterable[Change]:
    if made.annexes == now.annexes:
        return
    before = {(name, tuple(row)) for name, rows in made.annexes.items() for row in rows}
    after = {(name, tuple(row)) for name, rows in now.annexes.items() for row in rows}
    text = "\n".join(" | ".join(row) for _name, row in sorted(after - before))
    yield Change(ANNEXES, "", None, text, rows=len(after - before) or len(before - after))
