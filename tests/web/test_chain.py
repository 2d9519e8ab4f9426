"""The hash chain of the log: sealed afterwards, whole or broken at a named place."""

import json
import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from dondoc_web.accounts.models import User
from dondoc_web.audit import chain
from dondoc_web.audit.actions import record
from dondoc_web.audit.models import ChainHead, Event, Seal, Verb
from dondoc_web.audit.queries import number_unsealed
from dondoc_web.audit.where import ADDRESS


def happened(person, times=1):
    for at in range(times):
        with transaction.atomic():
            record(actor=person, verb=Verb.LANGUAGE_CHANGED, target=person, before="vi", after="en", at=at)


@pytest.fixture
def sealed(an):
    happened(an, 5)
    assert chain.seal() == 5
    return an


def without_triggers(*statements):
    """What somebody with the database in hand may do: shut the triggers off and change what is written."""
    off = {
        "sqlite": [f"DROP TRIGGER audit_{t}_{verb}" for t in ("event", "seal") for verb in ("update", "delete")],
        "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE"]
        + [f"ALTER TABLE audit_{t} DISABLE TRIGGER USER" for t in ("event", "seal")],
    }
    with connection.cursor() as cursor:
        for statement in [*off[connection.vendor], *statements]:
            cursor.execute(statement)


def test_a_chain_that_nobody_touched_holds(sealed):
    verdict = chain.verify()
    assert (verdict.holds, verdict.sealed, verdict.unsealed) == (True, 5, 0)
    assert verdict.head == ChainHead.objects.get().hash


def test_sealing_again_changes_nothing_and_goes_on_where_it_ended(sealed, an):
    before = list(Seal.objects.values_list("position", "hash"))
    assert chain.seal() == 0
    happened(an)
    assert chain.seal() == 1
    assert list(Seal.objects.values_list("position", "hash"))[:5] == before
    assert chain.verify().holds


def test_events_that_wait_for_their_seal_are_reported(sealed, an):
    happened(an, 2)
    verdict = chain.verify()
    assert (verdict.holds, verdict.unsealed) == (True, 2)


@pytest.mark.parametrize(
    ("statement", "position", "reason"),
    [
        ("UPDATE audit_event SET verb='x' WHERE id=(SELECT event_id FROM audit_seal WHERE position=3)", 3, "event"),
        ("UPDATE audit_event SET address='1' WHERE id=(SELECT event_id FROM audit_seal WHERE position=1)", 1, "event"),
        ("DELETE FROM audit_seal WHERE position=2", 2, "missing"),
        ("DELETE FROM audit_seal WHERE position=5", 5, "end"),
        ("UPDATE audit_seal SET before='0' WHERE position=4", 4, "before"),
    ],
)
def test_the_first_broken_link_is_named(sealed, statement, position, reason):
    without_triggers(statement)
    verdict = chain.verify()
    assert (verdict.holds, verdict.broken_at) == (False, position)
    assert reason in verdict.reason


def test_a_chain_written_anew_differs_from_the_heads_kept_outside(sealed, tmp_path):
    heads = tmp_path / "heads.txt"
    chain.write_heads(heads)
    without_triggers("DELETE FROM audit_seal", "UPDATE audit_event SET verb='x'", "DELETE FROM audit_chainhead")
    chain.seal()
    assert chain.verify().holds
    verdict = chain.verify(chain.kept_heads(heads))
    assert (verdict.holds, verdict.broken_at) == (False, 5)
    assert "outside" in verdict.reason


def test_a_chain_cut_short_differs_from_the_heads_kept_outside(sealed, tmp_path):
    heads = tmp_path / "heads.txt"
    chain.write_heads(heads)
    without_triggers("DELETE FROM audit_seal", "DELETE FROM audit_chainhead")
    assert "shorter" in chain.verify(chain.kept_heads(heads)).reason


@pytest.mark.parametrize("table", ["audit_event", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_refuses_to_change_the_log(sealed, table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE: DELETE without a condition is the same there")
    column = "verb" if table == "audit_event" else "hash"
    if connection.vendor == "postgresql":
        connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column))
    assert chain.verify().sealed == 5


def test_an_event_knows_the_machine_that_asked_and_the_branch_it_belongs_to(lam_giang):
    token = ADDRESS.set("10.1.2.3")
    happened(lam_giang.unit)
    ADDRESS.reset(token)
    event = Event.objects.get()
    assert (event.address, event.office) == ("10.1.2.3", lam_giang.culture)


def test_a_request_leaves_its_address_in_its_events(browser):
    browser.post("/accounts/language/", {"language": "en"}, REMOTE_ADDR="192.0.2.7")
    assert Event.objects.get(verb=Verb.LANGUAGE_CHANGED).address == "192.0.2.7"


def test_the_fingerprint_says_everything_of_an_event(sealed):
    event = Event.objects.order_by("pk").first()
    told = json.loads(chain.fingerprint(event))
    assert told["data"] == {"after": "en", "at": 0, "before": "vi"}
    assert set(told) == {"id", "actor", "verb", "target", "data", "at", "office", "address"}


def test_the_daily_check_of_the_whole_chain_is_kept_for_the_page(sealed, settings, tmp_path, caplog):
    settings.DATA = tmp_path
    assert chain.check_whole().holds
    assert ChainHead.objects.get().broken_at is None
    without_triggers("UPDATE audit_event SET target='x' WHERE id=(SELECT event_id FROM audit_seal WHERE position=1)")
    assert not chain.check_whole().holds
    assert ChainHead.objects.get().broken_at == 1
    assert "broken at 1" in caplog.text


def test_what_is_sealed_during_a_check_is_no_break(sealed, an, monkeypatch):
    def sealing(*given, known=chain.link):
        monkeypatch.setattr(chain, "link", known)
        happened(an)
        chain.seal()
        return known(*given)

    monkeypatch.setattr(chain, "link", sealing)
    assert chain.verify().holds


def test_the_command_names_the_broken_link(sealed, settings, tmp_path, capsys):
    settings.DATA = tmp_path
    call_command("audit", "verify")
    assert "nguyên vẹn" in capsys.readouterr().out
    without_triggers("DELETE FROM audit_seal WHERE position=2")
    with pytest.raises(CommandError, match="mắt xích 2"):
        call_command("audit", "verify")


def test_the_command_seals_and_exports(an, settings, tmp_path):
    settings.DATA = tmp_path
    happened(an, 3)
    call_command("audit", "seal", verbosity=0)
    call_command("audit", "export", output=tmp_path / "log.csv")
    text = (tmp_path / "log.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.decode().count("đổi ngôn ngữ") == 3
    assert len((tmp_path / "audit-heads.txt").read_text().splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_sealings_at_the_same_time_make_one_chain():
    person = User.objects.create_user("song-song", password="x")
    happened(person, 40)

    def some():
        try:
            while chain.seal(limit=3):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = chain.verify()
    assert (verdict.holds, verdict.sealed, verdict.unsealed) == (True, 40, 0)


class TestPages:
    def test_an_auditor_reads_the_branch_and_nothing_of_another(self, lam_giang, client):
        happened(lam_giang.unit)
        happened(lam_giang.other_unit, 2)
        client.force_login(lam_giang.auditor)
        page = client.get("/log/").content.decode()
        assert f"user:{lam_giang.unit.pk}" in page
        assert f"user:{lam_giang.other_unit.pk}" not in page
        file = b"".join(client.get("/log/log.csv").streaming_content).decode()
        assert f"user:{lam_giang.unit.pk}" in file
        assert f"user:{lam_giang.other_unit.pk}" not in file

    @pytest.mark.parametrize("who", ["desk", "unit"])
    def test_others_may_not_read_the_log(self, lam_giang, client, who):
        client.force_login(getattr(lam_giang, who))
        assert client.get("/log/").status_code == 403
        assert client.get("/log/log.csv").status_code == 403

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("verb=account.language_changed", True),
            ("verb=account.created", False),
            ("actor=unit", True),
            ("since=2999-01-01", False),
            ("until=2999-01-01", True),
            ("target=user:0", False),
            ("since=khong-phai-ngay", True),
        ],
    )
    def test_the_log_is_narrowed(self, lam_giang, client, asked, found):
        happened(lam_giang.unit)
        client.force_login(lam_giang.auditor)
        assert (f"user:{lam_giang.unit.pk}" in client.get(f"/log/?{asked}").content.decode()) == found

    def test_a_formula_in_a_name_is_harmless_in_the_file(self, lam_giang, client):
        lam_giang.unit.full_name = "=cmd()"
        lam_giang.unit.save()
        happened(lam_giang.unit)
        client.force_login(lam_giang.auditor)
        assert ",'=cmd()," in b"".join(client.get("/log/log.csv").streaming_content).decode()


@pytest.mark.django_db
def test_what_waits_for_its_seal_is_counted_from_the_end(sealed):
    assert number_unsealed() == 0
    happened(sealed, 2)
    assert number_unsealed() == 2
    last = Event.objects.latest("pk").pk
    late, newer = (Event(pk=last + n, verb=Verb.LANGUAGE_CHANGED, at=timezone.now()) for n in (5, 9))
    newer.save(force_insert=True)
    chain.seal_all()
    late.save(force_insert=True)
    assert number_unsealed() == 1
