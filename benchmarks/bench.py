"""Time and memory for 1, 10, 100 and 1,000 pages of a plan, and the time to import the library.

    benchmarks/bench.py                  all sizes
    benchmarks/bench.py --pages 1 10     these sizes

The text is the demonstration plan of a province with its sections and the
groups of its appendix repeated and numbered on. Each size is read by an
interpreter of its own, several times; the best time is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "demo/documents/ke-hoach-ubnd-tinh.md"
OUT = ROOT / "var/bench"
PAGE = 2_300
"""Characters of a page, as printed in 14 point."""

SIZES = (1, 10, 100, 1_000)
TIMES = 3
AIMS = "mục tiêu: 200 trang/giây, 1.000 trang ≤ 12 × 100 trang, dưới 300 MB, import < 0,2 giây"


class Measured(NamedTuple):
    """Seconds of each step, peak memory of the process in MB, tasks that were found."""

    read: float
    parse: float
    extract: float
    megabytes: float
    tasks: int

    @property
    def seconds(self) -> float:
        """The whole way."""
        return self.read + self.parse + self.extract


def roman(number: int) -> str:
    """``number`` as a heading of the first level shows it.

    >>> roman(4), roman(1999)
    ('IV', 'MCMXCIX')
    """
    signs = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True)  # fmt: skip
    out = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        out += sign * times
    return out


_SECTION = re.compile(r"^(### )[IVX]+(\. )", re.MULTILINE)
_GROUP = re.compile(r"^(<b>)?(\d+)((?:\.\d+)?(?:</b>)?\t)", re.MULTILINE)


def pages(count: int) -> str:
    """About ``count`` pages of one plan."""
    plan = PLAN.read_text(encoding="utf-8")
    sections, signature, rows = (plan.index(mark) for mark in ("### I. ", "#### Nơi nhận", "\n1\t"))
    head, body, middle, table = plan[:sections], plan[sections:signature], plan[signature:rows], plan[rows:].rstrip()
    times = max(1, round((count * PAGE - len(head) - len(middle)) / (len(body) + len(table))))
    bodies = [_number_sections(body, turn) for turn in range(times)]
    tables = [_number_groups(table, turn) for turn in range(times)]
    text = "".join([head, *bodies, middle, *tables, "\n"])
    return text if count > 1 else text[:PAGE]


def _number_sections(body: str, turn: int) -> str:
    """The sections of one repetition, numbered on from those before."""
    first = turn * len(_SECTION.findall(body))
    numbers = iter(range(first + 1, first + 1_000))
    return _SECTION.sub(lambda found: f"{found[1]}{roman(next(numbers))}{found[2]}", body)


def _number_groups(table: str, turn: int) -> str:
    """The same for groups of rows: ``2.1`` is ``7.1`` where five groups stand before."""
    groups = max(int(number) for _, number, _ in _GROUP.findall(table))
    return _GROUP.sub(lambda found: f"{found[1] or ''}{int(found[2]) + turn * groups}{found[3]}", table)


def measure(path: Path) -> Measured:
    """Read one file in this process; seconds are of processor time: other work on the machine does not count."""
    import dondoc

    verbs = dondoc.read, dondoc.parse, dondoc.extract
    started = time.process_time()
    source = verbs[0](path)
    was_read = time.process_time()
    document = verbs[1](source)
    was_parsed = time.process_time()
    plan = verbs[2](source, document)
    done = time.process_time()
    return Measured(was_read - started, was_parsed - was_read, done - was_parsed, peak_megabytes(), len(plan.tasks))


def peak_megabytes() -> float:
    """The most memory this process has held since it started."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s*(\d+)", status.read_text())[1]) / 1024
    import resource

    # Kilobytes, but bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def best_of(path: Path, times: int) -> Measured:
    """The fastest of several fresh interpreters."""
    command = [sys.executable, __file__, "--measure", str(path)]
    runs = [Measured(*json.loads(_output(command))) for _ in range(times)]
    return min(runs, key=lambda run: run.seconds)


def import_seconds(module: str) -> float:
    """The best of five."""
    code = f"import time; start = time.process_time(); import {module}; print(time.process_time() - start)"
    return min(float(_output([sys.executable, "-c", code])) for _ in range(5))


def _output(command: Sequence[str]) -> str:
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=one_thread).stdout


def table(sizes: Sequence[int]) -> dict[int, Measured]:
    """Measure each size and print its line."""
    OUT.mkdir(parents=True, exist_ok=True)
    print(f"{'trang':>6}{'ký tự':>11}{'nhiệm vụ':>10}{'đọc':>9}{'phân tích':>11}{'trích':>9}{'cộng':>9}"
          f"{'trang/giây':>12}{'MB':>7}")  # fmt: skip
    results = {}
    for size in sizes:
        path = OUT / f"{size}.md"
        text = pages(size)
        path.write_text(text, encoding="utf-8")
        run = results[size] = best_of(path, TIMES)
        print(f"{size:>6}{len(text):>11}{run.tasks:>10}{run.read:>8.3f}s{run.parse:>10.3f}s{run.extract:>8.3f}s"
              f"{run.seconds:>8.3f}s{len(text) / PAGE / run.seconds:>12.0f}{run.megabytes:>7.0f}")  # fmt: skip
    return results


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time and memory by number of pages.")
    parser.add_argument("--pages", type=int, nargs="+", default=SIZES, help="sizes to measure")
    parser.add_argument("--measure", type=Path, metavar="FILE", help="measure one file in this process, print JSON")
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measure(arguments.measure)))
        return
    results = table(arguments.pages)
    if {100, 1_000} <= results.keys():
        print(f"1.000 trang / 100 trang: {results[1_000].seconds / results[100].seconds:.1f} lần")
    for module in ("dondoc", "dondoc.pipeline", "dondoc.cli"):
        print(f"import {module}: {import_seconds(module):.3f}s")
    print(AIMS)


if __name__ == "__main__":
    main()
