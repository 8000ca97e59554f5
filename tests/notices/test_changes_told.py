"""A minor release in force is told to who had met the one before, once, and leads to what changed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.evidence.record import backdated, record
from portal.jobs.models import OPEN, Job
from portal.jobs.run import perform
from portal.notices.models import Notice
from portal.notices.wording import worded
from portal.people.access import viewer_of
from portal.releases.models import Release
from portal.releases.notices import TELL, tell_minor
from tests.notices.conftest import release


def acknowledges(user, key):
    first = Release.objects.get(key=key, number=1)
    with backdated():
        record(
            person=user.person, verb="playbook.acknowledged", kind="playbook", key=key, release=first.pk,
            result={"number": 1, "by": "reading", "parts": []}, once=f"ack:{user.pk}", occurred_at=timezone.now() - timedelta(seconds=1),
        )  # fmt: skip


def test_who_had_acknowledged_is_told_what_a_minor_release_changed(ana, bruno, playbook):
    acknowledges(ana, playbook)
    minor = release(playbook, number=2, change_class="minor")
    (job,) = Job.objects.filter(OPEN, kind=TELL)
    assert perform(job.pk) and tell_minor(minor) == 0, "a second telling adds nothing"
    (notice,) = Notice.objects.filter(kind="release.minor")
    assert notice.user_id == ana.pk
    (words,) = worded([notice], viewer_of(ana)).values()
    assert words.sentence == "“Aviso de renovação” mudou um pouco desde que você concluiu."
    assert words.detail == "Mais claro." and words.url.endswith("from=1&to=2")


def test_neither_an_editorial_nor_a_major_one_is_told_so(ana, playbook):
    acknowledges(ana, playbook)
    for number, change_class in ((2, "editorial"), (3, "major")):
        release(playbook, number=number, change_class=change_class)
    assert not Job.objects.filter(kind=TELL).exists()
