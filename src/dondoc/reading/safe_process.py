"""The process in which :func:`dondoc.reading.safe.read_safely` reads: limits first, then the file.

Run as ``python -m dondoc.reading.safe_process NAME LIMITS`` in a folder that
holds the file as ``source``; the answer is left there as ``result.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from dondoc.document import Page, Source
from dondoc.errors import DondocError, UnreadableSource
from dondoc.reading import read
from dondoc.reading.safe import MIB, Limits

if sys.platform != "win32":
    import resource

_PAGES: TypeAdapter[tuple[Page, ...]] = TypeAdapter(tuple[Page, ...])


def main(name: str, limits: Limits) -> None:
    """Reads ``source`` and leaves the answer."""
    confine(limits)
    try:
        answer = _encoded(_read(name, limits))
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
        (resource.RLIMIT_CPU, int(limits.seconds * 4) + 2),
        (resource.RLIMIT_FSIZE, 2048 * MIB),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _read(name: str, limits: Limits) -> Source:
    source = read(Path("source").read_bytes(), name=name)
    if len(source.pages) > limits.pages:
        raise UnreadableSource(
            f"«{name}»: {len(source.pages):,} trang, quá giới hạn {limits.pages:,} trang. Hãy tách thành nhiều tệp."
        )
    return source


def _encoded(source: Source) -> bytes:
    return b'{"source":' + source.model_dump_json().encode() + b',"pages":' + _PAGES.dump_json(source.pages) + b"}"


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
