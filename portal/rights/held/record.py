"""The record: duties, and the evidence behind every status, which stays under an id that leads to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.duties.models import Clause, Duty, Exemption, Extension
from portal.duties.queries import covers_by_key
from portal.duties.reconcile import reconcile_people
from portal.evidence.models import Evidence, PersonAlias
from portal.evidence.why import told
from portal.people.days import day_of
from portal.rights import reasons
from portal.rights.fates import as_proof, as_record, while_working
from portal.seams.contracts import Account, Fate, Outcome, Section

OWED = Q(is_newest=True, closed_at=None, met_at=None)


class RecordData:
    """Evidence is written once and has no name in it: an erasure takes the name elsewhere and changes no fact."""

    name = "record"
    title: str | Promise = gettext_lazy("Duties and evidence")
    order = 70

    def copy(self, account: Account) -> Iterable[Section]:
        duties = list(Duty.objects.filter(user__in=account.users).order_by("opened_at", "pk"))
        facts = list(Evidence.objects.filter(person__in=account.persons).order_by("occurred_at", "id"))
        exemptions = list(
            Exemption.objects.filter(user__in=account.users).select_related("requirement").order_by("starts_on", "pk")
        )
        clauses = list(
            Clause.objects.filter(user__in=account.users).select_related("terms__requirement").order_by("pk")
        )
        rules = [*(row.requirement for row in exemptions), *(row.terms.requirement for row in clauses)]
        things: list[Any] = [*duties, *facts, *rules]
        covers = covers_by_key({(row.kind, row.key) for row in things})

        def thing(row: Any) -> str:
            return covers[row.kind, row.key].title if (row.kind, row.key) in covers else str(row.key)

        yield Section(
            "duties",
            _("Duties"),
            {
                "thing": _("What"),
                "opened_at": _("Asked"),
                "due_at": _("Due"),
                "met_at": _("Met"),
                "in_force_until": _("In force until"),
            },
            [
                {
                    "thing": thing(duty),
                    "opened_at": day_of(duty.opened_at),
                    "due_at": day_of(duty.due_at),
                    "met_at": duty.met_at,
                    "in_force_until": day_of(duty.in_force_until) if duty.in_force_until else None,
                }
                for duty in duties
            ],
            is_proof=True,
        )
        yield Section(
            "extensions",
            _("More time"),
            {"thing": _("What"), "until": _("Until"), "reason": _("Reason"), "at": _("When")},
            [
                {"thing": thing(row.duty), "until": row.until, "reason": row.reason, "at": row.at}
                for row in Extension.objects.filter(duty__user__in=account.users).select_related("duty").order_by("at")
            ],
        )
        yield Section(
            "exemptions",
            _("Exemptions"),
            {"thing": _("What"), "from": _("From"), "until": _("Until (exclusive)"), "reason": _("Reason")},
            [
                {"thing": thing(row.requirement), "from": row.starts_on, "until": row.ends_on, "reason": row.reason}
                for row in exemptions
            ],
        )
        yield Section(
            "rules",
            _("Rules that name the person"),
            {"thing": _("What"), "from": _("From"), "excludes": _("Left out")},
            [
                {"thing": thing(row.terms.requirement), "from": row.terms.applies_from, "excludes": row.excludes}
                for row in clauses
            ],
        )
        sentences = told(facts)
        yield Section(
            "evidence",
            _("Evidence"),
            {
                "fact": _("What happened"),
                "thing": _("Of"),
                "occurred_at": _("When"),
                "recorded_at": _("Recorded"),
                "id": _("Reference"),
            },
            [
                {
                    "fact": sentence,
                    "thing": thing(fact),
                    "occurred_at": fact.occurred_at,
                    "recorded_at": fact.recorded_at,
                    "id": str(fact.id),
                }
                for fact, sentence in zip(facts, sentences, strict=True)
            ],
        )
        yield Section(
            "aliases",
            _("Ids of accounts that were merged"),
            {"id": _("Opaque id"), "merged_at": _("Merged")},
            [
                {"id": str(row.alias), "merged_at": row.merged_at}
                for row in PersonAlias.objects.filter(person=account.person).order_by("merged_at")
            ],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        met = Duty.objects.filter(user__in=account.users).exclude(met_at=None).count()
        unmet = Duty.objects.filter(user__in=account.users, met_at=None).count()
        facts = Evidence.objects.filter(person__in=account.persons).count()
        granted = [rows.exclude(reason="").count() for rows in _granted(account)]
        if not account.has_left:
            return [
                while_working(_("Duties"), met + unmet),
                while_working(_("Evidence"), facts),
                while_working(_("More time and exemptions"), sum(granted)),
            ]
        return [
            as_proof(account, _("Duties met"), met),
            as_record(_("Duties not met"), unmet),
            as_record(_("Evidence"), facts),
            Fate(_("Reasons for more time and exemptions"), sum(granted), Outcome.ERASED, str(reasons.WRITTEN_OF_YOU)),
        ]

    def erase(self, account: Account) -> None:
        """Facts and duties lose their name with the registration; what was said of why somebody got time or was exempt
        goes."""
        if account.has_left:
            for rows in _granted(account):
                rows.exclude(reason="").update(reason="")

    def merge(self, kept: Account, gone: Account) -> None:
        """The closed account owes nothing: what only it was asked goes on in the kept one with its history, what both
        were asked in that of the kept one. All is settled anew by the facts of both, and more time given to either
        holds where it is still owed."""
        with transaction.atomic():
            theirs = Duty.objects.filter(user=gone.user)
            both = set(Duty.objects.filter(user=kept.user).values_list("requirement", flat=True))
            theirs.exclude(requirement__in=both).update(user=kept.user)
            given = list(Extension.objects.filter(duty__in=theirs.filter(OWED)).select_related("duty"))
            with connection.cursor() as cursor:
                cursor.execute("select set_config('vigente.merge_duties', pg_current_xact_id()::text, true)")
                theirs.delete()
                cursor.execute("select set_config('vigente.merge_duties', '', true)")
            reconcile_people([kept.user])
            if _give(given, kept.user):
                reconcile_people([kept.user])


def _give(given: Sequence[Extension], user: int) -> int:
    """The same facts, of what somebody owes by the same rules; returns how many."""
    owed = {duty.requirement_id: duty for duty in Duty.objects.filter(OWED, user=user)}
    moved = [(row, owed[row.duty.requirement_id]) for row in given if row.duty.requirement_id in owed]
    for row, duty in moved:
        row.duty = duty
        row.save(force_insert=True)
    return len(moved)


def _granted(account: Account) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """What was granted to the person, each with its reason."""
    return Extension.objects.filter(duty__user__in=account.users), Exemption.objects.filter(user__in=account.users)
