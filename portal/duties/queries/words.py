"""A rule in words: of whom it speaks, by when, for how long, and what comes after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.duties.models import Clause, DueFrom, Terms
from portal.people.models import Role

DAY = timedelta(days=1)


def audience(clauses: Iterable[Clause]) -> tuple[str, str]:
    """Whom the rule includes and whom it leaves out, "" where nobody; the clauses come with department and user."""
    said = [(clause.excludes, clause_in_words(clause)) for clause in clauses]
    included = _listed([words for excludes, words in said if not excludes])
    return included, _listed([words for excludes, words in said if excludes])


def clause_in_words(clause: Clause) -> str:
    """One clause, all its conditions together: "everyone in Billing and below, with the role Author"."""
    conditions = list(_conditions(clause))
    if clause.user is not None:
        return ", ".join([clause.user.name, *conditions])
    return ", ".join([_everyone(clause), *conditions])


def _everyone(clause: Clause) -> str:
    if clause.department is None:
        return _("everyone who works here") if not _narrows(clause) else _("everyone")
    name = {"department": clause.department.name}
    if clause.with_below:
        return _("everyone in %(department)s and the departments below") % name
    return _("everyone in %(department)s, without the departments below") % name


def _narrows(clause: Clause) -> bool:
    return bool(clause.role or clause.title or clause.hired_from or clause.hired_before)


def _conditions(clause: Clause) -> Iterable[str]:
    if clause.department is not None and clause.user is not None:
        yield _("while in %(department)s") % {"department": clause.department.name}
    if clause.role:
        yield _("with the role %(role)s") % {"role": Role(clause.role).label}
    if clause.title:
        yield _("with the job title %(title)s") % {"title": clause.title}
    if clause.hired_from and clause.hired_before:
        yield _("hired from %(start)s to %(end)s") % {
            "start": date_format(clause.hired_from, "DATE_FORMAT"),
            "end": date_format(clause.hired_before - DAY, "DATE_FORMAT"),
        }
    elif clause.hired_from:
        yield _("hired on %(day)s or later") % {"day": date_format(clause.hired_from, "DATE_FORMAT")}
    elif clause.hired_before:
        yield _("hired before %(day)s") % {"day": date_format(clause.hired_before, "DATE_FORMAT")}


def _listed(words: Sequence[str]) -> str:
    """Several of them, each with commas of its own: parted by semicolons, and begun like a sentence."""
    said = "; ".join(words)
    return said[:1].upper() + said[1:]


def due(terms: Terms) -> str:
    """By when it is to be done: "30 days after hiring"."""
    if terms.due_from == DueFrom.DATE and terms.due_on is not None:
        return _("by %(day)s") % {"day": date_format(terms.due_on, "DATE_FORMAT")}
    days = terms.due_days or 0
    if terms.due_from == DueFrom.HIRE:
        if not days:
            return _("on the day of hiring")
        return ngettext("%(n)s day after hiring", "%(n)s days after hiring", days) % {"n": days}
    if not days:
        return _("on the day the rule reaches the person")
    return ngettext(
        "%(n)s day after the rule reaches the person", "%(n)s days after the rule reaches the person", days
    ) % {"n": days}


def grace(terms: Terms) -> str:
    """The tolerance, or that there is none."""
    if not terms.grace_days:
        return _("no tolerance")
    return ngettext("%(n)s day after the due day", "%(n)s days after the due day", terms.grace_days) % {
        "n": terms.grace_days
    }


def renewal(terms: Terms) -> str:
    """When it is asked again before it ends."""
    if terms.renew_days is None:
        return _("not asked again when it ends")
    return ngettext(
        "asked again from %(n)s day before it ends", "asked again from %(n)s days before it ends", terms.renew_days
    ) % {"n": terms.renew_days}


def again(terms: Terms) -> str:
    """How long there is after a major release."""
    return ngettext("%(n)s day to meet it again", "%(n)s days to meet it again", terms.again_days) % {
        "n": terms.again_days
    }
