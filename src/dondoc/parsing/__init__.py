"""From the text of a source to a :class:`~dondoc.document.Document`.

Parsing never refuses a text: what cannot be placed is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.document import Clause, ClauseKind, Document, Letterhead, Quote, Source
from dondoc.parsing.citations import citations
from dondoc.parsing.closing import Closing, closing
from dondoc.parsing.letterhead import letterhead
from dondoc.parsing.lines import furniture, split_lines
from dondoc.parsing.markers import Style, find_marker
from dondoc.parsing.outline import Outline, add_part
from dondoc.parsing.paragraphs import margin_of, paragraphs
from dondoc.parsing.zones import Part, PartKind, split_parts
from dondoc.text import Passage, join


def parse(source: Source) -> Document:
    """Takes a directive apart: letterhead, outline, tables, citations, signature, recipients."""
    text = source.text
    lines, findings = furniture(split_lines(source))
    parts = split_parts(lines)
    margin = margin_of(lines)
    head, odd = letterhead(parts[0], parts[1:], text)
    outline = Outline(text)
    appendices = [part for part in parts if part.kind is PartKind.APPENDIX]
    for part in parts:
        root = _appendix(part, appendices, outline) if part.kind is PartKind.APPENDIX else None
        add_part(outline, list(paragraphs(part.body, margin)), root)
    end = _closing(parts, text)
    whole, preamble_end = _whole(head, outline, text)
    named = citations(
        whole, source=text, preamble_end=preamble_end, own_number=head.number.text if head.number else None
    )
    return Document(
        letterhead=head.model_copy(
            update={"recipients": end.recipients, "signer": end.signer, "signer_quote": end.signer_quote}
        ),
        clauses=tuple(outline.clauses),
        tables=tuple(outline.tables),
        citations=named,
        findings=(*source.findings, *findings, *odd, *outline.findings),
    )


def _closing(parts: Sequence[Part], text: str) -> Closing:
    """The first signature and the first list of recipients of the file."""
    found = [closing(part, text) for part in parts if part.closing]
    recipients = next((end.recipients for end in found if end.recipients), ())
    signed = next((end for end in found if end.signer and end.signer.name), None)
    signed = signed or next((end for end in found if end.signer), Closing((), None, None))
    return Closing(recipients, signed.signer, signed.signer_quote)


def _appendix(part: Part, appendices: Sequence[Part], outline: Outline) -> Clause:
    """The clause of an appendix: ``PL``, or ``PL1``, ``PL2`` where there are several."""
    words = [line.words for line in part.head if line.words.text]
    marker = find_marker(words[0].text) if words else None
    printed = marker is not None and marker.style is Style.APPENDIX
    if printed and marker:
        words[0] = words[0].cut(marker.length, len(words[0].text)).strip(" :.-–")
    title = _title(join(words))
    number = str(appendices.index(part) + 1) if len(appendices) > 1 else ""
    lines = part.head or part.body
    return Clause(
        label=marker.label if printed and marker else "PL",
        title=Quote.of(title, outline.source) if title else None,
        level=1,
        kind=ClauseKind.HEADING if printed and title else ClauseKind.APPENDIX,
        path=outline.address(f"PL{number}"),
        line=lines[0].number,
        last_line=lines[-1].number if part.head else lines[0].number,
    )


def _title(words: Passage) -> Passage:
    """The title of an appendix, without the bracket "(Kèm theo …)"."""
    caption = words.text.find("(")
    return words.cut(0, caption if caption >= 0 else len(words.text)).strip(" -–_*.")


def _whole(head: Letterhead, outline: Outline, text: str) -> tuple[Passage, int]:
    """Title, clauses and cells as one passage, and where its first numbered unit begins."""
    before = [head.subject.passage(text)] if head.subject else []
    whole = join([*before, *outline.words], "\n")
    lead = join([*before, *outline.words[: outline.preamble]], "\n")
    return whole, len(lead.text)
