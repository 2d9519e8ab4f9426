"""A whole corpus of directives read over a Dask cluster: JSON Lines, Parquet, and what could not be read.

The folder that is written holds ``plans.jsonl`` (a file and its plan a line),
``failures.jsonl`` (a file and why it could not be read), ``tasks.parquet``
(a row a task) and ``pages`` (scanned pages once recognised). A plan is on the
disk as soon as it is read, so that a run that was killed goes on where it
stopped; files whose bytes changed are read again.

Needs the extra ``dondoc[batch]``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from distributed import Client, Future, LocalCluster, as_completed

from dondoc.batch import select
from dondoc.document import Plan
from dondoc.errors import DondocError
from dondoc.export import from_json, to_json
from dondoc.pipeline import plan_of
from dondoc.reading.safe import Limits, read_safely

PLANS, FAILURES, TASKS, PAGES = "plans.jsonl", "failures.jsonl", "tasks.parquet", "pages"

AHEAD = 4
"""Files handed out for each worker: enough to keep it busy, few enough for the memory."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: files read now, read by an earlier run, and not readable."""

    read: int
    kept: int
    failed: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How each file is read: within limits, with a folder of recognised pages (on each worker's own disk)."""

    limits: Limits
    pages: Path


def read_corpus(
    source: Path,
    destination: Path,
    *,
    scheduler: str | None = None,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Reads every file below ``source`` and writes what was read to ``destination``.

    ``scheduler`` is the address of a Dask scheduler whose workers have dondoc;
    without one a process is started for each core of this machine. ``progress``
    is told after each file how many are done, and of how many.

    :raises OSError: ``destination`` cannot be written, or there is no scheduler at that address.
    """
    destination.mkdir(parents=True, exist_ok=True)
    files = {_name(path, source): path for path in select([str(source)]).files}
    done = _already(destination / PLANS)
    todo = [(name, path) for name, path in files.items() if done.get(name) != _digest(path)]
    failed = 0
    with (
        (destination / PLANS).open("ab") as plans,
        (destination / FAILURES).open("wb") as failures,
        _client(scheduler) as client,
    ):
        reading = Reading(limits or Limits(workers=1), (destination / PAGES).absolute())
        for count, (name, plan, error) in enumerate(_outcomes(client, todo, reading), 1):
            if plan is not None:
                _write(plans, b'{"file":' + json.dumps(name).encode() + b',"plan":' + plan.encode() + b"}\n")
            else:
                failed += 1
                _write(failures, json.dumps({"file": name, "error": error}, ensure_ascii=False).encode() + b"\n")
            if progress:
                progress(count, len(todo))
    write_tasks(destination, set(files))
    return Summary(len(todo) - failed, len(files) - len(todo), failed)


def _name(path: Path, source: Path) -> str:
    return path.relative_to(source).as_posix() if source.is_dir() else path.name


def _digest(path: Path) -> str:
    """The SHA-256 of a file; empty for one that cannot be opened, which reading will say."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _already(plans: Path) -> dict[str, str]:
    """Files that an earlier run read, with their digests; a last line that was cut off is taken away."""
    if not plans.exists():
        return {}
    done: dict[str, str] = {}
    end = 0
    with plans.open("rb+") as file:
        for line in file:
            if not line.endswith(b"\n"):
                break
            end += len(line)
            entry = json.loads(line)
            done[entry["file"]] = entry["plan"]["source"]["sha256"]
        file.truncate(end)
    return done


def _write(file: object, line: bytes) -> None:
    """A line, on the disk before the next file is asked for."""
    file.write(line)  # type: ignore[attr-defined]
    file.flush()  # type: ignore[attr-defined]


@contextmanager
def _client(scheduler: str | None) -> Iterator[Client]:
    """The cluster at an address, or one of our own with a process for each core."""
    if scheduler:
        with Client(scheduler) as client:
            yield client
        return
    with (
        LocalCluster(
            n_workers=os.cpu_count() or 1, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _outcomes(
    client: Client, todo: list[tuple[str, Path]], reading: Reading
) -> Iterator[tuple[str, str | None, str | None]]:
    """Each file with its plan as JSON, or with why there is none, as they come in."""
    waiting = iter(todo)
    names: dict[str, str] = {}

    def handed_out() -> Iterator[Future]:
        for name, path in waiting:
            future = client.submit(plan_or_error, _bytes(path), name, reading, pure=False)
            names[future.key] = name
            yield future

    more = handed_out()
    workers = max(1, len(client.scheduler_info()["workers"]))
    first = [future for _, future in zip(range(AHEAD * workers), more, strict=False)]
    running = as_completed(first)
    for future in running:
        name = names.pop(future.key)
        if future.status == "finished":
            yield (name, *future.result())
        else:
            yield (
                name,
                None,
                f"«{name}»: tiến trình đọc tệp này bị dừng nhiều lần ({future.status}). Hãy đọc riêng tệp.",
            )
        future.release()
        if following := next(more, None):
            running.add(following)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def plan_or_error(data: bytes | None, name: str, reading: Reading) -> tuple[str | None, str | None]:
    """The plan of a file as JSON, or the sentence that says why there is none; runs on a worker."""
    if data is None:
        return None, f"«{name}»: không mở được tệp. Hãy kiểm tra quyền đọc."
    try:
        return to_json(plan_of(read_safely(data, name=name, limits=reading.limits, cache=reading.pages))), None
    except DondocError as error:
        return None, str(error)


# Tasks as a table ---------------------------------------------------------------------------------

_LIST = pa.list_(pa.string())
_TEXTS = ("file", "sha256", "number", "type", "issuer", "date", "id", "label", "text")
_TIMES = ("timing", "timing_kind", "start", "end", "due", "product")
SCHEMA = pa.schema([
    *((name, pa.string()) for name in _TEXTS),
    *((name, _LIST) for name in ("directing", "lead", "coordinating")),
    *((name, pa.string()) for name in _TIMES),
])  # fmt: skip
"""Columns of ``tasks.parquet``; days are ISO as in the JSON."""


def write_tasks(destination: Path, files: set[str]) -> None:
    """``tasks.parquet`` from ``plans.jsonl``: the last plan of each of ``files``, a row a task."""
    places = _last_places(destination / PLANS)
    scratch = destination / (TASKS + ".part")
    with (destination / PLANS).open("rb") as plans, pq.ParquetWriter(scratch, SCHEMA) as writer:
        for name in sorted(files & set(places)):
            plans.seek(places[name])
            entry = json.loads(plans.readline())
            rows = _rows(name, from_json(json.dumps(entry["plan"])))
            if rows:
                writer.write_table(pa.Table.from_pylist(rows, SCHEMA))
    scratch.replace(destination / TASKS)


def _last_places(plans: Path) -> dict[str, int]:
    """Where in ``plans.jsonl`` the last line of each file begins."""
    places: dict[str, int] = {}
    at = 0
    with plans.open("rb") as file:
        for line in file:
            places[json.loads(line)["file"]] = at
            at += len(line)
    return places


def _rows(name: str, plan: Plan) -> list[dict[str, object]]:
    document = plan.document
    whole = {
        "file": name, "sha256": plan.source.sha256, "number": document.number, "type": document.type,
        "issuer": document.issuer, "date": document.date,
    }  # fmt: skip
    return [
        {
            **whole, "id": task.id, "label": task.label, "text": task.text, "directing": list(task.directing),
            "lead": list(task.lead), "coordinating": list(task.coordinating), "timing": task.timing.text,
            "timing_kind": task.timing.kind.value, "start": task.timing.start, "end": task.timing.end,
            "due": task.timing.due, "product": task.product.text if task.product else None,
        }
        for task in plan.tasks
    ]  # fmt: skip
