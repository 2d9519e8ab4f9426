"""Every action × every role × own branch, other branch, stranger; and every object by its address.

``rights.csv`` is the table that people read: an x where a role of the own
branch may. ``tries.py`` has one try of each action. A public function that
takes ``by=`` and has no row fails here, so a new action cannot be forgotten.
"""

import csv
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tries import TRIES, world

import dondoc_web
from dondoc_web.accounts.models import User

pytestmark = pytest.mark.django_db

TABLE = {
    row["action"]: row
    for row in csv.DictReader((Path(__file__).parent / "rights.csv").read_text(encoding="utf-8").splitlines())
}
ROLES = {"administrator": "admin", "desk": "desk", "unit": "unit", "leader": "leader", "auditor": "auditor"}
INSIDE = {
    "agencies.actions.importing.import_csv": "asks the right of each row; its test is in test_agencies",
    "demonstration.making.make": "part of the first start, on the server's own command line",
    "documents.watching.look": "calls receive, which asks; its command asks too",
    "jobs.engine.enqueue": "called by actions that asked",
    "reports.proposing.after_take_over": "called by taking over, which asked",
    "running.first_start.load": "calls receive, which asks",
    "search.shelving.after_reading": "called by the worker that read",
    "search.shelving.before_withdrawal": "called by the withdrawal, which asked",
    "work.bulk.each": "calls the action of each row, which asks",
    "work.holding.save": "called by actions that asked",
    "work.life.before_withdrawal": "called by the withdrawal, which asked",
    "work.life.propose_effects": "called by the worker that read",
    "work.plans.after_choice": "called by the choice of a twin, which asked",
    "work.plans.after_reading": "called by the worker that read",
    "work.renewing.cancel_open": "called by actions that asked",
    "work.renewing.renew": "called by actions that asked",
}
"""Functions with ``by`` that are no action of their own, and why."""


def actions():
    """Dotted names of every public function of the site that takes ``by=`` a person."""
    for module in pkgutil.walk_packages(dondoc_web.__path__, "dondoc_web."):
        if ".migrations" in module.name or ".management" in module.name or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        for name, function in vars(loaded).items():
            if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == module.name:
                by = inspect.signature(function).parameters.get("by")
                if by is not None and by.kind == by.KEYWORD_ONLY:
                    yield f"{module.name.removeprefix('dondoc_web.')}.{name}"


ACTIONS = sorted(actions())


@pytest.fixture(scope="module")
def scene(lasting):
    """The world of the tries, made once for all of them."""
    return world()


def test_every_action_has_its_row_and_its_try():
    known = set(TABLE) | set(INSIDE)
    assert set(ACTIONS) - known == set(), "add a row to rights.csv and a try to tries.py (CONTRIBUTING: an action)"
    assert known - set(ACTIONS) == set(), "rows of actions that are gone"
    assert set(TABLE) == set(TRIES)


def may(scene, action, name):
    """Whether the action lets ``name`` do it; nothing of the try stays."""
    by = User.objects.get(pk=getattr(scene, name).pk)
    allowed = True
    with transaction.atomic():
        try:
            TRIES[action](scene, by)
        except (PermissionDenied, ObjectDoesNotExist):
            allowed = False
        except ValidationError:
            pass
        transaction.set_rollback(True)
    return allowed


@pytest.mark.parametrize("action", sorted(TRIES))
def test_an_action_lets_do_it_the_roles_of_its_row_and_nobody_else(scene, action):
    row = TABLE[action]
    everyone = row["whose"] == "self"
    expected = {who: row[role] == "x" for role, who in ROLES.items()}
    expected |= {f"other_{who}": everyone for who in ROLES.values()} | {"nobody": everyone}
    assert {who: may(scene, action, who) for who in expected} == expected


PARTS = {
    "source_id": lambda w: w.source.pk,
    "person_id": lambda w: w.hoa.pk,
    "membership_id": lambda w: w.hoa.memberships.get().pk,
    "agency_id": lambda w: w.culture.pk,
    "group_id": lambda w: w.group.pk,
    "member_id": lambda w: w.member.pk,
    "plan_id": lambda w: w.review.pk,
    "task_id": lambda w: w.proposed.pk,
    "obligation_id": lambda w: w.one.pk,
    "progress_id": lambda w: w.waiting.pk,
    "evidence_id": lambda w: w.file.pk,
    "extension_id": lambda w: w.extension.pk,
    "link_id": lambda w: w.link.pk,
    "clause_link_id": lambda w: w.clause_link.pk,
    "pairing_id": lambda w: w.clause_link.pairing_id,
    "view_id": lambda w: w.view.pk,
    "search_id": lambda w: w.search.pk,
    "likeness_id": lambda w: w.alike.pk,
    "other_id": lambda w: w.source.pk,
    "start": lambda w: 0,
    "end": lambda w: 2,
    "number": lambda w: 1,
    "change_id": lambda w: w.change.pk,
    "effect_id": lambda w: w.effect.pk,
    "duty_id": lambda w: w.duty.pk,
    "report_id": lambda w: w.report.pk,
    "consolidation_id": lambda w: w.consolidation.pk,
    "sentence_id": lambda w: w.sentence.pk,
    "section_id": lambda w: w.section.pk,
    "table": lambda w: "units",
    "attachment_id": lambda w: w.attachment.pk,
    "verb": lambda w: "undo",
    "paper_id": lambda w: w.paper.pk,
    "form_id": lambda w: w.form.pk,
    "which": lambda w: "file",
    "kind": lambda w: "slip",
    "register_id": lambda w: w.register.pk,
    "entry_id": lambda w: w.entry.pk,
    "suffix": lambda w: "csv",
    "address": lambda w: "khong-co",
    "token": lambda w: "khong-co",
    "secret": lambda w: "khong-co",
    "digest_id": lambda w: w.digest.pk,
    "feed_id": lambda w: w.feed.pk,
    "office_id": lambda w: w.province.pk,
    "override_id": lambda w: w.day.pk,
}
"""For each part of an address, the key of a thing of Lam Giang."""
FOR_ALL = {"agency_id", "group_id"}
"""The registry of agencies is read by everyone who works here; changing it is in the table above."""


def keyed(patterns, before=""):
    """Each address that holds a key, with its pattern."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from keyed(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "<" in route:
            yield route


KEYED = sorted(keyed(get_resolver().url_patterns))


@pytest.mark.parametrize("route", KEYED)
@pytest.mark.parametrize("who", ["other_desk", "other_admin", "other_unit", "nobody"])
def test_no_address_opens_a_thing_of_another_branch(scene, route, who):
    address, names = "/", []
    for piece in route.replace("<", "\0<").replace(">", ">\0").split("\0"):
        if piece.startswith("<"):
            names.append(piece.strip("<>").split(":")[-1])
            address += str(PARTS[names[-1]](scene))
        else:
            address += piece
    client = Client()
    client.force_login(User.objects.get(pk=getattr(scene, who).pk))
    for method in ("get", "post"):
        with transaction.atomic():
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        allowed = {200, 302, 400, 403, 404, 405} if set(names) & FOR_ALL and method == "get" else {403, 404, 405}
        assert answer.status_code in allowed, f"{method} {address}: {answer.status_code}"
