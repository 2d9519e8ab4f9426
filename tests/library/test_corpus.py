"""A corpus over a real Dask cluster of two workers, also when one is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from word_files import p, word_file

pytest.importorskip("distributed", reason="dondoc[batch] is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="dondoc[batch] is not installed")

from distributed import LocalCluster  # noqa: E402 - only where it is installed

from dondoc.corpus import read_corpus  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
"""Dask speaks of ports, clocks and memory of the machine, which say nothing about us."""


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as two:
        yield two


def corpus(folder: Path, count: int = 6) -> Path:
    """Word files of one task each, and a file that nobody can read."""
    folder.mkdir()
    for k in range(count):
        task = p(f"1. Sở Nội vụ chủ trì rà soát danh mục số {k} trong năm 2025.")
        (folder / f"{k}.docx").write_bytes(word_file(p("KẾ HOẠCH") + p("I. NHIỆM VỤ") + task))
    (folder / "hong.docx").write_bytes(b"PK\x03\x04word/" + bytes(200))
    return folder


def lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_corpus_gives_plans_tasks_and_failures(cluster, tmp_path):
    summary = read_corpus(corpus(tmp_path / "in"), tmp_path / "out", scheduler=cluster.scheduler_address)
    assert (summary.read, summary.kept, summary.failed) == (6, 0, 1)
    assert sorted(entry["file"] for entry in lines(tmp_path / "out/plans.jsonl")) == [f"{k}.docx" for k in range(6)]
    assert "hỏng hoặc bị cắt cụt" in lines(tmp_path / "out/failures.jsonl")[0]["error"]
    tasks = pq.read_table(tmp_path / "out/tasks.parquet").to_pylist()
    assert [(task["file"], task["lead"]) for task in tasks] == [(f"{k}.docx", ["Sở Nội vụ"]) for k in range(6)]


def test_what_was_read_is_not_read_again_unless_it_changed(cluster, tmp_path):
    source = corpus(tmp_path / "in")
    read_corpus(source, tmp_path / "out", scheduler=cluster.scheduler_address)
    (source / "0.docx").write_bytes(word_file(p("I. NHIỆM VỤ") + p("1. Sở Y tế chủ trì tập huấn trong năm 2026.")))
    again = read_corpus(source, tmp_path / "out", scheduler=cluster.scheduler_address)
    assert (again.read, again.kept) == (1, 5)
    assert pq.read_table(tmp_path / "out/tasks.parquet").to_pylist()[0]["lead"] == ["Sở Y tế"]


def test_a_killed_worker_loses_no_file(cluster, tmp_path):
    source, out = corpus(tmp_path / "in", 12), tmp_path / "out"

    def kill_one() -> None:
        while not (out / "plans.jsonl").exists() or not (out / "plans.jsonl").stat().st_size:
            time.sleep(0.02)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    summary = read_corpus(source, out, scheduler=cluster.scheduler_address)
    killer.join()
    assert (summary.read, summary.failed) == (12, 1)


def test_a_killed_run_goes_on_where_it_stopped(cluster, tmp_path):
    source, out = corpus(tmp_path / "in", 12), tmp_path / "out"
    program = "import sys; from pathlib import Path; from dondoc.corpus import read_corpus; "
    program += "read_corpus(Path(sys.argv[1]), Path(sys.argv[2]), scheduler=sys.argv[3])"
    run = subprocess.Popen([sys.executable, "-c", program, source, out, cluster.scheduler_address])
    while not (out / "plans.jsonl").exists() or (out / "plans.jsonl").read_bytes().count(b"\n") < 3:
        time.sleep(0.02)
    run.kill()
    run.wait()
    with (out / "plans.jsonl").open("ab") as plans:
        plans.write(b'{"file":"11.do')
    summary = read_corpus(source, out, scheduler=cluster.scheduler_address)
    assert summary.kept >= 3
    assert summary.kept + summary.read == 12
    assert len({entry["file"] for entry in lines(out / "plans.jsonl")}) == 12
