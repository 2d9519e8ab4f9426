"""Pairs of a clause and a task that answers it, with a score and what speaks for it.

What counts, and how much, is written here as named constants. They were set on
two pairs of directives of the answer key, and ``NEAR`` at last on all four; ``docs/accuracy.md`` says what the
others gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.linking.groups import aligned
from dondoc.linking.items import ON_REQUEST, Answer, Asked
from dondoc.linking.shares import Shares, telling
from dondoc.linking.words import numbers

LEAST = 0.32
"""Score from which a pair is proposed."""

NEAR = 0.85
"""A task answers further clauses whose score is at least this share of its best."""

HEADING = 0.4
"""What it adds that both stand under headings of the same group."""

OWN = 0.25
"""Words in common without which a clause under a heading is not meant: then the heading itself is."""

SAME_AGENCY = 0.1
SAME_RHYTHM = 0.05
SAME_PAPER = 0.15
"""What the same agency (or its counterpart at another level), the same rhythm, the same cited paper add."""

OTHER_SECTION = 0.5
"""Share that is left where one side organises the work and the other does not."""

AIM = 0.6
"""Share that is left where the clause tells an aim: nobody is charged there."""

ON_REQUEST_ONLY = 0.6
"""Share that is left where one side is done on request only and the other at set times."""

LEVELS = ("bo-", "so-", "phong-", "uy-ban-nhan-dan-", "ban-", "thanh-tra-")
"""How keys of agencies of the same business begin at different levels."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for a link: shares 0 to 1 of words and of headings; agency, rhythm and papers in common."""

    words: float
    heading: float
    agency: bool = False
    rhythm: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Task ``key`` answers the clause at ``path``; ``score`` is 0 to 1."""

    path: str
    key: str
    score: float
    reasons: Reasons


def links(asked: Sequence[Asked], given: Sequence[Answer]) -> tuple[Link, ...]:
    """Proposed links, by task in the order of ``given``, the strongest first; equal ones by address.

    Words are weighed by how rare they are in both directives together, so that
    the common subject of a parent and its child does not tie everything to
    everything.
    """
    comparing = _Comparing(asked, given)
    return tuple(link for answer in given for link in comparing.chosen(answer))


class _Comparing:
    """Both sides made ready once."""

    def __init__(self, asked: Sequence[Asked], given: Sequence[Answer]) -> None:
        self.asked = asked
        self.shares = Shares(asked, given)
        self.aligned = aligned(asked, given)
        told = telling([*(one.text for one in asked), *(one.text for one in given)])
        self.papers = [numbers(one.text) & told for one in asked]
        self.stems = [_stems(one.agencies) for one in asked]
        self.under: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(asked):
            self.under[one.heading].append(at)

    def chosen(self, answer: Answer) -> list[Link]:
        """The clauses that ``answer`` answers."""
        shares = self.shares.of(answer)
        closest: dict[str, float] = defaultdict(float)
        for at, share in shares.items():
            closest[self.asked[at].under] = max(closest[self.asked[at].under], share)
        group = self.aligned.get(answer.heading, {})
        possible = sorted(shares.keys() | {at for heading in group for at in self.under[heading]})
        scored = [(at, self._scored(at, answer, shares.get(at, 0.0), group, closest)) for at in possible]
        kept = [link for kind in (False, True) for link in self._near_best(scored, row=kind)]
        kept = [link for link in kept if not any(other.path.startswith(f"{link.path}.") for other in kept)]
        return sorted(kept, key=lambda link: (-link.score, link.path))

    def _near_best(self, scored: Sequence[tuple[int, Link]], *, row: bool) -> list[Link]:
        """The best and those near it; an annex spells out the body, so its rows are compared among themselves."""
        links = [link for at, link in scored if self.asked[at].row is row]
        best = max((link.score for link in links), default=0.0)
        return [link for link in links if link.score >= max(LEAST, best * NEAR)]

    def _scored(
        self, at: int, answer: Answer, share: float, group: dict[str, float], closest: dict[str, float]
    ) -> Link:
        asked = self.asked[at]
        heading = 0.0 if asked.row else group.get(asked.heading, 0.0)
        if asked.under:
            heading *= share / closest[asked.under] if closest[asked.under] else 0.0
        papers = self.papers[at] & numbers(answer.text) if self.papers[at] else frozenset()
        reasons = Reasons(
            words=round(share, 4),
            heading=round(heading, 4),
            agency=bool(self.stems[at] & _stems(answer.agencies)),
            rhythm=bool(asked.rhythms & answer.rhythms),
            papers=tuple(sorted(papers)),
        )
        return Link(asked.path, answer.key, round(_score(asked, answer, reasons), 4), reasons)


def _score(asked: Asked, answer: Answer, reasons: Reasons) -> float:
    """One figure of all that speaks for a pair."""
    score = reasons.words
    if asked.titled or asked.alone or asked.under or reasons.words >= OWN:
        score += HEADING * reasons.heading
    if reasons.words >= OWN:
        score += SAME_AGENCY * reasons.agency
        score += SAME_RHYTHM * reasons.rhythm + SAME_PAPER * bool(reasons.papers)
    if asked.running != answer.running:
        score *= OTHER_SECTION
    if _only_one_on_request(asked, answer):
        score *= ON_REQUEST_ONLY
    if asked.aim:
        score *= AIM
    return min(score, 1.0)


def _only_one_on_request(asked: Asked, answer: Answer) -> bool:
    """What is done when somebody asks does not answer what is done each year, nor the other way round."""
    if not asked.rhythms or not answer.rhythms or asked.rhythms & answer.rhythms:
        return False
    return {ON_REQUEST} in (asked.rhythms, answer.rhythms)


def _stems(keys: frozenset[str]) -> frozenset[str]:
    """The business of an agency without its level and place: the ministry of finance and its department are one."""
    return frozenset(_stem(key.partition("@")[0]) for key in keys)


def _stem(key: str) -> str:
    return next((key.removeprefix(level) for level in LEVELS if key.startswith(level)), key)
