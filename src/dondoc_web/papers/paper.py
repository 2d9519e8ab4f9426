"""A paper as a value: what it says, without how it looks. Number, day and signer are left to the clerk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from dondoc_web.papers.rules import Rules, rules_for

NO_BREAK = "\u00a0"
BLANK_NUMBER, BLANK_DAY = NO_BREAK * 6, NO_BREAK * 6
_TIED = re.compile(r"\b(Điều|khoản|Khoản|số|ngày|tháng|năm|Phụ lục|Mục) (?=\d|[IVX]+\b)")
LETTER = "Công văn"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What a DOCX cannot hold."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; its number follows from its place (I. → 1.)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, whether its words stand in the middle."""

    title: str
    share: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every cell is words."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (phụ lục) on pages of its own, lying, with its table.

    ``goes_with`` is the line under the title; empty for that of the paper.
    """

    title: str
    table: Table
    label: str = "PHỤ LỤC"
    goes_with: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: names as the letterhead prints them, symbols for the number, the place of its seat.

    ``name`` is the name inside a sentence ("Ủy ban nhân dân tỉnh Lam Giang").
    """

    lines: tuple[str, ...]
    name: str
    symbol: str
    place: str
    superior: str = ""
    unit: str = ""
    system: str = "state"


@dataclass(frozen=True, slots=True)
class Signer:
    """Lines above the signature: on whose behalf ("TM. ỦY BAN NHÂN DÂN"), then the post. No name: a person signs."""

    authority: tuple[str, ...]
    position: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An official document; ``on`` chooses the rules and gives month and year, ``abstract`` says what it is about.

    ``further`` are annexes after the first. ``only_annex``: it is the annex of a paper that another file holds, and
    has no letterhead and no signature.
    """

    kind: str
    issuer: Issuer
    on: date
    abstract: str
    signer: Signer
    abbreviation: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Heading | Paragraph | Table, ...] = ()
    annex: Annex | None = None
    further: tuple[Annex, ...] = ()
    recipients: tuple[str, ...] = ()
    archive: str = field(default="")
    only_annex: bool = False

    @property
    def rules(self) -> Rules:
        """The rules of form that hold for it."""
        return rules_for(self.issuer.system, self.on)

    @property
    def is_letter(self) -> bool:
        """A công văn: what it is about stands under the number, and no kind is printed."""
        return self.kind == LETTER

    @property
    def number(self) -> str:
        """«Số:      /BC-UBND», the number itself blank."""
        known = {"kind": self.abbreviation, "issuer": self.issuer.symbol, "unit": self.issuer.unit}
        form = self.rules.words("number_form" if self.abbreviation else "letter_form").format(**known)
        return f"{self.rules.words('number_label')}{BLANK_NUMBER}{form.rstrip('-')}"

    @property
    def dated(self) -> str:
        """«Lam Giang, ngày      tháng 02 năm 2026»: months one and two are padded, as the decree asks."""
        return f"{self.issuer.place}, {self._day}"

    @property
    def _day(self) -> str:
        month = f"{self.on.month:02}" if self.on.month < 3 else str(self.on.month)
        return f"ngày{BLANK_DAY}tháng{NO_BREAK}{month} năm{NO_BREAK}{self.on.year}"

    @property
    def goes_with(self) -> str:
        """The line under the title of an annex."""
        number = self.number.removeprefix(self.rules.words("number_label"))
        comma = "," if self.rules.system == "party" else ""
        return f"(Kèm theo {self.kind} số{number}{comma} {self._day} của {self.issuer.name})"

    @property
    def last_line(self) -> str:
        """The end of the recipients: where it is kept."""
        kept = self.archive or self.issuer.unit
        return self.rules.words("archive").format(unit=kept).replace(", .", ".").replace(" .", ".")


def tied(text: str) -> str:
    """``text`` with numbers kept on the line of their word, and without what a file cannot hold.

    >>> tied("khoản 4 Điều 18").count(NO_BREAK)
    2
    """
    return _TIED.sub(lambda match: match[1] + NO_BREAK, CONTROL.sub("", text))


def numbered(body: tuple[Heading | Paragraph | Table, ...], mark: str) -> list[Heading | Paragraph | Table]:
    """The text with the numbers of its headings: I, II … and under each 1, 2 …; ``mark`` follows a Roman one."""
    found: list[Heading | Paragraph | Table] = []
    upper = lower = 0
    for part in body:
        if not isinstance(part, Heading):
            found.append(part)
        elif part.level == 1:
            upper, lower = upper + 1, 0
            found.append(Heading(f"{roman(upper)}{mark} {part.text.upper()}", 1))
        else:
            lower += 1
            found.append(Heading(f"{lower}. {part.text}", 2))
    return found


def roman(number: int) -> str:
    """A Roman number up to 39, as headings use them."""
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
