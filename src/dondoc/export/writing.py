"""Plans as bytes in the format asked for, and files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from enum import StrEnum
from io import StringIO
from pathlib import Path

from rich.console import Console

from dondoc.document import Plan
from dondoc.export.as_csv import to_csv
from dondoc.export.as_json import to_json
from dondoc.export.as_markdown import to_markdown
from dondoc.export.as_table import TaskList
from dondoc.export.as_xlsx import to_xlsx

PAGE_WIDTH = 200
"""Characters in a line of a table that goes to a file or another program."""


class Format(StrEnum):
    """A form a task list can be had in."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends."""
        return {"table": ".txt", "markdown": ".md"}.get(self.value, f".{self.value}")


def one(plan: Plan, form: Format) -> bytes:
    """A single plan; as JSON an object over several lines."""
    if form is Format.JSON:
        return (to_json(plan, indent=2) + "\n").encode()
    return b"".join(several([plan], form))


def several(plans: Iterable[Plan], form: Format) -> Iterator[bytes]:
    """Plans one after the other, as JSON a line each; nothing when there are none.

    Each is given out as soon as it is there, but for the formats that need all
    of them first (CSV, Excel).
    """
    if form in {Format.CSV, Format.XLSX}:
        if gathered := list(plans):
            yield to_csv(gathered).encode() if form is Format.CSV else to_xlsx(gathered)
    elif form is Format.JSON:
        yield from (f"{to_json(plan)}\n".encode() for plan in plans)
    elif form is Format.MARKDOWN:
        yield from (f"{to_markdown([plan])}\n".encode() for plan in plans)
    else:
        yield from (_table(plan).encode() for plan in plans)


def _table(plan: Plan) -> str:
    out = StringIO()
    Console(file=out, width=PAGE_WIDTH, color_system=None).print(TaskList(plan))
    return out.getvalue()


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``path`` so that it holds all of ``chunks`` or stays as it was; with no chunks it stays, too.

    :raises OSError: the folder is not there, or may not be written to.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
        if temporary.stat().st_size:
            temporary.chmod(0o644)
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def names_in(folder: Path, sources: Iterable[Path], form: Format) -> dict[Path, Path]:
    """A file in ``folder`` for each of ``sources``, named after it; two of one name keep their endings too."""
    names: dict[Path, Path] = {}
    taken: set[Path] = set()
    for source in sources:
        wanted = [folder / (stem + form.suffix) for stem in (source.stem, source.name)]
        free = next((path for path in wanted if path not in taken), None)
        number = 2
        while free is None or free in taken:
            free = folder / f"{source.name}-{number}{form.suffix}"
            number += 1
        taken.add(free)
        names[source] = free
    return names
