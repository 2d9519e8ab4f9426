"""Reading a file that nobody vouches for: in a process of its own, with limits.

What crashes, hangs or eats memory is that process, and it costs one file. It
gets the bytes and a name, works in a folder that is removed afterwards, and
answers in JSON, so that nothing it says can be run.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from dondoc.document import Source
from dondoc.errors import EmptySource, UnknownFormat, UnreadableSource

CONFINED = "dondoc_confined"
"""Set in the environment of the process that reads, so that programs it starts end with it."""

_KEPT = (
    "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "SYSTEMROOT", "TESSDATA_PREFIX",
)  # fmt: skip
"""What of our environment the process may know; no secrets of a server are among it."""

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost: its size, its pages, time on the clock in seconds, memory in bytes.

    ``memory`` is the address space of the process, and of each program it
    starts; LibreOffice converts a directive within 512 MiB.
    """

    bytes: int = 100 * MIB
    pages: int = 2_000
    seconds: float = 300.0
    memory: int = 2048 * MIB


def read_safely(file: str | Path | bytes, *, name: str | None = None, limits: Limits | None = None) -> Source:
    """The same as :func:`dondoc.read`, whatever the file does to its reader.

    :raises UnreadableSource: as ``read`` does; also when a limit is passed or the reader crashes.
    """
    limits = limits or Limits()
    data, name = _bytes_of(file, name, limits)
    with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "source").write_bytes(data)
        code = _run(home, name, limits)
        return _answer(home, name, code, limits)


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


def _run(home: Path, name: str, limits: Limits) -> int | None:
    """The exit code of the process that reads; None when its time was up. All that it started has ended."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment |= {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        CONFINED: "1",
    }
    command = [sys.executable, "-m", "dondoc.reading.safe_process", name, json.dumps(asdict(limits))]
    with (home / "stderr").open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
            command, cwd=home, env=environment, stdin=subprocess.DEVNULL, stdout=complaints, stderr=complaints,
            start_new_session=True,
        )  # fmt: skip
        try:
            return process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _answer(home: Path, name: str, code: int | None, limits: Limits) -> Source:
    if code is None or code == -signal.SIGXCPU:
        raise UnreadableSource(
            f"«{name}»: đọc quá {limits.seconds:g} giây nên đã dừng. Hãy tách nhỏ tệp hoặc lưu thành .docx hay .pdf."
        )
    result = home / "result.json"
    if code != 0 or not result.is_file():
        error = UnreadableSource(
            f"«{name}»: tệp làm trình đọc dừng đột ngột. Hãy mở tệp bằng phần mềm đã tạo ra nó và lưu lại."
        )
        error.add_note((home / "stderr").read_text(encoding="utf-8", errors="replace")[-2000:])
        raise error
    answer = json.loads(result.read_bytes())
    if "error" in answer:
        raise _ERRORS.get(answer["error"], UnreadableSource)(answer["message"])
    return Source.model_validate({**answer["source"], "pages": answer["pages"]})


_ERRORS = {kind.__name__: kind for kind in (EmptySource, UnknownFormat, UnreadableSource)}
"""What reading raises, by name: the process can only write."""
