from __future__ import annotations

import subprocess
import sys

from pace import slowness

import dondoc

TIMED = "import time; start = time.perf_counter(); import dondoc{}; print(time.perf_counter() - start)"


def seconds_to_import(module: str = "") -> float:
    """The best of five fresh interpreters."""
    command = [sys.executable, "-c", TIMED.format(module)]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(5))


def test_the_public_names_are_sorted():
    assert dondoc.__all__ == sorted(dondoc.__all__)


def test_every_public_name_can_be_had():
    for name in dondoc.__all__:
        assert getattr(dondoc, name).__doc__, name


def test_every_public_name_is_listed():
    assert set(dondoc.__all__) <= set(dir(dondoc))


def test_a_name_that_is_not_public_is_an_error():
    assert not hasattr(dondoc, "no_such_name")


def test_importing_takes_less_than_a_fifth_of_a_second():
    assert seconds_to_import() < 0.2 * slowness()


def test_importing_loads_neither_django_nor_the_readers():
    loaded = "import sys, dondoc; print([m for m in sys.modules if m.split('.')[0] in ('django', 'pydantic', 'rich')])"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout == b"[]\n"


def test_the_verbs_in_order_give_what_read_plan_gives(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text("KẾ HOẠCH\nI. NHIỆM VỤ\n1. Sở Nội vụ chủ trì rà soát danh mục trong năm 2025.\n", encoding="utf-8")
    source = dondoc.read(file)
    assert dondoc.extract(source, dondoc.parse(source)) == dondoc.read_plan(file)
