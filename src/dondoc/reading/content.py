"""What a reader gives: the text, and what a person should know about how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.document import Finding, Page, Sheet


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file in reading order, findings of the reading, and its pages or the first rows of its sheets."""

    text: str
    findings: tuple[Finding, ...] = ()
    pages: tuple[Page, ...] = ()
    sheets: tuple[Sheet, ...] = ()
