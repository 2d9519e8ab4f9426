"""The map of completeness as a picture, in words, and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc_web.figures.completeness import PROVINCES, Band, CompletenessMap, Square, part_words
from dondoc_web.reports.standing import Rates
from dondoc_web.work.charts import NAMED, Chart
from dondoc_web.work.figure_files import Table


def title(found: CompletenessMap) -> str:
    """What the map is called."""
    if found.wanted.ground == PROVINCES:
        return _("Mức đầy đủ của báo cáo theo tỉnh, thành phố")
    return _("Mức đầy đủ của báo cáo theo đơn vị: %s") % found.ground_words


def chart(found: CompletenessMap) -> Chart:
    """A square a province or unit: name, percent, and how complete by sign, pattern and colour."""
    used = [one for one in Band if any(square.band is one for square in found.squares)]
    data = {
        "kind": "tiles",
        "title": title(found),
        "tiles": [_tile(square) for square in found.squares],
        "series": [{"code": one.value, "look": one.look, "name": f"{one.sign} {one.words}"} for one in used],
    }
    return Chart("map", title(found), in_words(found), data)


def _tile(square: Square) -> dict[str, Any]:
    return {
        "name": square.short,
        "said": f"{square.band.sign} {square.percent}".removesuffix(" %"),
        "code": square.band.value,
        "at": square.at,
        "words": f"{square.name}\n{_counts(square.rates)}",
        "link": f"{reverse('figures:map_rows')}?{square.cells[0 if square.rates.expected else -1].address}",
    }


def _counts(of: Rates) -> str:
    words = part_words()
    parts = [("expected", of.expected), ("complete", of.complete), ("waiting", of.waiting), ("missing", of.missing)]
    return "; ".join(f"{words[part]}: {n}" for part, n in parts)


def in_words(found: CompletenessMap) -> str:
    """The map as sentences: how many squares are how complete, all together, which lack most."""
    squares, of = found.squares, found.total.rates
    n = len(squares)
    if found.wanted.ground == PROVINCES:
        said = ngettext("%d tỉnh, thành phố", "%d tỉnh, thành phố", n) % n
    else:
        said = ngettext("%d đơn vị", "%d đơn vị", n) % n
    bands = "; ".join(
        f"{sum(square.band is one for square in squares)} {one.words}"
        for one in Band
        if any(square.band is one for square in squares)
    )
    together = _("Tất cả: đến hạn %(expected)d báo cáo, đủ %(complete)d (%(percent)s), thiếu %(missing)d.") % {
        "expected": of.expected, "complete": of.complete, "percent": found.total.percent, "missing": of.missing,
    }  # fmt: skip
    return " ".join([f"{said}: {bands}." if n else f"{said}.", together, *_lacking(squares), *_elsewhere(found)])


def _lacking(squares: Sequence[Square]) -> list[str]:
    worst = sorted((one for one in squares if one.rates.missing), key=lambda one: -one.rates.missing)[:NAMED]
    named = ", ".join(f"{one.short} ({one.rates.missing})" for one in worst)
    return [_("Thiếu nhiều nhất: %s.") % named] if worst else []


def _elsewhere(found: CompletenessMap) -> list[str]:
    if found.nowhere is None:
        return []
    return [_("Báo cáo đến hạn của cơ quan không đứng trên bản đồ: %d.") % found.nowhere.rates.expected]


def table(found: CompletenessMap, notes: Sequence[str]) -> Table:
    """The table beside the map; shares are numbers of percent."""
    words = part_words()
    heads = [_("Địa bàn"), _("Tình trạng"), *words.values(), _("Tỷ lệ đủ (%)"), _("Tỷ lệ đúng hạn (%)")]
    rows = [_row(one) for one in (*found.squares, *([found.nowhere] if found.nowhere else []), found.total)]
    widths = [40, 24, *[12] * (len(heads) - 2)]
    return Table(title(found), heads, rows, notes, last=True, widths=widths)


def _row(one: Square) -> list[str | int | float | None]:
    of = one.rates
    shares = [None if share is None else round(share, 1) for share in (of.completeness, of.timeliness)]
    return [one.full_name, one.band.words, *(cell.n for cell in one.cells), *shares]
