"""People at work for Locust: they sign in, look at a page, think for one to three seconds, look at the next.

Run by ``site_bench.py``, which names the facts of the offices in ``SITE_FACTS``.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re

import requests
from locust import HttpUser, between, task
from locust.exception import StopUser

from site_pages import Facts, addresses, page_by_chance

FACTS = json.loads(os.environ.get("SITE_FACTS", "{}"))
NUMBERS = itertools.count()
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NEXT = re.compile(r'href="\?([^"]*after=[^"]+)"')


class Person(HttpUser):
    """One of the people of :mod:`offices`; the same dice for each, run after run."""

    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Sign in as a person does."""
        number = next(NUMBERS) % len(FACTS["people"])
        name, self.role, province = FACTS["people"][number]
        self.facts, self.dice, self.more = Facts(**FACTS["provinces"][province]), random.Random(number), ""
        address = f"{self.host}/accounts/login/"
        with requests.Session() as plain:  # not one of the pages that are measured
            token = TOKEN.findall(plain.get(address, timeout=60).text)[0]
            form = {"username": name, "password": FACTS["password"], "csrfmiddlewaretoken": token}
            if "/today/" not in plain.post(address, form, timeout=60).url:
                raise StopUser
            self.client.cookies.update(plain.cookies)

    @task
    def look(self) -> None:
        """A page by chance; every third time in the register the next page of the same list."""
        page = page_by_chance(self.dice)
        if page == "register" and self.more and self.dice.random() < 0.34:
            address = f"/register/?{self.more}"
        else:
            address = self.dice.choice(addresses(page, self.role, self.facts))
        text = self.client.get(address, name=page).text
        if page == "register":
            self.more = "".join(NEXT.findall(text)[:1]).replace("&amp;", "&")
