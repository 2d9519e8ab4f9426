"""Reading a file that nobody vouches for: in a process of its own, with limits.

What crashes, hangs or eats memory is that process, and it costs one file. It
gets the bytes and a name, works in a folder that is removed afterwards, tells
each page in a line of JSON and answers in JSON, so that nothing it says can be
run. Without us it ends: after each page it waits until we heard it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, cast

from pydantic import TypeAdapter

from dondoc.document import Columns, Source
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource
from dondoc.reading.how import PagePicture, PageRead, Progress

CONFINED = "dondoc_confined"
"""Set in the environment of the process that reads, so that programs it starts end with it."""

_KEPT = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "SYSTEMROOT", "TESSDATA_PREFIX",
)  # fmt: skip
"""What of our environment the process may know; no secrets of a server are among it."""

MIB = 1024**2

COLUMNS: TypeAdapter[tuple[Columns, ...]] = TypeAdapter(tuple[Columns, ...])
"""Goes to the process in a file of its own: it may be longer than an argument."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost: its size, its pages, time on the clock in seconds, memory in bytes.

    ``seconds`` is the time until the first page is read, and for a file
    without pages for the whole; ``seconds_per_page`` the time until the next
    page; ``workers`` the number of processes that recognise pages (None: one a
    core). ``memory`` is the address space of the process, and of each process
    that it starts; LibreOffice converts a directive within 512 MiB.
    """

    bytes: int = 100 * MIB
    pages: int = 2_000
    seconds: float = 300.0
    memory: int = 2048 * MIB
    seconds_per_page: float = 90.0
    workers: int | None = None


def read_safely(  # noqa: PLR0913 - those of read, and the limits
    file: str | Path | bytes,
    *,
    name: str | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    columns: Sequence[Columns] = (),
) -> Source:
    """The same as :func:`dondoc.read`, whatever the file does to its reader.

    :raises UnreadableSource: as ``read`` does; also when a limit is passed or the reader crashes.
    """
    limits = limits or Limits()
    data, name = _bytes_of(file, name, limits)
    order = {"cache": str(cache.absolute()) if cache else None}
    with _home(data) as home:
        (home / "columns.json").write_bytes(COLUMNS.dump_json(tuple(columns)))
        source = _ask(home, name, order, limits, progress)["source"]
    return Source.model_validate(source)


def picture_safely(file: str | Path | bytes, name: str, number: int, dpi: int, limits: Limits) -> PagePicture:
    """The same as :func:`dondoc.page_picture`, in a process of its own.

    :raises UnreadableSource: as ``page_picture`` does; also when a limit is passed or the reader crashes.
    """
    data, name = _bytes_of(file, name, limits)
    with _home(data) as home:
        answer = _ask(home, name, {"picture": [number, dpi]}, limits, None)
        return PagePicture((home / "picture").read_bytes(), *answer["picture"])


@contextmanager
def _home(data: bytes) -> Iterator[Path]:
    """A folder for one file, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        (Path(folder) / "source").write_bytes(data)
        yield Path(folder)


def _bytes_of(file: str | Path | bytes, name: str | None, limits: Limits) -> tuple[bytes, str]:
    """The bytes, once their number is known to be small enough."""
    if isinstance(file, bytes):
        _check_size(len(file), name or "(không tên)", limits)
        return file, name or "(không tên)"
    path = Path(file)
    try:
        _check_size(path.stat().st_size, name or path.name, limits)
        return path.read_bytes(), name or path.name
    except OSError as error:
        raise UnreadableSource(f"«{path}»: không mở được tệp ({error.strerror}). Hãy kiểm tra đường dẫn.") from error


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size > limits.bytes:
        raise UnreadableSource(
            f"«{name}»: tệp {size / MIB:.1f} MB, quá giới hạn {limits.bytes / MIB:.1f} MB. Hãy tách thành nhiều tệp."
        )


def _ask(home: Path, name: str, order: dict[str, Any], limits: Limits, progress: Progress | None) -> dict[str, Any]:
    """What the process answers to an order."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        CONFINED: "1",
    }
    order = {"name": name, "limits": asdict(limits), **order}
    command = [sys.executable, "-m", "dondoc.reading.safe_process", json.dumps(order)]
    with (home / "stderr").open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            command, cwd=home, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints,
            start_new_session=True,
        )  # fmt: skip
        pages = _Pages(limits, progress)
        try:
            code = pages.follow(process, cast("IO[bytes]", process.stdout), cast("IO[bytes]", process.stdin))
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            _close(process)
    return _answer(home, name, code, pages)


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


_LONGEST_MESSAGE = 16 * MIB


@dataclass(slots=True)
class _Pages:
    """What the process says page by page; it waits after each until it was heard."""

    limits: Limits
    progress: Progress | None
    last: PageRead | None = None

    @property
    def patience(self) -> float:
        """Seconds until the next sign: a page, or after the last one the end."""
        waits = self.last is not None and self.last.done < self.last.total
        return self.limits.seconds_per_page if waits else self.limits.seconds

    def follow(self, process: subprocess.Popen[bytes], said: IO[bytes], heard: IO[bytes]) -> int | None:
        """The exit code of the process; None when its time was up."""
        end, rest = time.monotonic() + self.patience, b""
        while True:
            ready, _, _ = select.select([said], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            part = os.read(said.fileno(), 1 << 16)
            if not part or len(rest) > _LONGEST_MESSAGE:
                break
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                self._hear(line)
                end = time.monotonic() + self.patience
                with suppress(BrokenPipeError):
                    os.write(heard.fileno(), b"\n")
        try:
            return process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None

    def _hear(self, line: bytes) -> None:
        self.last = PageRead(*json.loads(line))
        if self.progress:
            self.progress(self.last)

    def too_late(self) -> str:
        """What took too long."""
        if self.last is None or self.last.done == self.last.total:
            return f"đọc quá {self.limits.seconds:g} giây nên đã dừng. Hãy tách nhỏ tệp hoặc lưu thành .docx hay .pdf."
        return (
            f"đọc được {self.last.done}/{self.last.total} trang thì có trang mất quá {self.limits.seconds_per_page:g} "
            "giây nên đã dừng. Hãy quét lại trang đó ở 200-300 dpi hoặc tách thành nhiều tệp."
        )


def _answer(home: Path, name: str, code: int | None, pages: _Pages) -> dict[str, Any]:
    if code is None or code == -signal.SIGXCPU:
        raise UnreadableSource(f"«{name}»: {pages.too_late()}")
    result = home / "result.json"
    if code != 0 or not result.is_file():
        error = UnreadableSource(
            f"«{name}»: tệp làm trình đọc dừng đột ngột. Hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại."
        )
        error.add_note((home / "stderr").read_text(encoding="utf-8", errors="replace")[-2000:])
        raise error
    answer: dict[str, Any] = json.loads(result.read_bytes())
    if "error" in answer:
        raise _ERRORS.get(answer["error"], UnreadableSource)(answer["message"])
    return answer


_ERRORS = {kind.__name__: kind for kind in (EmptySource, UnknownFormat, UnreadableSource)}
"""What reading raises, by name: the process can only write."""
