"""Writing a draft of terms: what it must say, and its rows."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Clause, DueFrom, Requirement, Terms
from portal.people.access import Viewer
from portal.refusal import Refusal

MOST_DAYS = 3650


def checked(draft: TermsDraft) -> TermsDraft:
    """The draft itself. Raises Refusal where it does not say who, by when or why."""
    if not draft.reason.strip():
        raise Refusal("duties.reason_missing", _("Say in one sentence why this is asked."))
    if draft.due_from == DueFrom.DATE and draft.due_on is None:
        raise Refusal("duties.no_due_day", _("Choose the day by which it is due."))
    if draft.due_from != DueFrom.DATE and draft.due_days is None:
        raise Refusal("duties.no_due_days", _("Say in how many days it is due."))
    days = (draft.due_days, draft.again_days, draft.renew_days, draft.grace_days)
    if any(one is not None and not 0 <= one <= MOST_DAYS for one in days):
        raise Refusal("duties.too_many_days", _("Days are between 0 and %(most)s.") % {"most": MOST_DAYS})
    if not any(not clause.excludes for clause in draft.clauses):
        raise Refusal("duties.nobody", _("Say of whom it is asked: everyone, or whom you choose."))
    for clause in draft.clauses:
        if clause.excludes and not clause.names_somebody:
            raise Refusal("duties.empty_exclusion", _("An exclusion names whom it leaves out."))
        if clause.hired_from and clause.hired_before and clause.hired_from >= clause.hired_before:
            raise Refusal("duties.hired_backwards", _("“Hired from” comes before “hired before”."))
    return draft


def write(requirement: Requirement, number: int, draft: TermsDraft, *, by: Viewer, instead_of: Terms | None) -> Terms:
    """The rows of a draft, in the place of those of an earlier one."""
    said = {field.name: getattr(draft, field.name) for field in fields(TermsDraft) if field.name != "clauses"}
    if draft.due_from != DueFrom.DATE:
        said["due_on"] = None
    said |= {"reason": draft.reason.strip(), "said_by": by.person, "said_at": timezone.now()}
    if instead_of is None:
        terms = Terms.objects.create(requirement=requirement, number=number, **said)
    else:
        terms = instead_of
        Terms.objects.filter(pk=terms.pk).update(**said)
        terms.refresh_from_db()
        terms.clauses.all().delete()
    Clause.objects.bulk_create(Clause(terms=terms, **_columns(clause)) for clause in draft.clauses)
    return terms


def _columns(clause: ClauseDraft) -> dict[str, Any]:
    told = {field.name: getattr(clause, field.name) for field in fields(ClauseDraft)}
    return told | {"title": clause.title.strip()}
