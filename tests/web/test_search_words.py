"""Search over a small set written by hand: what each query finds, in which order; the same on both databases."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as some

from dondoc_web.accounts.models import User
from dondoc_web.documents.models import Directive
from dondoc_web.search import places, searching, shelving
from dondoc_web.search.asking import asked
from dondoc_web.search.folding import folded, tokens
from dondoc_web.search.models import Entry, Kind
from dondoc_web.search.searching import Narrow
from dondoc_web.search.shelf import Facts, Found, Shelf, shelves
from dondoc_web.search.snippets import places_in_source, snippet

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 28)


def rows(name):
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines(keepends=True)))


WRITTEN = rows("search_words.csv")


class Written(Shelf):
    """The lines of ``search_words.csv``, each hung on a directive of its own, seen by all."""

    name = "written"
    kinds = tuple(Kind)

    def objects(self):
        return Directive.objects.filter(issuer="written")

    def seen(self, user):
        return self.objects()

    def stamps(self, keys):
        return dict.fromkeys(self.objects().filter(pk__in=keys).values_list("pk", flat=True), "1")

    def made(self, keys):
        return {one.pk: (Facts(date=TODAY), [_found(one.kind)]) for one in self.objects().filter(pk__in=keys)}

    def address(self, entry):
        return "/"


def _found(name):
    line = next(one for one in WRITTEN if one["name"] == name)
    return Found(Kind(int(line["kind"])), words=line["words"], head=line["head"])


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """The hand-written set, indexed; keys of entries → names."""
    with django_db_blocker.unblock(), override_settings(SHELVES=[f"{__name__}.Written"]), transaction.atomic():
        shelves.cache_clear()
        Directive.objects.bulk_create(Directive(kind=one["name"], issuer="written") for one in WRITTEN)
        shelving.bring_up()
        names = dict(Directive.objects.values_list("pk", "kind"))
        found = {entry.pk: names[entry.object] for entry in Entry.objects.all()}
        yield SimpleNamespace(names=found, anyone=User.objects.create_superuser("anyone"))
        transaction.set_rollback(True)
    shelves.cache_clear()


def hits(written, query):
    return {written.names[key] for key in searching.every(asked(query), Narrow(), written.anyone)}


def in_order(written, query):
    found = searching.search(asked(query), Narrow(), written.anyone, today=TODAY)
    return [written.names[entry.pk] for entry in found.entries]


@pytest.mark.parametrize("row", rows("search_queries.csv"), ids=lambda row: row["query"])
def test_a_query_finds_the_hits_that_were_written_down(written, row):
    assert hits(written, row["query"]) == set(row["hits"].split())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("57-KL/TW", "kl57"),
        ("kế hoạch 57", "kh57"),
        ("sở nội vụ", "interior"),
        ("thông tin đối ngoại", "kl57"),
        ("15/BC-SVHTTDL", "report"),
        ("sở thông tin và truyền thông", "old"),
    ],
)
def test_what_bears_the_name_comes_first(written, query, first):
    assert in_order(written, query)[0] == first


def test_words_together_come_before_words_apart(written):
    order = in_order(written, "thong tin doi ngoai")
    assert order.index("radio") < order.index("digital")
    assert order.index("cites") < order.index("region")


def test_marks_that_are_typed_lift_words_marked_alike_and_change_no_hit(written):
    order, plain = in_order(written, "độc"), in_order(written, "doc")
    assert set(order) == set(plain) == {"doc", "dd"}
    assert in_order(written, "dốc")[0] == "dd"
    assert in_order(written, "đọc")[0] == "doc"


ODD = [
    "", " ", '"', '""', "*", "-", "a*", "-a", "NOT a", "a AND", "a OR", "NEAR(a b)", "'; DROP TABLE search_entry; --",
    "%", "_", "\\", "(", ")", ":*", "a:b", "a & | ! b", "<->", "\u0000", "\u202e", "đ" * 10_000, "x " * 5_000, "🙂",
    "½ ² ﬁ", "9" * 400, "kết luận", "kết luận số", "số", "KL/", "57-", "a\u0301\u0301\u0301", "ß İ ı", "{a}", "^a",
]  # fmt: skip


def test_nothing_that_is_typed_is_an_error(written):
    for query in ODD:
        hits(written, query)
        searching.suggestions(query, written.anyone, today=TODAY)


@how(max_examples=40, deadline=None, database=None)
@given(some.text(max_size=40))
def test_any_text_can_be_asked_for_and_folds_to_itself(text):
    once = folded(text)
    assert once.isascii()
    assert folded(once) == once
    assert folded(text.upper()) == folded(text.upper().lower().upper())
    assert [text[one.start : one.end] != "" for one in tokens(text)] == [True] * len(once.split())
    asked(text)
    asked(text, typing=True)


def test_no_kind_crowds_others_out_of_the_suggestions():
    """Ten bodies of one name come before a directive and two tasks: four of them, then these, then one more."""
    bodies = [places.key(Kind.AGENCY, None, n, 0) for n in range(1, 11)]
    others = [places.key(Kind.DIRECTIVE, TODAY, 1, 0), *(places.key(Kind.TASK, TODAY, n, 0) for n in (1, 2))]
    assert searching.mixed([*bodies, *others]) == [*bodies[:5], *others]
    assert searching.mixed(bodies) == bodies[: searching.SUGGESTED]
    assert searching.mixed(others) == others


def test_the_newest_of_a_kind_is_the_last_of_its_keys():
    keys = [places.key(2, day, 7, 0) for day in (None, date(1950, 1, 1), TODAY, date(2030, 1, 1))]
    assert keys == sorted(keys)
    begin, end = places.stretch(2, TODAY, TODAY)
    assert [begin <= key < end for key in keys] == [False, False, True, False]
    assert places.key(7, date.max, 2**26 - 1, 2**16 - 1) < 2**63


def test_a_snippet_marks_what_was_found_and_escapes_the_rest():
    told = snippet(asked("van hoa"), "<b>Nhà văn hoá</b> & Văn hóa")
    assert told == "&lt;b&gt;Nhà <mark>văn hoá</mark>&lt;/b&gt; &amp; <mark>Văn hóa</mark>"
    long = snippet(asked("57-KL/TW"), "chữ " * 300 + "57 - KL/TW" + " chữ" * 300)
    assert "<mark>57 - KL/TW</mark>" in long
    assert len(long) < 400


def test_an_entry_knows_where_found_words_stand_in_the_text_of_the_paper():
    entry = Entry(words="Nhà văn\nhóa thôn", spans=[[100, 107], [250, 258]])
    assert places_in_source(asked("văn hóa"), entry) == "104-107,250-253"


def test_long_words_become_several_entries_with_their_places():
    text = "chữ " * 1199 + "chữ"
    made = list(shelving._cut(Found(Kind.CLAUSE, text, spans=[(10, 10 + len(text))])))
    assert "".join(words for words, _spans in made) == text
    assert [spans for _words, spans in made] == [[[10, 10 + len(made[0][0])]], [[10 + len(made[0][0]), 10 + len(text)]]]
