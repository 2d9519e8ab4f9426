"""A paper about silk, and what is found of it."""

from __future__ import annotations

from dondoc_web.accounts.models import User
from dondoc_web.search import searching
from dondoc_web.search.asking import asked
from dondoc_web.search.models import Entry
from dondoc_web.search.searching import Narrow

PAPER = (
    "Cơ quan: UBND tỉnh Lam Giang\nSố: 41/KH-UBND\nNgày: 2026-03-02\nLoại: Kế hoạch\n"
    "Về việc: Quảng bá hình ảnh địa phương\n"
    "1. Sản xuất phim ngắn giới thiệu lụa làng Vạn.\nChủ trì: Sở Văn hóa\n"
)


ALL = Narrow()


def found(user, query="lua", narrow=ALL):
    keys = searching.every(asked(query), narrow, User.objects.get(pk=user.pk))
    return list(Entry.objects.filter(pk__in=list(keys)))
