"""The shipped form of a kind with tags in place of words: what an office begins its own form with."""

from __future__ import annotations

import io
from datetime import date

import docx

from dondoc_web.agencies.models import Agency, System
from dondoc_web.papers import columns, word
from dondoc_web.papers.filling import CELLS
from dondoc_web.papers.models import Kind
from dondoc_web.papers.paper import Annex, Issuer, Paper, Paragraph, Signer, Table, tied
from dondoc_web.papers.wording import ABBREVIATIONS, ANNEXES, PRINTED
from dondoc_web.papers.writing import to_docx

BODY = ("{%p for doan in noi_dung %}", "{{ doan }}", "{%p endfor %}")
"""A paragraph of the form for each paragraph of the text."""


def starter(office: Agency, kind: str) -> bytes:
    """A DOCX that can be uploaded as it is."""
    paper = _tagged(office, Kind(kind))
    document = docx.Document(io.BytesIO(to_docx(paper)))
    said = {
        tied(paper.number): "{{ so_ky_hieu }}",
        tied(paper.dated): "{{ dia_danh_ngay }}",
        tied(f"- {paper.last_line}"): "{{ noi_nhan }}",
    }
    for words in document.element.body.iter("{*}t"):
        words.text = said.get(words.text or "", words.text)
    document.core_properties.title = ""
    out = io.BytesIO()
    document.save(out)
    return word.always_the_same(out.getvalue())


def _tagged(office: Agency, kind: Kind) -> Paper:
    table = _table(kind)
    text = tuple(Paragraph(words) for words in BODY)
    party = office.system == System.PARTY
    return Paper(
        kind=PRINTED[kind],
        issuer=Issuer(
            lines=("{{ co_quan }}",), name="", symbol="-", place="-", superior="{{ co_quan_chu_quan }}",
            system="party" if party else "state",
        ),
        on=date.today(),  # noqa: DTZ011 - chooses the rules of form that hold now; no day is printed
        abstract="{{ trich_yeu }}",
        abbreviation=ABBREVIATIONS.get(kind, ""),
        signer=Signer(("{{ quyen_han }}",), "{{ chuc_vu }}"),
        addressees=("{{ kinh_gui }}",),
        body=(*text, table) if kind == Kind.SLIP else text,
        annex=Annex("{{ ten_phu_luc }}", table, goes_with="{{ kem_theo }}") if kind in {*ANNEXES, Kind.ANNEX} else None,
        only_annex=kind == Kind.ANNEX,
    )  # fmt: skip


def _table(kind: Kind) -> Table:
    """A row of the form for each line of the list."""
    these = columns.COLUMNS[kind]
    rest = ("",) * len(these)
    row = ("{{ d.stt }}", *(f"{{{{ d.{CELLS[column.name]} }}}}" for column in these))
    return Table(columns.table(these, ()).columns, (("{%tr for d in dong %}", *rest), row, ("{%tr endfor %}", *rest)))
