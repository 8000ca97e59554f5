"""What the practice room holds about a person: copied, its companies destroyed, and moved when two accounts become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, JSONField, Q, Value
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.duties.queries import covers_by_key
from portal.rights import reasons
from portal.seams.contracts import Account, Fate, Outcome, Section
from sandbox import engine, store
from sandbox.actions.open_ready import close_company
from sandbox.models import DrillAttempt, JournalEvent, Workspace
from sandbox.queries.drills import KIND

ASIDE = 10_000
WRITTEN = {"kind": "message_sent", "payload__actor__in": list(engine.ACTORS.values())}
"""What the person wrote, in whichever role; the company answers by itself too."""


class PracticeData:
    """Companies are one's own play and go whole; what was achieved in drills is a record like any other."""

    name = "practice"
    title: str | Promise = gettext_lazy("Practice")
    order = 60

    def copy(self, account: Account) -> Iterable[Section]:
        companies = list(
            Workspace.objects.filter(owner__in=account.users)
            .annotate(
                events=Count("journal"),
                messages=Count("journal", filter=Q(**{f"journal__{at}": is_ for at, is_ in WRITTEN.items()})),
            )
            .order_by("opened_at")
        )
        attempts = list(DrillAttempt.objects.filter(user__in=account.users).order_by("opened_at"))
        covers = covers_by_key((KIND, attempt.drill_key) for attempt in attempts)
        yield Section(
            "companies",
            _("Practice companies"),
            {
                "company": _("Company"),
                "kind": _("Kind"),
                "opened_at": _("Opened"),
                "state": _("State"),
                "events": _("Events in the journal"),
                "messages": _("Messages sent"),
            },
            [
                {
                    "company": company.company,
                    "kind": company.get_kind_display(),
                    "opened_at": company.opened_at,
                    "state": company.get_state_display(),
                    "events": company.events,
                    "messages": company.messages,
                }
                for company in companies
            ],
        )
        yield Section(
            "messages",
            _("Messages written in practice"),
            {"company": _("Company"), "template": _("Kind of message"), "words": _("Words")},
            [
                {
                    "company": company,
                    "template": payload["template"],
                    "words": [str(word) for word in payload["fields"].values()],
                }
                for company, payload in JournalEvent.objects.filter(workspace__owner__in=account.users, **WRITTEN)
                .order_by("workspace__opened_at", "workspace", "seq")
                .values_list("workspace__company", "payload")
            ],
        )
        yield Section(
            "drills",
            _("Drill attempts"),
            {
                "drill": _("Drill"),
                "attempt": _("Attempt"),
                "begun_at": _("Begun"),
                "checks": _("Checks"),
                "hints": _("Hints taken"),
                "best_score": _("Best result of 100"),
                "passed_at": _("Passed"),
            },
            [
                {
                    "drill": covers[KIND, of.drill_key].title if (KIND, of.drill_key) in covers else str(of.drill_key),
                    "attempt": of.number,
                    "begun_at": of.opened_at,
                    "checks": of.checks,
                    "hints": of.hints_used,
                    "best_score": of.best_score,
                    "passed_at": of.passed_at,
                }
                for of in attempts
            ],
            is_proof=True,
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        companies = Workspace.objects.filter(owner__in=account.users).count()
        attempts = DrillAttempt.objects.filter(user__in=account.users).count()
        kept = (
            Fate(
                _("Drill results"),
                attempts,
                Outcome.PSEUDONYMISED,
                str(reasons.PROOF),
                until=account.kept_until,
                is_proof=True,
            )
            if account.has_left
            else Fate(_("Drill results"), attempts, Outcome.KEPT, str(reasons.WHILE_WORKING))
        )
        return [
            Fate(_("Practice companies, with their messages"), companies, Outcome.ERASED, str(reasons.PRACTICE)),
            kept,
        ]

    def erase(self, account: Account) -> None:
        """Companies go with journal, snapshot and keys; of an attempt its figures stay, not what it saw."""
        attempts = DrillAttempt.objects.filter(user__in=account.users)
        attempts.exclude(came_from="").update(came_from="")
        attempts.exclude(last_check=None).update(
            last_check=JSONObject(
                seq="last_check__seq",
                score="last_check__score",
                passed="last_check__passed",
                conditions=Value([], output_field=JSONField()),
            )
        )
        companies = Workspace.objects.filter(owner__in=account.users)
        list(companies.select_for_update().order_by("pk").values_list("pk"))  # who works there now finishes first
        store.purge(companies)

    def merge(self, kept: Account, gone: Account) -> None:
        """All companies go on, but for a ready one of a kind that the account that stays has open as well; attempts of
        both at one drill are numbered by when they were begun.
        """
        open_ones = Workspace.objects.filter(
            kind=Workspace.Kind.FREE, state=Workspace.State.OPEN, branched_at=None
        ).exclude(ready="")
        doubled = open_ones.filter(owner=kept.user).values("ready")
        for company in open_ones.select_for_update().filter(owner=gone.user, ready__in=doubled):
            close_company(company)
        Workspace.objects.filter(owner=gone.user).update(owner=kept.user)
        drills = set(DrillAttempt.objects.filter(user=gone.user).values_list("drill_key", flat=True))
        for drill in sorted(drills):
            both = list(
                DrillAttempt.objects.filter(user__in=[kept.user, gone.user], drill_key=drill).order_by(
                    "opened_at", "pk"
                )
            )
            for base in (ASIDE, 1):
                for number, attempt in enumerate(both, start=base):
                    attempt.user_id, attempt.number = kept.user, number
                    attempt.save(update_fields=["user", "number"])
