"""The pages on several processes, upon the test's own database."""

import contextlib
import os
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client
from processes import database_url, free_port, until

pytestmark = pytest.mark.django_db(transaction=True)


def status_of(address, cookie=""):
    asked = urllib.request.Request(address, headers={"Cookie": cookie})  # noqa: S310 - our own site
    try:
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0


@contextlib.contextmanager
def site(room):
    """``dondoc-web site`` on two processes; its address."""
    environment = os.environ | {
        "DONDOC_DATABASE_URL": database_url(),
        "DONDOC_DATABASE_POOL": "true",
        "DONDOC_DATA": str(room),
        "DONDOC_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "dondoc_web.settings",
    }
    port = free_port()
    command = [sys.executable, "-m", "dondoc_web", "site", "--port", str(port), "--processes", "2"]
    with (room / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: status_of(f"{address}/health/live/") == HTTPStatus.OK, "the site does not answer")
        yield address
    finally:
        process.terminate()
        process.wait(60)


def test_two_processes_share_no_connection_to_the_database(an, tmp_path):
    """One that was open before the server forked would serve both: answers of others, errors, a pool run dry."""
    client = Client()
    client.force_login(an)
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={client.cookies[name].value}"
    with site(tmp_path) as address, ThreadPoolExecutor(8) as people:
        answers = list(people.map(lambda _: status_of(f"{address}/today/", cookie), range(200)))
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert set(answers) == {HTTPStatus.OK}, log[-2000:]
    assert "Traceback" not in log
