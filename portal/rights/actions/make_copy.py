"""Make the copy: ask every app what it holds, pack it as one JSON file and one page to read, and say that it is there."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Job
from portal.jobs.run import handler
from portal.rights.account import account_of
from portal.rights.actions.ask_copy import KIND
from portal.rights.archive import packed
from portal.rights.models import DataCopy
from portal.signin.mail import send

THERE_FOR = timedelta(days=7)


@handler(KIND, label=_("Make the copy of a person's data"))
@transaction.atomic
def make_copy(job: Job) -> None:
    """Once, however often it is called; what was withdrawn by an erasure meanwhile is not made any more."""
    copy = (
        DataCopy.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=job.args["copy"], made_at=None, destroyed_at=None)
        .first()
    )
    if copy is None:
        return
    moment = timezone.now()
    with translation.override(copy.language), timezone.override(copy.user.zone or timezone.get_default_timezone_name()):
        copy.content = packed(copy.user, account_of(copy.user), at=moment)
    copy.size, copy.made_at, copy.expires_at = len(copy.content), moment, moment + THERE_FOR
    copy.save(update_fields=["content", "size", "made_at", "expires_at"])
    send(copy.user, "rights/email/copy_ready", {"until": copy.expires_at}, language=copy.language)
