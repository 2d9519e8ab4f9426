"""The first rows of a list, as keys: the database walks an index as far as one page and reads nothing else.

A person may see the work of many bodies. Walking them in one order at once
would sort all they owe; so each body's own index is walked for one page, and
the page is taken from these: one statement, whose cost hangs on the number of
bodies and never on the years that the office has worked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from dondoc_web.work.models import Obligation

MOST_BODIES = 400
"""Above this the statement itself would be too long (SQLite stops at 500 parts)."""

STANDS_FOR_A_BODY = -(10**15)
"""In the parameters of the statement for one body; no key is below zero."""


def first_keys(found: QuerySet[Obligation], limit: int) -> list[int]:
    """Keys of the first ``limit`` rows of ``found`` in its order."""
    return list(found.values_list("pk", flat=True)[:limit])


def first_keys_of_each(found: QuerySet[Obligation], bodies: Sequence[int], limit: int) -> list[int]:
    """Keys of the first ``limit`` rows over all ``bodies``.

    ``found`` is asked for one body, in whose place it has
    :data:`STANDS_FOR_A_BODY`. It is ordered by one column and the key, or by
    the key alone.
    """
    names = [str(name).lstrip("-") for name in found.query.order_by]
    down = "DESC" if str(found.query.order_by[0]).startswith("-") else "ASC"
    piece, marked = found.values_list(*names)[:limit].query.sql_with_params()
    params: list[Any] = []
    for body in bodies:
        params += [body if one == STANDS_FOR_A_BODY else one for one in marked]
    pieces = " UNION ALL ".join(f"SELECT * FROM ({piece}) AS one_{n}" for n in range(len(bodies)))  # noqa: S608
    order = ", ".join(f"{n + 1} {down}" for n in range(len(names)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({pieces}) AS every ORDER BY {order} LIMIT {int(limit)}", params)  # noqa: S608
        return [row[-1] for row in cursor.fetchall()]
