"""How search holds up: a made corpus is indexed and searched by one person and by twenty, on either database.

    nice -n 10 .venv/bin/python benchmarks/search_bench.py
    nice -n 10 scripts/with-postgres .venv/bin/python benchmarks/search_bench.py

10,000 directives with 20 clauses each in four provinces (``--directives 500``
for a look). Words follow one another as in the demonstration, with made-up
syllables among them. Printed: time to index and size of the index by quarters,
time of the whole page of search, and a digest of all hits in their order, which
has to be the same on both databases. Each person is the desk officer
of one province and sees a quarter of all.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from own_site import prepared

ROOT = Path(__file__).resolve().parents[1]
PROVINCES = 4
CLAUSES = 20
TODAY = date(2026, 11, 28)
SYLLABLES = 4000
HEADS = "b c ch d đ g gh h kh l m n ng nh ph qu r s t th tr v x"
PLAIN = re.compile(r"[^\W\d_]+")


class Words:
    """Text whose words follow one another as in the demonstration; one in twelve is a made-up syllable."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.after: dict[str, list[str]] = defaultdict(list)
        for path in sorted((ROOT / "demo/documents").glob("*[!r].*")):
            words = PLAIN.findall(path.read_text(encoding="utf-8"))
            for one, other in pairwise(words):
                self.after[one].append(other)
        self.every = sorted(self.after)
        heads = HEADS.split()
        rhymes = (ROOT / "src/dondoc/repairing/data/rhymes.csv").read_text(encoding="utf-8").split()[1:]
        made = sorted({f"{head}{rhyme}" for head in heads for rhyme in rhymes})
        self.made = self.dice.sample(made, min(SYLLABLES, len(made)))

    def text(self, length: int) -> str:
        """So many words."""
        word, found = self.dice.choice(self.every), []
        for _ in range(length):
            found.append(self.dice.choice(self.made) if self.dice.random() < 1 / 12 else word)
            word = self.dice.choice(self.after.get(word) or self.every)
        return " ".join(found)


def make_people() -> list[object]:
    """Four provinces with a desk officer each; the keys of the offices."""
    people = []
    for n in range(PROVINCES):
        office = Agency.objects.create(
            key=f"ubnd-tinh@so-{n}", name=f"UBND tỉnh Số {n}", system=System.STATE, level=Level.PROVINCE
        )
        Agency.objects.filter(pk=office.pk).update(trail=f"/{office.pk}/")
        desk = User.objects.create_user(f"desk{n}", password=f"mat-khau-{n}")
        Membership.objects.create(person=desk, agency=office, role=Role.DESK, since=date(2020, 1, 1))
        people.append((office, desk))
    return people


def make_directives(words: Words, numbers: Sequence[int], people: list[object]) -> None:
    """Directives as they are stored once they are read."""
    now, jobs, directives, sources, readings = timezone.now(), [], [], [], []
    for n in numbers:
        office, desk = people[n % PROVINCES]
        day = date(2015, 1, 1) + timedelta(days=words.dice.randrange(4300))
        number, kind = f"{n % 900 + 1}/KH-UBND", "Kế hoạch"
        plan = plan_of(words, n, number)
        subject = plan.document.subject or ""
        directives.append(
            Directive(kind=kind, number=number, number_key=number, issuer=office.name, date=day, subject=subject)
        )
        jobs.append(Job(work="bench", subject=n, state="done", asked_at=now))
        sources.append(
            Source(name=f"{n}.txt", size=1, sha256=f"{n:064}", standing="admitted", office=office, uploaded_by=desk)
        )
        json = plan.model_dump_json(by_alias=True, exclude_computed_fields=True)
        readings.append(Reading(plan_json=json, tasks=0, findings=0, made_at=now))
    Directive.objects.bulk_create(directives)
    Job.objects.bulk_create(jobs)
    for source, directive in zip(sources, directives, strict=True):
        source.directive, source.uploaded_at = directive, now
    Source.objects.bulk_create(sources)
    for reading, source, job in zip(readings, sources, jobs, strict=True):
        reading.source, reading.job = source, job
    Reading.objects.bulk_create(readings)
    for source, reading in zip(sources, readings, strict=True):
        source.reading = reading
    Source.objects.bulk_update(sources, ["reading"], batch_size=200)


def plan_of(words: Words, n: int, number: str) -> Plan:
    """A plan of one subject and its clauses; one clause in four cites a directive by its number."""
    lines = [words.text(14)]
    for _ in range(CLAUSES):
        cited = f" theo Kế hoạch số {words.dice.randrange(900) + 1}/KH-UBND" if words.dice.random() < 0.25 else ""
        lines.append(words.text(words.dice.randrange(15, 60)) + cited)
    text, at, quotes = "\n".join(lines), 0, []
    for line in lines:
        quotes.append(Quote(text=line, spans=(Span(at, at + len(line)),)))
        at += len(line) + 1
    clauses = tuple(
        Clause(label=str(k), text=quote, level=1, kind=ClauseKind.ITEM, path=str(k), line=k + 1, last_line=k + 1)
        for k, quote in enumerate(quotes[1:], 1)
    )
    head = Letterhead(number=Quote(text=number), subject=quotes[0])
    source = Text(name=f"{n}.txt", media_type="text/plain", text=text, sha256="0" * 64)
    return Plan(source=source, document=Document(letterhead=head, clauses=clauses))


def questions(words: Words) -> list[dict[str, str]]:
    """200 of them: words that stand together in the corpus, with and without marks, numbers, phrases, filters."""
    texts = list(Entry.objects.filter(kind=2).order_by("pk").values_list("words", flat=True)[:20000:101])
    found = []
    for n in range(200):
        chosen = words.dice.choice(texts).split()
        at, size = words.dice.randrange(max(len(chosen) - 5, 1)), (1, 2, 2, 3, 4, 4)[n % 6]
        said = " ".join(chosen[at : at + size])
        number = words.dice.randrange(900) + 1
        asked: dict[str, str] = {"q": said}
        if n % 10 == 1:
            asked = {"q": folded(said)}
        elif n % 10 == 3:
            asked = {"q": ("{}/KH-UBND", "{} / kh-ubnd", "kế hoạch {}", "KH {}")[n // 10 % 4].format(number)}
        elif n % 10 == 5:
            asked = {"q": f'"{said}"'}
        elif n % 10 == 7:
            asked = {"q": said, "since": "2020-01-01", "until": "2022-12-31", "kind": "2"}
        elif n % 20 == 9:
            asked = {"q": words.dice.choice(["thực hiện", "thông tin", "tỉnh", "của", "công tác thông tin đối ngoại"])}
        found.append(asked)
    return found


def size_of_index() -> float:
    """Megabytes of entries and index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('search_entry') + pg_total_relation_size('search_shelved')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name LIKE 'entry_of%'")
        return cursor.fetchone()[0] / 1e6


def index_in_quarters(words: Words, people: list[object], directives: int) -> None:
    """Make the corpus and its index quarter by quarter; tell what each took."""
    part = directives // 4
    for quarter in range(4):
        for start in range(quarter * part, (quarter + 1) * part, 250):
            make_directives(words, range(start, min(start + 250, (quarter + 1) * part)), people)
        begun = time.perf_counter()
        shelving.bring_up()
        took = time.perf_counter() - begun
        entries = Entry.objects.count()
        print(f"{entries:>8} entries: +{took:6.1f} s, index {size_of_index():7.1f} MB")


def signed_in(name: str) -> Client:
    """A person at work."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def times(name: str, asked: Sequence[dict[str, str]], pause: float = 0.0, seed: int = 0) -> list[float]:
    """Seconds of each page; between two pages a person rests for about ``pause`` seconds."""
    client, found, dice = signed_in(name), [], random.Random(seed)
    client.get("/search/", {"q": "làm nóng"})
    for one in asked:
        if pause:
            time.sleep(dice.uniform(0, 2 * pause))
        begun = time.perf_counter()
        answer = client.get("/search/", one)
        found.append(time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{one}: {answer.status_code}")
    return found


def _one_of_many(task: tuple[int, list[dict[str, str]], float]) -> list[float]:
    n, asked, pause = task
    dice = random.Random(n)
    mine = dice.sample(asked, 40)
    return times(f"desk{n % PROVINCES}", mine, pause, n)


def at_once(users: int, asked: list[dict[str, str]], pause: float) -> list[float]:
    """Times of ``users`` people, each a process with a connection of its own."""
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(users) as pool:
        return [one for found in pool.map(_one_of_many, [(n, asked, pause) for n in range(users)]) for one in found]


def told(name: str, found: list[float]) -> None:
    """Print a line of times."""
    ranked = sorted(found)
    middle, late = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    print(f"{name}: median {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, longest {ranked[-1] * 1000:.0f} ms")


def hits(asked: list[dict[str, str]]) -> str:
    """A digest of what every question finds, and of the order of its first screen."""
    seen, user, number = hashlib.sha256(), User.objects.get(username="desk0"), 0
    for one in asked:
        form = SearchForm(QueryDict(urlencode(one)), today=TODAY)
        what, narrow = understood(form.words()), form.narrow()
        every = sorted(searching.every(what, narrow, user))
        first = [entry.pk for entry in searching.search(what, narrow, user, today=TODAY).entries]
        number += len(every)
        seen.update(repr((one, every, first)).encode())
    return f"{number} hits, digest {seen.hexdigest()[:16]}"


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--directives", type=int, default=10_000)
    directives = parser.parse_args().directives
    call_command("migrate", verbosity=0)
    words = Words(7)
    people = make_people()
    index_in_quarters(words, people, directives)
    begun = time.perf_counter()
    shelving.bring_up()
    print(f"a round with nothing to do: {time.perf_counter() - begun:.1f} s")
    asked = questions(words)
    told("one person", times("desk0", asked))
    told("20 people, 2 s between two pages", at_once(20, asked, 2.0))
    told("20 people without a pause", at_once(20, asked, 0.0))
    print(hits(asked))


if __name__ == "__main__":
    for _ in prepared():
        from django.core.management import call_command
        from django.db import connection, connections
        from django.http import QueryDict
        from django.test import Client
        from django.utils import timezone

        from dondoc.document import Clause, ClauseKind, Document, Letterhead, Plan, Quote
        from dondoc.document import Source as Text
        from dondoc.text import Span
        from dondoc_web.accounts.models import Membership, Role, User
        from dondoc_web.agencies.models import Agency, Level, System
        from dondoc_web.documents.models import Directive, Reading, Source
        from dondoc_web.jobs.models import Job
        from dondoc_web.search import searching, shelving
        from dondoc_web.search.asking import asked as understood
        from dondoc_web.search.folding import folded
        from dondoc_web.search.forms import SearchForm
        from dondoc_web.search.models import Entry

        main()
