"""Requests: what a person asked of their own data, and what they were answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.rights import reasons
from portal.rights.models import DataCopy, ErasureRequest, RetainedProof
from portal.seams.contracts import Account, Fate, Outcome, Section


class RequestData:
    """Copies go at once; that a request was made and answered stays, its words do not."""

    name = "requests"
    title: str | Promise = gettext_lazy("Requests about one's own data")
    order = 80

    def copy(self, account: Account) -> Iterable[Section]:
        yield Section(
            "copies",
            _("Copies asked for"),
            {"asked_at": _("Asked"), "made_at": _("Made"), "taken_at": _("Downloaded"), "destroyed_at": _("Destroyed")},
            list(
                DataCopy.objects.filter(user__in=account.users)
                .order_by("asked_at")
                .values("asked_at", "made_at", "taken_at", "destroyed_at")
            ),
        )
        yield Section(
            "erasures",
            _("Erasure requests"),
            {
                "asked_at": _("Asked"),
                "words": _("Your words"),
                "state": _("State"),
                "settled_at": _("Answered or withdrawn"),
                "answer": _("Answer"),
            },
            [
                {
                    "asked_at": row.asked_at,
                    "words": row.words,
                    "state": row.get_state_display(),
                    "settled_at": row.settled_at,
                    "answer": row.answer,
                }
                for row in ErasureRequest.objects.filter(user__in=account.users).order_by("asked_at")
            ],
        )
        yield Section(
            "proof",
            _("Proof kept after an erasure"),
            {"made_at": _("Laid aside"), "kept_until": _("Kept until")},
            list(RetainedProof.objects.filter(person__in=account.persons).values("made_at", "kept_until")),
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        settled = ErasureRequest.objects.filter(user__in=account.users)
        return [
            Fate(_("Copies of the data"), _copies(account).count(), Outcome.ERASED, str(reasons.COPY)),
            Fate(
                _("Words of requests"), settled.exclude(words="").count(), Outcome.ERASED, str(reasons.WRITTEN_BY_YOU)
            ),
            Fate(_("Requests and their answers"), settled.count(), Outcome.KEPT, str(reasons.ASKED)),
        ]

    def erase(self, account: Account) -> None:
        """The person's words go from every request but the one being answered now, which loses them when they have left."""
        _copies(account).update(content=None, destroyed_at=timezone.now())
        own = ErasureRequest.objects.filter(user__in=account.users)
        own.filter(~Q(state=ErasureRequest.State.WAITING)).update(words="")

    def merge(self, kept: Account, gone: Account) -> None:
        """A request that waits is decided for the account that stays; the other's copies go, since a newer one has all."""
        _copies(gone).update(content=None, destroyed_at=timezone.now())
        waits = ErasureRequest.State.WAITING
        own = ErasureRequest.objects.filter(user=gone.user)
        if ErasureRequest.objects.filter(user=kept.user, state=waits).exists():
            own.filter(state=waits).update(state=ErasureRequest.State.WITHDRAWN, settled_at=timezone.now())
        own.update(user=kept.user)


def _copies(account: Account):  # type: ignore[no-untyped-def]
    return DataCopy.objects.filter(user__in=account.users, destroyed_at=None)
