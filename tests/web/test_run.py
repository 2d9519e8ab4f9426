"""``dondoc-web run``, as an office starts it: real processes, real ports."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request

import pytest
from processes import alive, free_port, tree, until


@contextlib.contextmanager
def run(room, port, *options):
    """The site in the folder ``room`` until Ctrl-C; what it told, line by line."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DONDOC_", "DJANGO_"))}
    environment |= {"DONDOC_DATA": str(room / "var"), "PORT": str(port), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "dondoc_web", "run", "--workers", "1", *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = []
    for line in process.stdout:
        told.append(line)
        if "http://" in line:
            break
    try:
        yield process, "".join(told)
    finally:
        below = tree(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in {0, 1}
        process.stdout.close()
        until(lambda: not any(alive(pid) for pid in below), "something lives on after Ctrl-C", seconds=5)


@pytest.fixture
def port():
    return free_port()


def status(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
        return answer.status, answer.url


@pytest.fixture
def demo(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "kh.txt").write_text("KẾ HOẠCH\n1. Giao Sở Nội vụ báo cáo.\n", encoding="utf-8")
    (folder / "README.md").write_text("not a directive", encoding="utf-8")
    return folder


def test_the_first_start_tells_all_and_the_second_keeps_the_data(tmp_path, port, demo):
    with run(tmp_path, port, "--demo", str(demo), "--papers-only") as (_, told):
        assert "Mật khẩu (chỉ hiện một lần):" in told
        assert "Đã nạp 1 văn bản minh họa." in told
        assert status(port) == (200, f"http://127.0.0.1:{port}/accounts/login/?next=/")
    with run(tmp_path, port, "--demo", str(demo), "--papers-only") as (_, told):
        assert told == f"Trang web: http://127.0.0.1:{port}/   (Ctrl-C để dừng)\n"


def test_a_busy_port_is_said_with_what_to_do(tmp_path, port):
    with contextlib.closing(socket.socket()) as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with run(tmp_path, port) as (process, told):
            assert process.wait(30) == 1
    assert f"Cổng {port} đang có chương trình khác dùng" in told
    assert f"PORT={port + 1} make run" in told


def test_the_folder_of_the_data_and_the_key_are_for_their_owner_only(tmp_path, port):
    with run(tmp_path, port):
        pass
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var/secret-key").stat().st_mode) == 0o600


def test_a_site_that_was_killed_is_started_again(tmp_path, port):
    with run(tmp_path, port) as (process, _):
        site = tree(process.pid)[:2]
        os.kill(site[0], signal.SIGKILL)
        until(lambda: not any(alive(pid) for pid in site), "a part of it lives on")

        def answers():
            with contextlib.suppress(OSError):
                return status(port)[0] == 200
            return False

        until(answers, "the site does not come back")
