"""Speed of repair and grading on one core, pyvi's restorer beside it in the same run.

    OMP_NUM_THREADS=1 python benchmarks/repair_speed.py

Times are CPU seconds of this process, so that neighbours on the machine do not
count; each figure is the best of three runs. Also: load time, memory, and the
cost of texts of growing length.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dondoc.repairing import grading, syllables

SHARED = Path(os.environ.get("DONDOC_SAMPLES", "../shared"))
LOAD = (
    "import time; start = time.perf_counter(); cpu = time.process_time();"
    "from dondoc.repairing.restore import restorer; restorer();"
    "print(f'load {time.perf_counter() - start:.2f} s, {time.process_time() - cpu:.2f} s of CPU')"
)


def rate(work: Callable[[], object], words: int) -> float:
    """Words a CPU second, the best of three."""
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        work()
        best = max(best, words / (time.process_time() - start))
    return best


def fresh(work: Callable[[str], object], text: str) -> None:
    """``work`` on ``text`` with what was remembered of words forgotten."""
    for remembered in (grading.kind, syllables.parts, syllables.could_be_plain):
        remembered.cache_clear()
    work(text)


def main() -> None:
    """Loading, then ruined, long and clean text, then the other restorer."""
    subprocess.run([sys.executable, "-c", LOAD], check=True)
    from dondoc.repairing import grade, repair
    from dondoc.repairing.syllables import plain

    ruined = (SHARED / "documents" / "kh254-quangngai-ocr.txt").read_text("utf-8")
    clean = (SHARED / "documents" / "nq116-chinhphu.txt").read_text("utf-8")
    truth = (SHARED / "documents" / "kh116-quangngai.md").read_text("utf-8")
    other = plain(truth)
    repair(other[:500])
    start = time.process_time()
    repair(ruined)
    first = len(ruined.split()) / (time.process_time() - start)
    print(f"repair, real OCR, first time in the process: {first:,.0f} words/s")
    for name, text in (
        ("real OCR", ruined),
        ("marks lost", other),
        ("real OCR × 4", ruined * 4),
        ("× 16", ruined * 16),
    ):
        print(f"repair, {name}: {rate(lambda text=text: repair(text), len(text.split())):,.0f} words/s")
    print(
        f"grade, clean, words never seen before: {rate(lambda: fresh(grade, clean), len(clean.split())):,.0f} words/s"
    )
    print(f"repair, clean: {rate(lambda: repair(clean), len(clean.split())):,.0f} words/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    pyvi(other, truth)
    share = same(repair(other).text.split(), truth.split())
    print(f"dondoc on the same text: {share:.3f} of the words right")


def same(got: list[str], truth: list[str]) -> float:
    """Share of words that are the same, place by place, case aside."""
    return sum(a.lower() == b.lower() for a, b in zip(got, truth, strict=False)) / len(truth)


def pyvi(text: str, truth: str) -> None:
    """Pyvi's restorer on the same words; lines on which it fails are counted."""
    try:
        from pyvi import ViUtils
    except ImportError:
        print("pyvi is not installed")
        return
    lines = [line for line in text.split("\n") if line.strip()]
    failed = done = 0
    good = 0.0
    true = [line for line in truth.split("\n") if line.strip()]
    ViUtils.add_accents("tinh")
    start = time.process_time()
    for line, right in zip(lines, true, strict=True):
        try:
            restored = ViUtils.add_accents(line)
            done += len(line.split())
            good += same(restored.split(), right.split()) * len(line.split())
        except KeyError:
            failed += 1
    print(
        f"pyvi: {done / (time.process_time() - start):,.0f} words/s, KeyError on {failed} of {len(lines)} lines, "
        f"{good / max(done, 1):.3f} of the words right, case aside"
    )


if __name__ == "__main__":
    main()
