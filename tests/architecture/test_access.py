"""The table of who may reach what, walked; a named address that is not in it fails here."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image

from courses.models import Certificate
from ideas.actions.submit import submit
from ideas.models import Idea
from portal.duties.models import Clause, Duty, Exemption, Requirement, Terms
from portal.home.library import content_key
from portal.jobs.models import Job
from portal.notices.letter import token_of
from portal.notices.models import Notice
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import Delegation, User
from portal.releases.models import Release, ReleaseAsset, ReleasePart
from portal.releases.read import current
from portal.rights.actions.ask_erasure import ask_erasure
from portal.rights.models import DataCopy, RetainedProof
from portal.roster.actions.upload import upload
from portal.search.models import Gap
from portal.webhooks.models import Delivery, Endpoint
from sandbox import engine, store
from sandbox.actions.issue import carry_out, issue
from tests.architecture.access_page import PAGE, page
from tests.architecture.access_table import ADMIN_IS_ONE_ROW, ROLES, TABLE
from tests.journeys.prepared import opens_exam, passes_drill, reads_every_lesson
from tests.releases.test_assets import png
from tests.roster.conftest import work
from tests.sandbox.free import stored


def _named(resolver: URLResolver, names: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join((*names, pattern.name)), here
        else:
            yield from _named(pattern, names + ((pattern.namespace,) if pattern.namespace else ()), here)


def test_every_named_address_stands_in_the_table():
    named = {name for name, path in _named(get_resolver()) if not path.startswith(ADMIN_IS_ONE_ROW)}
    assert named - TABLE.keys() == set(), "say in access_table.py who may reach it"
    assert TABLE.keys() - named - {"wagtailadmin_home"} == set(), "gone, but still in access_table.py"


@pytest.fixture
def house(starter: Mapping[str, User], settings: Any, tmp_path: Path) -> Mapping[str, Any]:
    """Ana with everything of hers, and the names by which addresses speak of things."""
    settings.MEDIA_ROOT = tmp_path
    ana = starter["ana"]
    reads_every_lesson(ana)
    workspace = passes_drill(ana).workspace_id
    attempt = opens_exam(ana)
    idea = submit(
        viewer_of(ana), key=uuid4(), title="Um aviso mais claro", problem="O aviso confunde quem recebe.",
        proposal="Dizer a data primeiro.", departments=[],
    )  # fmt: skip
    course, playbook, drill = (
        _release(kind, name)
        for kind, name in (("course", "renewals"), ("playbook", "declined-charge"), ("drill", "payday"))
    )
    lesson, block = _question(course)
    return {
        "person": ana.person, "kind": "course", "course": course.key, "course_slug": course.slug, "lesson": lesson,
        "question_block": block, "attempt": attempt.pk, "question": attempt.questions[0]["question"],
        "code": Certificate.objects.order_by("pk").first().code, "path_slug": _release("path", "first-steps").slug, "playbook_slug": playbook.slug,
        "release": playbook.pk, "drill_slug": drill.slug, "workspace": workspace, "act": "write", "report": "mrr", **_money(ana, workspace),
        "form": "jsonl", "ready_kind": "gym", "free": stored(ana),
        "idea": Idea.objects.exclude(author=ana).order_by("pk").first().key, "own_idea": idea.key, "department": "billing", "delegation": Delegation.objects.earliest("pk").pk, "job": Job.objects.create(kind="mail.send", asked_by=ana.person).pk,
        "dead_job": Job.objects.create(kind="mail.send", asked_by=ana.person, dead_at=timezone.now()).pk,
        "import": _checked_import(starter["fabio"]), "language": "en", "sheet": "csv",
        **_data_requests(ana, workspace), **_rights(ana), **_webhook(), **_asset(playbook), **_duties(ana),
        "document": _document().pk, "document_name": "plan.pdf", "picture": _picture(),
        "notice": Notice.objects.filter(user=ana).earliest("pk").pk, "mail_token": token_of(ana),
        "gap": Gap.objects.get().pk, "glossary_term": "churn", "nonsense": "nonsense", "nowhere": "nowhere/", "one": 1,
        "others_session": UserSession.objects.create(user=starter["helena"], session_key="x", ip="192.0.2.1").pk,
    }  # fmt: skip


def _data_requests(ana: User, workspace: UUID) -> Mapping[str, str]:
    """A request about data with its copy, and an incident, in her practice company."""
    customer = next(iter(store.read(workspace, viewer_of(ana)).world.customers))
    for name, fields in (
        ("open_request", {"customer": customer, "kind": "portability"}),
        ("verify_identity", {"case": "case-1", "method": "otp"}),
        ("export_data", {"customer": customer, "case": "case-1", "categories": ["profile"]}),
        ("report_incident", {"categories": ["contact"], "holders": {"br": 3}}),
    ):
        with transaction.atomic():
            opened = store.open(workspace, viewer_of(ana))
            carry_out(opened, engine.command_from(name, fields, opened.world), key=uuid4().hex)
    return {"subscriber": customer, "held": "a-101", "case": "case-1", "copy": "export-1", "incident": "incident-1"}


def _money(ana: User, workspace: UUID) -> Mapping[str, Any]:
    """Of the practice company: a payment, its invoice, and a credit note that was given on it."""
    payment = next(one for one in store.read(workspace, viewer_of(ana)).world.payments.values() if one.captured)
    fields = {"invoice": payment.invoice, "amount": 100, "reason": "x"}
    given = issue(viewer_of(ana), workspace, name="goodwill", fields=fields, key="goodwill")
    (note,) = given.opened.world.credit_notes
    return {"practice_payment": payment.id, "practice_invoice": payment.invoice, "practice_note": note}


def _document() -> Document:
    return Document.objects.create(title="plan", file=ContentFile(b"%PDF-1.7", name="plan.pdf"))


def _picture() -> str:
    return str(Image.objects.create(title="screen", file=ContentFile(png("red"), name="screen.png")).file.name)


def _duties(ana: User) -> Mapping[str, Any]:
    """A duty of Ana's with its rule, a draft of another rule, and somebody who is exempt."""
    duty = Duty.objects.filter(user=ana, is_newest=True, met_at=None).order_by("pk").first()
    assert duty is not None
    draft = Requirement.objects.create(kind=duty.kind, key=duty.key)
    terms = Terms.objects.create(requirement=draft, number=1, due_from="assignment", due_days=9, applies_from=today())
    Clause.objects.create(terms=terms)
    other = User.objects.get(email="zeca@vigente.example")
    exempt = Exemption.objects.create(requirement=duty.requirement, user=other, starts_on=today(), reason="x")
    return {"duty": duty.pk, "rule": duty.requirement_id, "draft": draft.pk, "exemption": exempt.pk}


def _asset(release: Release) -> Mapping[str, Any]:
    """A file that a release keeps, and the name of its kind in a draft."""
    content = b"%PDF-1.7"
    name = hashlib.sha256(content).hexdigest()
    kept = ReleaseAsset.objects.create(
        release=release, sha256=name, name="plan.pdf", content_type="application/pdf", size=len(content)
    )
    default_storage.save(kept.path, ContentFile(content))
    return {"asset": name, "asset_name": kept.name, "draft_kind": "doc", "past_day": "2026-03-01"}


def _webhook() -> Mapping[str, Any]:
    """An endpoint, and a delivery to it that died."""
    of = Endpoint.objects.create(
        name="Folha", url="https://payroll.example/in", events=["person.left"], secret="whsec_"
    )
    dead = Delivery.objects.create(endpoint=of, event="person.left", body='{"data":{}}', dead_at=timezone.now())
    return {"endpoint": of.pk, "dead_delivery": dead.pk}


def _rights(ana: User) -> Mapping[str, Any]:
    """A copy of Ana's data, her request for erasure, and proof kept of somebody long gone."""
    now = timezone.now()
    copy = DataCopy.objects.create(
        user=ana, language="pt-br", made_at=now, expires_at=now + timedelta(days=1), content=b"PK"
    )
    proof = RetainedProof.objects.create(
        person=uuid4(), pseudonym="Pessoa removida", identity="{}", left_on=today(), kept_until=today()
    )
    return {"data_copy": copy.pk, "own_erasure": ask_erasure(viewer_of(ana), words="").pk, "proof": proof.pk}


def _checked_import(by: User) -> UUID:
    of = upload(viewer_of(by), content=b"email;nome\nnova@x.com;Nova\n", file_name="x.csv", starts_on=today())
    work()
    return of.pk


def _release(kind: str, name: str) -> Release:
    found = current(kind, key=content_key(kind, name))
    assert found is not None
    return found


def _question(course: Release) -> tuple[str, str]:
    for part in ReleasePart.objects.filter(release=course, locale="pt-br"):
        for block in part.blocks:
            if block["type"] == "question":
                return part.part_id, block["id"]
    raise AssertionError("no lesson asks a question")


FORMS: Mapping[str, Mapping[str, str]] = {
    "set_mail": {"mail": "needed"},
    "search:report": {"q": "chargeback"},
    "search:answer": {"link": "/playbooks/"},
    "people:undo": {"what": "transfer", "day": "2040-01-01"},
}


@pytest.fixture
def walk(starter: Mapping[str, User], house: Mapping[str, Any], settings: Any) -> Callable[[str], Walk]:
    """`walk("ana")`: she is signed in once, and whatever an address does is undone before the next one is asked."""
    settings.RATELIMIT_ENABLE = False

    def begun(role: str) -> Walk:
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.force_login(starter[role], backend="portal.people.backends.PeopleBackend")
        return Walk(client, house)

    return begun


class Walk:
    """Somebody's way through all addresses."""

    def __init__(self, client: Client, house: Mapping[str, Any]) -> None:
        self.client, self.house = client, house
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def asks(self, method: str, name: str, data: Mapping[str, Any] | None = None) -> HttpResponse:
        address = reverse(name, args=[self.house[arg] for arg in TABLE[name].args])
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            answer = self.client.post(address, data) if method == "POST" else self.client.generic(method, address)
            transaction.set_rollback(True)
        return answer


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(role, house, walk):
    way, wrong = walk(role), []
    for name, row in TABLE.items():
        data = dict(FORMS.get(name, {})) | ({"release": house["release"]} if name == "playbooks:acknowledge" else {})
        answer = way.asks(row.method, name, data)
        if answer.status_code != row.expected(role):
            wrong.append(f"{name} for {role}: {row.expected(role)} expected, {answer.status_code} answered")
        elif (
            role == "anonymous"
            and name not in OPEN_REDIRECTS
            and "/accounts/" not in answer.get("Location", "/accounts/")
        ):
            wrong.append(f"{name}: leads a stranger to {answer['Location']}")
    assert not wrong, "\n".join(wrong)


OPEN_REDIRECTS = {"set_language_of_person", "set_theme", "account_logout", "invitation"}
"""What leads a stranger elsewhere than to the sign-in; an invitation's link leads to its page without the secret."""


@pytest.mark.parametrize("role", ["ana", "fabio"])
def test_head_answers_as_get_other_methods_are_refused_and_get_does_nothing(role, walk):
    way, wrong = walk(role), []
    way.asks("GET", "home")
    for name, row in TABLE.items():
        for method in ("DELETE", "PUT", "PATCH", "TRACE"):
            answered = way.asks(method, name).status_code
            if answered not in {403, 404, 405}:
                wrong.append(f"{method} {name}: {answered}")
        if row.method == "GET":
            answered = way.asks("HEAD", name).status_code
            if answered != row.expected(role) and name not in ENDS_THE_SESSION:
                wrong.append(f"HEAD {name}: {answered}, GET {row.expected(role)}")
            continue
        with CaptureQueriesContext(connection) as queries:
            answered = way.asks("GET", name).status_code
        if answered not in {302, 403, 404, 405} and name not in ASKS_FIRST:
            wrong.append(f"GET {name}: {answered}")
        writes = [
            sql["sql"][:100] for sql in queries if WRITES.match(sql["sql"]) and "django_session" not in sql["sql"]
        ]
        wrong += [f"GET {name} writes: {sql}" for sql in writes if "usersessions" not in sql]
    assert not wrong, "\n".join(wrong)


WRITES = re.compile(r"\s*(insert|update|delete|truncate)\b", re.IGNORECASE)
ENDS_THE_SESSION: set[str] = set()
ASKS_FIRST: set[str] = set()
"""Acts that show by GET a page which asks before they are done by POST."""


def test_the_page_of_who_may_reach_what_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make access`"
