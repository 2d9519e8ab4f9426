"""The process in which :mod:`dondoc.reading.safe` reads: limits first, then the file.

Run as ``python -m dondoc.reading.safe_process ORDER`` in a folder that holds
the file as ``source``. Each page is told on standard output in a line of JSON,
and nothing goes on until a line comes back; the answer is left in the folder
as ``result.json``.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from dondoc.document import Page, Sheet, Source
from dondoc.errors import DondocError
from dondoc.reading import read_as
from dondoc.reading.how import How, PageRead
from dondoc.reading.page_picture import page_picture
from dondoc.reading.processor import allow_more_time
from dondoc.reading.safe import COLUMNS, MIB, Limits

if sys.platform != "win32":
    import resource

_PAGES: TypeAdapter[tuple[Page, ...]] = TypeAdapter(tuple[Page, ...])
_SHEETS: TypeAdapter[tuple[Sheet, ...]] = TypeAdapter(tuple[Sheet, ...])


def main(order: dict[str, Any]) -> None:
    """Does what is ordered and leaves the answer."""
    name, limits = order["name"], Limits(**order["limits"])
    confine(limits)
    try:
        answer = _picture(order) if "picture" in order else _encoded(_read(order, limits))
    except DondocError as error:
        answer = json.dumps({"error": type(error).__name__, "message": str(error)}).encode()
    except MemoryError:
        message = f"«{name}»: cần quá {limits.memory // MIB} MB bộ nhớ để đọc. Hãy tách thành nhiều tệp."
        answer = json.dumps({"error": "UnreadableSource", "message": message}).encode()
    except RecursionError:
        message = f"«{name}»: nội dung lồng nhau quá sâu, không phải văn bản bình thường. Hãy lưu lại bằng Word."
        answer = json.dumps({"error": "UnreadableSource", "message": message}).encode()
    Path("result.json").write_bytes(answer)


def confine(limits: Limits) -> None:
    """No more memory, processor time and files than the limits; no core dump of what may be confidential.

    Windows has no such limits; those of time and size, which the other process keeps, hold there too.
    """
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 2048 * MIB),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    allow_more_time(4 * limits.seconds)


def _read(order: dict[str, Any], limits: Limits) -> Source:
    """The file read, its pages told on what was standard output; whatever else prints there goes to the complaints."""
    ours = os.dup(1)
    os.dup2(2, 1)
    cache = Path(order["cache"]) if order["cache"] else None

    def tell(page: PageRead) -> None:
        allow_more_time(4 * limits.seconds)
        with open(ours, "wb", closefd=False) as out:
            out.write(json.dumps(page).encode() + b"\n")
        if not os.read(0, 1):
            sys.exit("nobody listens any more")

    columns = COLUMNS.validate_json(Path("columns.json").read_bytes())
    processor = 4 * limits.seconds_per_page
    how = How(tell, cache, limits.workers, pages=limits.pages, processor=processor, columns=columns)
    return read_as(Path("source").read_bytes(), order["name"], how)


def _picture(order: dict[str, Any]) -> bytes:
    """The picture of a page, left in the folder; its measures are the answer."""
    number, dpi = order["picture"]
    picture = page_picture(Path("source").read_bytes(), order["name"], number, dpi=dpi)
    Path("picture").write_bytes(picture.webp)
    return json.dumps({"picture": picture[1:]}).encode()


def _encoded(source: Source) -> bytes:
    """The source with its pages and sheets, which are no part of its JSON elsewhere."""
    pages, sheets = _PAGES.dump_json(source.pages), _SHEETS.dump_json(source.sheets)
    return (
        b'{"source":' + source.model_dump_json()[:-1].encode() + b',"pages":' + pages + b',"sheets":' + sheets + b"}}"
    )


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
