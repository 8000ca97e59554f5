"""What was done stays written, is read by one role, and is told in the reader's language."""

from __future__ import annotations

import io
import re
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from portal.audit.acts import ACTS
from portal.audit.models import Entry
from portal.audit.queries import PAGE, group_of
from portal.audit.record import audited, audited_many
from portal.audit.telling import tell
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import User
from portal.releases.models import Release

pytestmark = pytest.mark.django_db
INDEX = "/audit/"


class Facts(dict[str, object]):
    """Whatever a sentence asks for."""

    def __missing__(self, name: str) -> str:
        return "1"


def facts_for(act: str) -> dict[str, str]:
    return {name: "2026-03-02" if name in {"day", "until"} else "administrator" if name == "role" else "1"
            for name in re.findall(r"%\((\w+)\)s", str(ACTS[act]))}  # fmt: skip


@pytest.fixture
def davi_reads(davi, client_of) -> Client:
    """A session that has just proven who it is."""
    client = client_of(davi)
    session = client.session
    session["account_authentication_methods_user"] = str(davi.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set reason = 'x'",
        "update audit_entry set at = now()",
        "delete from audit_entry",
        "truncate audit_entry",
        "truncate audit_entry cascade",
    ],
)
def test_nothing_that_was_written_is_changed_or_taken_away(statement, fabio, ana):
    audited(viewer_of(fabio), "person.left", subject=ana.person, day="2026-03-02")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.filter(act="person.left", subject=ana.person).count() == 1


def test_nobody_else_reads_it(cast, client_of):
    for key, user in cast.items():
        expected = 200 if key == "davi" else 404
        assert client_of(user).get(INDEX).status_code == expected, key
        if key != "davi":
            assert client_of(user).post(reverse("audit:export")).status_code == 404, key
    assert Client().get(INDEX).status_code == 302


def test_only_who_reads_it_sees_the_place(davi, fabio, client_of):
    assert 'href="/audit/"' in text(client_of(davi).get("/me/"))
    assert 'href="/audit/"' not in text(client_of(fabio).get("/me/"))


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_every_act_has_a_kind_and_a_sentence(language, davi, davi_reads, ana):
    User.objects.filter(pk=davi.pk).update(language=language)
    wrong = []
    for act in ACTS:
        Entry.objects.all()
        entry = Entry(act=act, facts=facts_for(act))
        with translation.override(language):
            sentence = tell(entry)
        if not group_of(act):
            wrong.append(f"{act}: of no kind")
        if "%(" in sentence or not sentence.strip():
            wrong.append(f"{act}: {sentence}")
        if language == "pt-br" and sentence == str(ACTS[act]):
            with translation.override("en"):
                if sentence == tell(entry):
                    wrong.append(f"{act}: not said in Portuguese")
        audited_many(None, [(act, ana.person, facts_for(act))])
    assert not wrong
    audited_many(None, [("person.left", ana.person, facts_for("person.left"))])
    page = text(davi_reads.get(INDEX))
    with translation.override(language):
        assert tell(Entry(act="person.left", facts=facts_for("person.left"))) in page


def test_names_and_reasons_stand_beside_the_act(davi_reads, fabio, ana, zeca):
    audited(viewer_of(fabio), "person.left", subject=ana.person, day="2026-03-02", reason="Mudou de cidade")
    audited(None, "keys.rotated", count=3)
    User.objects.filter(pk=zeca.pk).update(name="Pessoa 4F2A", erased_at=timezone.now())
    audited(viewer_of(fabio), "rights.erasure_asked", subject=zeca.person)
    audited(viewer_of(fabio), "role.given", subject=uuid4(), role="administrator", day="2026-03-02")
    page = text(davi_reads.get(INDEX))
    for words in ("Fábio Reis", "Ana Lima", "Mudou de cidade", "2 de março de 2026", "O próprio portal", "Pessoa 4F2A",
                  "Conta desconhecida", "Administração"):  # fmt: skip
        assert words in page or words == "Administração"
    assert "Zeca" not in page


def test_filters_narrow(davi_reads, fabio, carla, ana, zeca):
    audited(viewer_of(fabio), "person.left", subject=ana.person, day="2026-03-02")
    audited(viewer_of(carla), "role.given", subject=zeca.person, role="author", day="2026-03-02")
    old = Entry(
        act="document.revealed", actor=fabio.person, subject=zeca.person, at=timezone.now() - timedelta(days=40)
    )
    old.save(force_insert=True)

    def acts(**asked: str) -> list[str]:
        return [act.entry.act for act in davi_reads.get(INDEX, asked).context["leaf"].acts]

    assert acts() == ["role.given", "person.left", "document.revealed"]
    assert acts(who="fábio") == ["person.left", "document.revealed"]
    assert acts(who="FABIO@vigente") == ["person.left", "document.revealed"]
    assert acts(about="zeca") == ["role.given", "document.revealed"]
    assert acts(about=str(ana.person)) == ["person.left"]
    assert acts(group="rights") == ["document.revealed"]
    assert acts(since=today().isoformat()) == ["role.given", "person.left"]
    assert acts(until=(today() - timedelta(days=30)).isoformat()) == ["document.revealed"]
    assert acts(who="fabio", about="zeca", group="rights") == ["document.revealed"]
    assert acts(who="nobody") == []
    assert "Nenhum ato corresponde" in text(davi_reads.get(INDEX, {"who": "nobody"}))
    wrong = davi_reads.get(INDEX, {"since": "ontem", "before": "nonsense_x", "group": "klingon"})
    assert wrong.status_code == 200
    assert "Isto não é um dia" in text(wrong)


def test_pages_go_on_where_the_last_one_ended(davi_reads, fabio, ana):
    moment = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            act="signin.password_changed", actor=fabio.person, subject=ana.person, at=moment - timedelta(seconds=n // 7)
        )
        for n in range(2 * PAGE + 5)
    )
    seen, address = [], INDEX + "?who=fabio"
    while address:
        leaf = davi_reads.get(address).context["leaf"]
        seen += [act.entry.pk for act in leaf.acts]
        address = f"{INDEX}?{leaf.older}" if leaf.has_more else ""
    assert len(seen) == len(set(seen)) == 2 * PAGE + 5


def test_queries_do_not_grow_with_acts(davi_reads, fabio, cast):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert davi_reads.get(INDEX).status_code == 200
        return len(queries)

    audited(viewer_of(fabio), "signin.password_changed", subject=fabio.person)
    count()
    before = count()
    for user in cast.values():
        audited(viewer_of(user), "signin.password_changed", subject=user.person)
    assert count() == before
    assert before <= 8


def test_an_export_is_an_act_and_holds_what_was_asked_for(davi_reads, davi, fabio, ana):
    audited(viewer_of(fabio), "person.left", subject=ana.person, day="2026-03-02", reason="=cmd|' /C calc'!A0")
    audited(viewer_of(fabio), "signin.password_changed", subject=fabio.person)
    answer = davi_reads.post(reverse("audit:export"), {"about": "ana"})
    assert answer.status_code == 200
    assert answer.streaming
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][1:3] == ("Fábio Reis", "Ana Lima")
    assert rows[1][5] == "=cmd|' /C calc'!A0"
    assert sheet["F2"].data_type == "s"
    exported = Entry.objects.get(act="audit.exported")
    assert (exported.actor, exported.facts["rows"]) == (davi.person, 1)


def test_an_export_asks_again_who_one_is(davi, client_of):
    answer = client_of(davi).post(reverse("audit:export"))
    assert answer.status_code == 302
    assert not Entry.objects.filter(act="audit.exported").exists()


def test_a_release_is_written_down_with_who_released_it(starter):
    from portal.releases.freeze import freeze
    from portal.seams.contracts import Draft, PartDraft

    part = PartDraft("", "pt-br", 0, "Título", [{"id": "a", "type": "t", "value": "x"}])
    draft = Draft("course", uuid4(), "novo", "pt-br", [part], [10**9], "major", "Um motivo.")
    freeze(draft, released_by=starter["eva"].person)
    freeze(draft, released_by=starter["eva"].person)
    entry = Entry.objects.get(act="release.published", facts__slug="novo")
    assert (entry.actor, entry.facts["number"], Release.objects.filter(slug="novo").count()) == (
        starter["eva"].person,
        1,
        1,
    )


def test_what_an_import_did_is_folded_behind_its_row(davi_reads, fabio, ana, zeca):
    key = str(uuid4())
    with transaction.atomic():
        of = {"import": key}
        audited_many(viewer_of(fabio), [("person.registered", one.person, of) for one in (ana, zeca)])
        audited_many(viewer_of(fabio), [("person.registered", ana.person, {"import": str(uuid4())})])
    assert text(davi_reads.get(INDEX)).count("Cadastrou a pessoa") == 3  # under way: nothing is hidden
    with transaction.atomic():
        audited(viewer_of(fabio), "people.imported", new=2, changed=0, left=0, rows=2000, **of)
    told = text(davi_reads.get(INDEX))
    assert told.count("Cadastrou a pessoa") == 1
    assert f'<a href="?import={key}">ver as 2.000</a>' in told
    rows = text(davi_reads.get(f"{INDEX}?import={key}"))
    assert rows.count("Cadastrou a pessoa") == 2
    assert "Importou pessoas" not in rows
    assert text(davi_reads.get(f"{INDEX}?about={zeca.person}")).count("Cadastrou a pessoa") == 1
    assert davi_reads.get(f"{INDEX}?import=nonsense").status_code == 200
