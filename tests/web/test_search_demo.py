"""200 queries over the demonstration, their hits written down from reading it; the same on both databases.

``n``, ``t`` and ``u`` are the resolution, the plan of the province, the plan of
the city: ``n:0`` is the directive, ``n:II.1.a`` a clause by its address,
``t:R5`` the fifth row of its table.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from office import work

from dondoc_web.documents.actions import receive
from dondoc_web.documents.shelf import TABLE
from dondoc_web.search import searching
from dondoc_web.search.asking import asked
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.searching import Narrow

PAPERS = {"n": "nghi-quyet-chinh-phu.txt", "t": "ke-hoach-ubnd-tinh.md", "u": "ke-hoach-thanh-uy.txt"}
NARROW = Narrow(kinds=(Kind.DIRECTIVE, Kind.CLAUSE))


def rows():
    path = Path(__file__).parent / "data/search_demo.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def names_of(source, letter):
    """The keys of the entries of a source, and what the table calls them."""
    row = 0
    for entry in Entry.objects.filter(source=source).order_by("kind", "part"):
        row += entry.label == TABLE
        at = "0" if entry.kind == Kind.DIRECTIVE else f"R{row}" if entry.label == TABLE else entry.label
        yield entry.pk, f"{letter}:{at}"


@pytest.mark.library
def test_two_hundred_queries_find_what_reading_says(an, root):
    names = {}
    for letter, name in PAPERS.items():
        file = ContentFile((root / "demo/documents" / name).read_bytes(), name)
        source = receive(by=an, file=file, name=name, confirmed_unclassified=True).source
        work()
        names |= dict(names_of(source, letter))
    wrong, table = [], rows()
    assert len(table) == 200
    for row in table:
        found = {names[key] for key in searching.every(asked(row["query"]), NARROW, an)}
        if found != set(row["hits"].split()):
            wrong.append((row["query"], sorted(found ^ set(row["hits"].split()))))
    assert wrong == []
