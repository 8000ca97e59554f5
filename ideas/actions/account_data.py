"""What ideas hold about a person: copied, their words taken away, and moved when two accounts become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Idea, Vote
from ideas.rules.status import WAITING, Stage
from portal.rights import reasons
from portal.seams.contracts import Account, Fate, Outcome, Section
from portal.search.index import changed


class IdeaData:
    """The words go, whoever wrote them; where others decided or voted, the place stays without them."""

    name = "ideas"
    title: str | Promise = gettext_lazy("Ideas")
    order = 50

    def copy(self, account: Account) -> Iterable[Section]:
        yield Section(
            "ideas",
            _("Ideas written"),
            {
                "title": _("Title"),
                "problem": _("Problem"),
                "proposal": _("Proposal"),
                "status": _("Status"),
                "answer": _("Official answer"),
                "written_at": _("Written"),
            },
            [
                {
                    "title": idea.title,
                    "problem": idea.problem,
                    "proposal": idea.proposal,
                    "status": idea.get_status_display(),
                    "answer": idea.answer,
                    "written_at": idea.created_at,
                }
                for idea in Idea.objects.filter(author__in=account.users).defer("plain").order_by("created_at")
            ],
        )
        yield Section(
            "votes",
            _("Ideas supported"),
            {"idea": _("Idea"), "supported_at": _("Supported")},
            [
                {"idea": vote.idea.title, "supported_at": vote.created_at}
                for vote in Vote.objects.filter(user__in=account.users).select_related("idea").order_by("created_at")
            ],
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        written = Idea.objects.filter(author__in=account.users).exclude(problem="", proposal="")
        votes = Vote.objects.filter(user__in=account.users).count()
        vote = (
            Fate(_("Ideas supported"), votes, Outcome.PSEUDONYMISED, str(reasons.COMMON))
            if account.has_left
            else Fate(_("Ideas supported"), votes, Outcome.KEPT, str(reasons.WHILE_WORKING))
        )
        return [
            Fate(_("Texts of ideas"), written.count(), Outcome.ERASED, str(reasons.WRITTEN_BY_YOU)),
            vote,
        ]

    def erase(self, account: Account) -> None:
        """An idea nobody answered yet leaves the board; one that was decided stays as an empty place with its answer."""
        own = Idea.objects.filter(author__in=account.users).exclude(problem="", proposal="")
        for language in own.order_by().values_list("language", flat=True).distinct():
            with translation.override(language):
                own.filter(language=language).update(title=_("Idea removed by its author"))
        written = list(own.values_list("key", flat=True))
        Idea.objects.filter(author__in=account.users, status__in=WAITING).update(status=Stage.WITHDRAWN)
        own.update(problem="", proposal="")
        for key in written:
            changed("idea", key, hide=True)

    def merge(self, kept: Account, gone: Account) -> None:
        """Nobody votes twice, nor for what turns out to be one's own idea."""
        both = [kept.user, gone.user]
        Vote.objects.filter(user__in=both, idea__author__in=both).delete()
        known = list(Vote.objects.filter(user=kept.user).values_list("idea", flat=True))
        Vote.objects.filter(user=gone.user, idea__in=known).delete()
        Vote.objects.filter(user=gone.user).update(user=kept.user)
        written = list(Idea.objects.filter(author=gone.user).values_list("key", flat=True))
        Idea.objects.filter(author=gone.user).update(author=kept.user)
        for key in written:
            changed("idea", key)
