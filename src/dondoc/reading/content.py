"""What a reader gives: the text, and what a person should know about how it was read."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.document import Finding, Page


@dataclass(frozen=True, slots=True)
class Content:
    """The text of a file in reading order, findings of the reading, and its pages where it has any."""

    text: str
    findings: tuple[Finding, ...] = ()
    pages: tuple[Page, ...] = ()
