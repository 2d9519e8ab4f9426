"""Speed of the site with offices of many years: pages alone, then twenty people at once (Locust).

    python benchmarks/site_bench.py --database sqlite --size 10000 100000
    python benchmarks/site_bench.py --database postgresql --size 100000 1000000 --seconds 120

For each size: synthetic offices (``offices.py``) in a database of their own;
each page alone in one process (queries, CPU of the site's process, time); the
real server on two processes, people who think for 1–3 s between two pages.
PostgreSQL is a throw-away one (``scripts/with-postgres``), started where
``DONDOC_TEST_DATABASE_URL`` names none. Ends with 1 where an answer failed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psycopg

HERE = Path(__file__).resolve().parent
AIM = 300
"""Milliseconds within which 95 of 100 pages come, with twenty people at once."""
PROCESSES = 2
STARTS_WITHIN = 60


def main() -> None:
    """Measure each size, print a table for each, then how time grows."""
    asked = _asked()
    if asked.database == "postgresql" and not os.environ.get("DONDOC_TEST_DATABASE_URL"):
        again = [HERE.parent / "scripts/with-postgres", sys.executable, *sys.argv]
        raise SystemExit(subprocess.run(again, check=False).returncode)
    found, failures = {}, 0
    for size in asked.size:
        with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as room:
            environment = _environment(Path(room), asked.database, size)
            alone = _alone(environment, size, asked.years)
            together = _together(environment, Path(room), alone.pop("facts"), asked)
        found[size] = (alone, together)
        failures += sum(one["failed"] for one in together.values())
        _print(asked, size, alone, together)
    for before, after in zip(asked.size, asked.size[1:], strict=False):
        _print_growth(before, after, found)
    raise SystemExit(1 if failures else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--size", type=int, nargs="+", default=[1000], help="obligations")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30, help="how long people work")
    return parser.parse_args()


def _environment(room: Path, database: str, size: int) -> dict[str, str]:
    """For the site and all that is run upon its data: a folder, and a database of its own."""
    environment = os.environ | {"DONDOC_DATA": str(room), "DONDOC_HOSTS": "testserver,localhost,127.0.0.1"}
    environment.pop("DONDOC_DATABASE_URL", None)
    if database == "postgresql":
        server, name = os.environ["DONDOC_TEST_DATABASE_URL"], f"bench_{os.getpid()}_{size}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        environment |= {"DONDOC_DATABASE_URL": f"{server.rpartition('/')[0]}/{name}", "DONDOC_DATABASE_POOL": "true"}
    return environment


def _alone(environment: dict[str, str], size: int, years: int) -> dict[str, Any]:
    command = [sys.executable, HERE / "site_serial.py", "--obligations", str(size), "--years", str(years)]
    environment = {name: value for name, value in environment.items() if name != "DONDOC_DATABASE_POOL"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _together(environment: dict[str, str], room: Path, facts: object, asked: argparse.Namespace) -> dict[str, Any]:
    """The real site, people at work; by page how many were asked for, how many failed, and the times."""
    port = _free_port()
    command = [sys.executable, "-m", "dondoc_web", "site", "--port", str(port), "--processes", str(PROCESSES)]
    site = subprocess.Popen(command, env=environment)
    try:
        _wait(port)
        locust = [
            sys.executable, "-m", "locust", "-f", str(HERE / "site_users.py"), "--headless", "--only-summary",
            "--users", str(asked.people), "--spawn-rate", "2", "--reset-stats",
            "--run-time", f"{asked.seconds + asked.people // 2}s",
            "--host", f"http://127.0.0.1:{port}", "--csv", str(room / "times"), "--loglevel", "ERROR",
        ]  # fmt: skip
        told = environment | {"SITE_FACTS": json.dumps(facts)}
        done = subprocess.run(locust, env=told, check=False, capture_output=True, text=True)
        if not (room / "times_stats.csv").exists():
            raise SystemExit(done.stderr)
    finally:
        site.terminate()
        site.wait(30)
    with (room / "times_stats.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    return {
        name: {
            "n": int(row["Request Count"]),
            "failed": int(row["Failure Count"]),
            "p50": row["50%"],
            "p95": row["95%"],
        }
        for name, row in rows.items()
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the site does not answer")


def _print(asked: argparse.Namespace, size: int, alone: dict[str, Any], together: dict[str, Any]) -> None:
    print(
        f"\n{asked.database}, {alone['obligations']:,} obligations (asked: {size:,}) over {asked.years} years, made in "
        f"{alone['made_s']:.0f} s; {asked.people} people for {asked.seconds} s, {PROCESSES} processes"
    )
    print("| page | p50 ms | p95 ms | pages | failed | queries at most | CPU ms mean (worst) | alone ms mean (worst) |")
    print("|---|---|---|---|---|---|---|---|")
    for page, one in alone["pages"].items():
        load = together.get(page, {"n": 0, "failed": 0, "p50": "–", "p95": "–"})
        print(
            f"| {page} | {load['p50']} | {load['p95']} | {load['n']} | {load['failed']} | {one['queries']} | "
            f"{one['cpu_mean']:.0f} ({one['cpu_max']:.0f}) | {one['alone_mean']:.0f} ({one['alone_max']:.0f}) |"
        )
    every = together.get("Aggregated")
    if every:
        print(f"All pages: p95 {every['p95']} ms (aim {AIM}), {every['n']} pages, {every['failed']} failed")


def _print_growth(before: int, after: int, found: dict[int, tuple[dict[str, Any], dict[str, Any]]]) -> None:
    print(f"\nFrom {before:,} to {after:,} obligations, pages alone: times as long (mean, worst); queries at most")
    for page, one in found[before][0]["pages"].items():
        other = found[after][0]["pages"][page]
        mean, worst = (other[name] / one[name] for name in ("alone_mean", "alone_max"))
        print(f"{page}: {mean:.2f} ×, {worst:.2f} ×; {one['queries']} → {other['queries']}")


if __name__ == "__main__":
    main()
