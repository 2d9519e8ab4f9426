"""One office of the given size is made and each page is asked for alone, in this process; a line of JSON comes out.

Run by ``site_bench.py`` in an environment that names an empty database.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import offices
from dondoc_web.accounts.models import User
from dondoc_web.agencies.models import Agency
from dondoc_web.audit import chain
from dondoc_web.work import totals
from dondoc_web.work.models import Obligation, Plan
from site_pages import OFTEN, Facts, addresses

TIMES = 3


def main() -> None:
    """Make the offices, prove them, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--obligations", type=int, required=True)
    parser.add_argument("--years", type=int, required=True)
    asked = parser.parse_args()
    start = time.monotonic()
    offices.build(offices.Size(asked.obligations, asked.years, today=timezone.localdate()))
    made = time.monotonic() - start
    if totals.differences() or not chain.verify().holds:
        raise SystemExit("the totals or the chain of the made offices do not hold")
    _settle()
    people, provinces = _people(), [_facts(province) for province in _tops()]
    pages = {page: _measure(page, people, provinces) for page in OFTEN}
    facts = {"people": people, "provinces": provinces, "password": offices.PASSWORD}
    print(json.dumps({"made_s": made, "obligations": Obligation.objects.count(), "pages": pages, "facts": facts}))


def _settle() -> None:
    """What happens to tables in the course of a day: PostgreSQL's own vacuum, our look at those of SQLite."""
    totals.look_at_tables()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def _tops() -> list[Agency]:
    return list(Agency.objects.filter(key__startswith="bench-top@").order_by("pk"))


def _facts(top: Agency) -> dict[str, list[int]]:
    bodies = Agency.objects.filter(parent=top).order_by("pk")
    plans = Plan.objects.filter(office=top).order_by("-pk")
    return {key: list(rows.values_list("pk", flat=True)[:20]) for key, rows in (("agencies", bodies), ("plans", plans))}


def _people() -> list[tuple[str, str, int]]:
    """Name, role and number of the province of each."""
    tops = _tops()
    rows = User.objects.filter(username__startswith="bench-").order_by("pk").prefetch_related("memberships__agency")
    held = [(one.username, one.memberships.all()[0]) for one in rows]
    return [
        (name, role.role, next(n for n, top in enumerate(tops) if role.agency.trail.startswith(top.trail)))
        for name, role in held
    ]


def _measure(page: str, people: list[tuple[str, str, int]], provinces: list[dict[str, Any]]) -> dict[str, float]:
    """The mean and the worst address of ``page``, for the first person of each role; each the best of some."""
    cpu, wall, queries = [], [], []
    for name, role, province in {role: (name, role, province) for name, role, province in reversed(people)}.values():
        client = Client()
        client.force_login(User.objects.get(username=name), backend="dondoc_web.accounts.backends.PasswordBackend")
        for address in addresses(page, role, Facts(**provinces[province])):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{role} {address}: {answer.status_code}")
            queries.append(len(asked))
            times = [_once(client, address) for _ in range(TIMES)]
            cpu.append(min(one[0] for one in times))
            wall.append(min(one[1] for one in times))
    return {
        "queries": max(queries), "cpu_mean": statistics.mean(cpu), "cpu_max": max(cpu),
        "alone_mean": statistics.mean(wall), "alone_max": max(wall),
    }  # fmt: skip


def _once(client: Client, address: str) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    client.get(address)
    return 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)


if __name__ == "__main__":
    main()
