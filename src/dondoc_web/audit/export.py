"""The log as CSV: one event a line, with its place in the chain."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc_web.audit.models import Event

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First letters that make a spreadsheet compute a cell (OWASP, CSV injection)."""


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(FORMULA) else text


def header() -> list[str]:
    """The names of the columns."""
    return [
        _("Số"), _("Thời điểm"), _("Người thực hiện"), _("Hành động"), _("Đối tượng"),
        _("Cơ quan"), _("Địa chỉ máy"), _("Nội dung"), _("Mắt xích"), _("Mã băm"),
    ]  # fmt: skip


def line(event: Event) -> list[str]:
    """The cells of one event; empty where it is not sealed yet."""
    seal = getattr(event, "seal", None)
    return [
        str(event.pk),
        timezone.localtime(event.at).strftime("%d/%m/%Y %H:%M:%S"),
        harmless(str(event.actor or "")),
        harmless(event.get_verb_display()),
        harmless(event.target),
        harmless(str(event.office or "")),
        event.address,
        harmless(json.dumps(event.data, ensure_ascii=False, sort_keys=True)),
        str(seal.position) if seal else "",
        seal.hash if seal else "",
    ]


def write_csv(events: QuerySet[Event], file: IO[str]) -> int:
    """Write ``events`` to ``file``; how many."""
    writer = csv.writer(file)
    writer.writerow(header())
    count = 0
    for event in events.iterator(chunk_size=2000):
        writer.writerow(line(event))
        count += 1
    return count


class Echo:
    """A file that hands back what is written to it, so that a CSV can be sent as it grows."""

    def write(self, text: str) -> str:
        """Give ``text`` back."""
        return text


def streamed_csv(events: QuerySet[Event]) -> Iterator[str]:
    """The CSV of ``events``, line by line, with the mark that makes Excel read UTF-8."""
    writer: Any = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(header())
    for event in events.iterator(chunk_size=2000):
        yield writer.writerow(line(event))
