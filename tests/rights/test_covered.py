"""Whatever holds something about a person is copied, erased and merged by somebody, or is named here with a reason."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from portal.people.models import User
from portal.seams.registry import registry

OURS = ("portal.", "courses", "playbooks", "ideas", "sandbox", "allauth.")
PERSONAL = {
    "person",
    "actor",
    "subject",
    "alias",
    "invited_by",
    "decided_by",
    "entered_by",
    "released_by",
    "approved_by",
}
UNCOVERED = {
    "people.User.merged_into": "part of the account: `Account.users` follows it",
    "releases.Release.released_by": "who released is part of the release's own record, an opaque id that names nobody",
    "releases.Release.approved_by": "as released_by",
    "signin.Invitation.invited_by": "an opaque id in the invitation of somebody else",
    "rights.ErasureRequest.decided_by": "an opaque id in the request of somebody else",
    "rights.ErasureRequest.entered_by": "as decided_by",
    "evidence.PersonAlias.person": "the other side of the alias",
    "playbooks.PlaybookPage.accountable": "what the company says of its process; the name shown is the account's",
    "search.Gap.owner": "whose task it is; the name shown is the account's, and nothing is kept of who asked",
    "sandbox.Subject.subject": "an invented customer of a practice company; purged with it",
    "people.ReportingLine.manager": "told as the person's own days in the line, by registration",
    "people.Delegation.delegate": "told as the person's own days in the line, by registration",
}


def _columns():
    for model in apps.get_models():
        if not model.__module__.startswith(OURS):
            continue
        for field in model._meta.concrete_fields:
            points = isinstance(field, models.ForeignKey) and field.related_model is User
            if field.name.endswith("_ptr") or (field.name == "owner" and model.__module__.endswith(".pages")):
                continue
            opaque = field.name in PERSONAL and isinstance(field, models.UUIDField | models.CharField)
            if (points or opaque) and field.model is model:
                yield model, field


def _sources() -> str:
    """What every AccountData says in its own file."""
    files = {inspect.getsourcefile(type(data)) for data in registry.account_data.values()}
    return "\n".join(Path(file).read_text(encoding="utf-8") for file in sorted(files) if file)


def _named(model: type[models.Model], field: models.Field) -> str:
    return f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_row_about_a_person_is_somebodys():
    sources = _sources()
    missing = [
        _named(model, field)
        for model, field in _columns()
        if _named(model, field) not in UNCOVERED and f"{model.__name__}" not in sources
    ]
    assert not missing, "no AccountData speaks of: " + ", ".join(missing)


def test_the_exceptions_are_still_there():
    there = {_named(model, field) for model, field in _columns()}
    assert UNCOVERED.keys() - there == set()


@pytest.mark.parametrize("name", ["courses", "playbooks", "ideas", "practice", "registration", "signin", "record"])
def test_each_app_is_registered(name):
    data = registry.account_data[name]
    for act in ("copy", "fates", "erase", "merge"):
        assert callable(getattr(data, act))
