"""The form of the reorganisation assistant: for each line a choice, or the name of another body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from dondoc_web.agencies.models import Agency
from dondoc_web.work.reorganisation import Chosen, Line, Section, bodies_called

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """What was chosen for a line, shown again when the form comes back."""

    to: str
    other: str
    error: str


class Choices:
    """What was sent: ``to-<key>`` (a body, or nothing to leave it), ``other-<key>`` (its name), ``seen-<key>``."""

    def __init__(self, data: QueryDict, sections: Sequence[Section], day: date) -> None:
        self.data, self.day = data, day
        self.note = data.get("note", "")[:LONGEST]
        self.errors: dict[int, str] = {}
        self.chosen: list[Chosen] = []
        for line in (line for one in sections for line in one.lines if line.may):
            to = self._body(line)
            if to is not None:
                self.chosen.append(Chosen(line.obligation.pk, to, self._given("seen", line) or None))

    @property
    def nothing(self) -> bool:
        """No line was chosen."""
        return not self.chosen and not self.errors

    def of(self, line: Line) -> Typed:
        """What was sent for ``line``."""
        error = self.errors.get(line.obligation.pk, "")
        return Typed(self._given("to", line), self._given("other", line), error)

    def _given(self, name: str, line: Line) -> str:
        return self.data.get(f"{name}-{line.obligation.pk}", "").strip()[:LONGEST]

    def _body(self, line: Line) -> Agency | None:
        """The body of the name that was typed, else the one that was chosen among the proposals."""
        words, key = self._given("other", line), self._given("to", line)
        if not words:
            return next((one for one in line.choices if str(one.pk) == key), None)
        found = bodies_called(words, [line.obligation.office], self.day)
        if len(found) == 1:
            return found[0]
        told = _("Có nhiều cơ quan tên “%s”; hãy ghi khóa trong danh mục.") if found else _("Không thấy cơ quan “%s”.")
        self.errors[line.obligation.pk] = told % words
        return None
