"""The whole of repair: encoding, grade, restoring of ruined lines, edits."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from dondoc.edits import Edit, OffsetMap, Reason, apply, chained
from dondoc.repairing.committees import committees
from dondoc.repairing.cutting import CUT_SURE, cut_apart
from dondoc.repairing.encodings import settled
from dondoc.repairing.grading import RUINED, Grade, LineGrade, Quality, graded_lines, summed
from dondoc.repairing.initials import given_back, initials
from dondoc.repairing.numerals import kept, numerals
from dondoc.repairing.restore import Reading, Restorer, restorer
from dondoc.repairing.syllables import old_tone, plain
from dondoc.repairing.symbols import mended
from dondoc.repairing.units import Gap, Unit, cased, pieces, shouts, unmatched
from dondoc.text import Span

ROUNDS = 3
"""Lines that are still ruined after one round are looked at again, so that repairing twice changes nothing."""
NOISY = 0.015
"""From this share of words with wrong letters on, any letter may be wrong; below, only marks are missing."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text: the edits of the original that made it, and the grade of the original."""

    text: str
    edits: tuple[Edit, ...]
    grade: Grade
    lines: tuple[LineGrade, ...]
    offsets: OffsetMap

    def doubtful(self, below: float = 0.95) -> tuple[Edit, ...]:
        """Edits that a reviewer should look at first: unsure, or touching a number."""
        return tuple(edit for edit in self.edits if edit.confidence < below or edit.touches_number)


def repair(text: str, *, font: str | None = None, using: Restorer | None = None) -> Repaired:
    """``text`` with ruined words made right, every change listed; clean lines are left alone.

    ``font`` is the name of the font the reader found, a hint at old encodings.
    Never raises; line structure is kept.
    """
    new, edits, _, _ = settled(text, font)
    lines = graded_lines(new)
    grade = summed(new, lines)
    noisy = grade.noise >= NOISY
    rounds = ROUNDS if grade.asks_for_repair else 0
    for _ in range(rounds):
        more = _restored(new, graded_lines(new), noisy, using or restorer())
        if not more:
            break
        edits = chained(edits, more, text)
        new = apply(text, edits)[0]
    new, offsets = apply(text, edits)
    return Repaired(new, edits, grade, lines, offsets)


def _restored(text: str, lines: Sequence[LineGrade], noisy: bool, using: Restorer) -> tuple[Edit, ...]:
    """Edits of the ruined lines of ``text``; in a ``noisy`` one letters and signs may be wrong too."""
    stretches = (cut_apart(stretch, using, noisy) for stretch in segments(text, lines, noisy))
    readings = using.restore(stretches, not noisy)
    short = list(initials(text, lines))
    known = [*numerals(text, lines), *given_back(text, short), *(committees(text, lines) if noisy else ())]
    fixed = kept(text, lines) | {place.start for place in short} | {edit.span.start for edit in known}
    others = [*edits_of(text, readings), *signs(text, lines, noisy), *labels(text, lines)]
    return apart([*known, *(edit for edit in others if edit.span.start not in fixed)])


_NEW_ITEM = re.compile(r"\s*(?:[-+*•–#|]|\d{1,3}[.)/]|[a-zđ][).]|[IVXLC]{1,5}[.)\-]|Điều|Dieu|Diéu|Piéu)\s?")
_ENDED = tuple(".;:!?")


def segments(
    text: str, lines: Sequence[LineGrade], noisy: bool, wanted: Container[Quality] = RUINED
) -> Iterator[list[Unit | Gap]]:
    """Lines of the ``wanted`` qualities joined to the stretches of text they are parts of: paragraphs, items, headings.

    In a ``noisy`` text signs may be smudges.
    """
    current: list[Unit | Gap] = []
    before = ""
    loose = unmatched(text) if noisy else None
    for line in lines:
        words = line.span.of(text)
        if line.quality not in wanted:
            if current:
                yield current
            current, before = [], ""
            continue
        stripped = words.strip()
        if current and (before.endswith(_ENDED) or _NEW_ITEM.match(words) or before.isupper() != stripped.isupper()):
            yield current
            current = []
        current.extend(pieces(words, line.span.start, loose))
        before = stripped
    if current:
        yield current


def edits_of(text: str, readings: Sequence[Reading]) -> Iterator[Edit]:
    """Edits for the readings that differ from what stands in ``text``."""
    line, loud = -1, False
    for reading in readings:
        before = reading.unit.span.of(text)
        if reading.word is None and not reading.unit.joined:
            continue
        start = text.rfind("\n", 0, reading.unit.span.start) + 1
        if start != line:
            line, end = start, text.find("\n", start)
            loud = shouts(text[start : end if end >= 0 else len(text)])
        core = reading.unit.core
        after = core if reading.word in (None, old_tone(core.lower())) else cased(reading.word, core, loud)
        if reading.unit.joined:
            yield Edit(reading.unit.span, before, f" {after}", Reason.SPLIT, min(reading.confidence, CUT_SURE))
            continue
        if after == before:
            continue
        others = tuple((cased(word, core, loud) if word else before, chance) for word, chance in reading.others)
        yield Edit(reading.unit.span, before, after, _reason(before, after), reading.confidence, others)


_SYMBOL = re.compile(r"(?<!\S)\d+[a-z]?(?:/\d{4})?[-/][A-ZĐ][\w&/\-|]*\w")
_STOP_FOR_COMMA = re.compile(r"(?<=[a-zà-ỹ]{2})\.(?=[ ]+[a-zà-ỹ])")
_COMMA_AFTER_LABEL = re.compile(r"(?<=^\d),(?=[ ]+[A-ZĐ])|(?<=^\d\d),(?=[ ]+[A-ZĐ])")
_STOP_BEFORE_COLON = re.compile(r"(?<=[a-zà-ỹ]{2})\.(?=:(?:\s|\Z))")
COMMA, LABEL, SYMBOL, SMUDGE = 0.85, 0.8, 0.97, 0.9
"""How often these changes were right on the training pages (the last, too rare there, is a guess)."""


def signs(text: str, lines: Sequence[LineGrade], noisy: bool) -> Iterator[Edit]:
    """Edits of symbols on ruined lines; in a ``noisy`` text also of stops and commas taken for each other."""
    for line in lines:
        if line.quality not in RUINED:
            continue
        words, start = line.span.of(text), line.span.start
        for match in _SYMBOL.finditer(words):
            after = mended(match[0])
            if after != match[0]:
                yield _sign(match, start, after, SYMBOL)
        if not noisy:
            continue
        for match in _STOP_FOR_COMMA.finditer(words):
            yield _sign(match, start, ",", COMMA)
        for match in _STOP_BEFORE_COLON.finditer(words):
            yield _sign(match, start, "", SMUDGE)
        for match in _COMMA_AFTER_LABEL.finditer(words):
            yield _sign(match, start, ".", LABEL)


_LABEL = re.compile(r"\s*([a-zđ])\)(?=\s)")


def labels(text: str, lines: Sequence[LineGrade]) -> Iterator[Edit]:
    """The second ``d)`` in a list is ``đ)``: points are a, b, c, d, đ, e."""
    before = ""
    for line in lines:
        match = _LABEL.match(line.span.of(text))
        if not match:
            continue
        if match[1] == "d" == before and line.quality in RUINED:
            place = line.span.start + match.start(1)
            yield Edit(Span(place, place + 1), "d", "đ", Reason.MARKS, LABEL)
            before = "đ"
        else:
            before = match[1]


def apart(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """``edits`` in order, without those that overlap one before them."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.span):
        if not kept or edit.span.start >= kept[-1].span.end:
            kept.append(edit)
    return tuple(kept)


def _sign(match: re.Match[str], start: int, after: str, sure: float) -> Edit:
    return Edit(Span(start + match.start(), start + match.end()), match[0], after, Reason.SYMBOL, sure)


def _reason(before: str, after: str) -> Reason:
    return Reason.MARKS if plain(before) == plain(after) else Reason.LETTERS
