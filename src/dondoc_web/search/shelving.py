"""The write side of the index: objects get their entries, in pieces, until the shelves are what the objects are.

Where a verb of the house has a place for what follows (``AFTER_READING``,
``BEFORE_WITHDRAWAL`` of the settings) the entries of its object are written in
its transaction. For everything else a round looks at each object's stamp and
writes those that changed; it may be stopped anywhere, and the next goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from dondoc_web.accounts.models import User
from dondoc_web.jobs import pulse
from dondoc_web.search import places
from dondoc_web.search.folding import both, tokens
from dondoc_web.search.models import Entry, Shelved
from dondoc_web.search.shelf import Facts, Found, Shelf, named, shelves

LONGEST = 1000
"""Tokens of an entry; longer words become several (PostgreSQL places 256 of one word, and none far into a text)."""

Made = tuple[Facts, Sequence[Found]]


# One piece --------------------------------------------------------------------------------------------------------


def put(shelf: Shelf, keys: Sequence[int]) -> int:
    """Write the entries of the objects ``keys``; an object that is changed meanwhile is left for the next round."""
    stamps = shelf.stamps(keys)
    made = shelf.made([key for key in keys if key in stamps])
    rows = {key: list(_entries(shelf, key, *one)) for key, one in made.items()}
    with transaction.atomic():
        _hold(shelf, keys)
        now = shelf.stamps(keys)
        kept = {key: lines for key, lines in rows.items() if now.get(key) == stamps[key]}
        _drop(shelf, kept)
        fresh = sorted((line for lines in kept.values() for line in lines), key=lambda line: line.pk)
        Entry.objects.bulk_create(fresh, batch_size=500)
        for key in kept:
            Shelved.objects.filter(shelf=shelf.name, object=key).update(stamp=stamps[key])
    return len(kept)


@transaction.atomic
def take_off(shelf: Shelf, keys: Sequence[int]) -> int:
    """Delete the entries of objects that are gone."""
    _hold(shelf, keys, new=False)
    _drop(shelf, keys)
    Shelved.objects.filter(shelf=shelf.name, object__in=keys).delete()
    return len(keys)


def _hold(shelf: Shelf, keys: Sequence[int], *, new: bool = True) -> None:
    """Lock the rows of the objects, so that two writers of one object wait for each other."""
    if new:
        rows = [Shelved(shelf=shelf.name, object=key) for key in sorted(keys)]
        Shelved.objects.bulk_create(rows, ignore_conflicts=True)
    held = Shelved.objects.select_for_update().filter(shelf=shelf.name, object__in=list(keys))
    list(held.order_by("object").values_list("pk"))


def _drop(shelf: Shelf, keys: Iterable[int]) -> None:
    Entry.objects.filter(shelf=shelf.name, object__in=list(keys)).delete()


def _entries(shelf: Shelf, key: int, facts: Facts, found: Sequence[Found]) -> Iterator[Entry]:
    """The rows of one object; parts count up within a kind, and stop where keys end."""
    parts: dict[int, int] = {}
    agencies = f" {' '.join(map(str, sorted(set(facts.agencies))))} " if facts.agencies else ""
    for one in found:
        head, head_marked = both(one.head)
        for words, spans in _cut(one):
            part = parts.get(one.kind, 0)
            if part >= places.MOST_PARTS:
                break
            parts[one.kind] = part + 1
            body, body_marked = both(words)
            yield Entry(
                loose=one.loose,
                id=places.key(one.kind, facts.date, key, part),
                shelf=shelf.name,
                kind=one.kind,
                object=key,
                part=part,
                head=one.head,
                label=one.label[:200],
                words=words,
                folded=f"{head} | {body}",
                marked=f"{head_marked} | {body_marked}",
                spans=spans,
                date=facts.date,
                state=facts.state,
                office_id=facts.office_id,
                place=facts.place,
                agencies=agencies,
                source_id=facts.source_id,
                target=facts.target,
            )


def _cut(found: Found) -> Iterator[tuple[str, list[list[int]]]]:
    """Words in pieces of at most ``LONGEST`` tokens, each with its places."""
    ends = [one.end for one in tokens(found.words)][LONGEST - 1 : -1 : LONGEST]
    words = found.words.replace("\0", " ")
    start = 0
    for end in [*ends, len(words)]:
        yield words[start:end], _spans(found, start, end)
        start = end


def _spans(found: Found, start: int, end: int) -> list[list[int]]:
    """The parts of the spans that make the words from ``start`` to ``end``; one line feed stands between two."""
    if found.loose:
        return [[one, other] for one, other in found.spans]
    cut, at = [], 0
    for one, other in found.spans:
        left, right = max(start, at), min(end, at + other - one)
        if left < right:
            cut.append([one + left - at, one + right - at])
        at += other - one + 1
    return cut


def _pieces(keys: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (keys[at : at + size] for at in range(0, len(keys), size))


# The round --------------------------------------------------------------------------------------------------------


def bring_up() -> int:
    """Make every shelf what its objects are; the number of objects written or taken off."""
    done, deleted = 0, False
    for shelf in shelves():
        for written, gone in _sweep(shelf):
            done += written + gone
            deleted = deleted or (gone > 0 and shelf.must_forget)
            pulse.say()
    if deleted:
        forget_deleted()
    if done >= MANY:
        learn_sizes()
    return done


MANY = 1000
"""Objects after which the database looks anew at how often words occur."""


def _sweep(shelf: Shelf) -> Iterator[tuple[int, int]]:
    """Walk along the keys of a shelf: changed objects are written, those that are gone taken off, piece by piece."""
    after = -1
    while True:
        keys = list(shelf.objects().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:LOOKED_AT])
        shelved = Shelved.objects.filter(shelf=shelf.name, object__gt=after)
        if len(keys) == LOOKED_AT:
            shelved = shelved.filter(object__lte=keys[-1])
        known = dict(shelved.values_list("object", "stamp"))
        stamps = shelf.stamps(keys)
        changed = [key for key in keys if stamps.get(key) != known.get(key)]
        for piece in _pieces(changed, shelf.piece):
            yield put(shelf, piece), 0
        gone = sorted(known.keys() - set(keys))
        for piece in _pieces(gone, 200):
            yield 0, take_off(shelf, piece)
        if len(keys) < LOOKED_AT:
            return
        after = keys[-1]
        pulse.say()


LOOKED_AT = 500
"""Objects whose stamps are compared at once."""


def forget_deleted() -> None:
    """Let nothing of deleted words stay in SQLite's index, where they would lie until it is merged by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")


def learn_sizes() -> None:
    """Let PostgreSQL know how large the table has become, as it would by itself a while later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")


def rebuild() -> int:
    """Write every object anew, beside people who search; may be stopped, and the next round goes on."""
    Shelved.objects.update(stamp="")
    return bring_up()


# Proof ------------------------------------------------------------------------------------------------------------


def differences() -> Iterator[str]:
    """Objects whose entries are not what they should be, as ``shelf object``; none when all is right."""
    for shelf in shelves():
        keys = list(shelf.objects().order_by("pk").values_list("pk", flat=True))
        for piece in _pieces(keys, shelf.piece):
            yield from _wrong(shelf, piece)
            pulse.say()
        held = Shelved.objects.filter(shelf=shelf.name).values_list("object", flat=True)
        yield from (f"{shelf.name} {key}" for key in sorted(set(held) - set(keys)))
    yield from _index_differs()


def _wrong(shelf: Shelf, keys: Sequence[int]) -> Iterator[str]:
    should: Mapping[int, Made] = shelf.made(keys)
    found = Entry.objects.filter(shelf=shelf.name, object__in=keys)
    stored = set(found.values_list("id", "object", "folded", "state", "office_id", "agencies"))
    right = {
        (row.pk, row.object, row.folded, row.state, row.office_id, row.agencies)
        for key in keys
        if key in should
        for row in _entries(shelf, key, *should[key])
    }
    yield from sorted({f"{shelf.name} {row[1]}" for row in stored ^ right})


def _index_differs() -> Iterator[str]:
    """SQLite's index beside the table; PostgreSQL keeps its own in the row."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor, transaction.atomic():
        try:
            with transaction.atomic():
                cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            yield "search_words"


# What follows verbs of the house ------------------------------------------------------------------------------------


def after_reading(*, source: Model, by: User | None) -> None:
    """A paper that was read is found at once (``AFTER_READING``)."""
    put(named("sources"), [source.pk])


def before_withdrawal(*, source: Model, by: User) -> None:
    """A paper that is taken back is found no more (``BEFORE_WITHDRAWAL``)."""
    take_off(named("sources"), [source.pk])
