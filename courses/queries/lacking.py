"""What a person still has to do for the certificate, told from evidence: for *why*, and for whoever leads them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Enrolment
from courses.queries.standing import KIND
from courses.rules.sitting import ExamRules
from portal.evidence.alias import of
from portal.releases.read import current


def lacking(person: UUID, key: UUID) -> Sequence[str]:
    """One short sentence for each requirement not met yet in the newest cycle; two queries, three for who never began."""
    began = Enrolment.objects.filter(user__person=person, course_key=key).select_related("release").order_by("-cycle")
    enrolment = began.first()
    release = enrolment.release if enrolment else current(KIND, key=key)
    if release is None:
        return []
    lessons, drills = set(release.facts["lessons"]), {UUID(drill) for drill in release.facts["drills"]}
    done: set[str] = set()
    passed: set[UUID] = set()
    examined = ExamRules.of(release.facts) is None
    facts = of([person]).filter(Q(kind=KIND, key=key) | Q(kind="drill", key__in=drills))
    for fact in facts.filter(verb__in=["lesson.finished", "exam.marked", "drill.attempted"]) if enrolment else ():
        if fact.verb == "lesson.finished":
            done.add(fact.part)
        elif fact.verb == "exam.marked":
            examined = examined or fact.result["passed"]
        elif fact.result["passed"]:
            passed.add(fact.key)
    missing = []
    if left := len(lessons - done):
        missing.append(
            ngettext("%(n)s of %(of)s lesson is not finished", "%(n)s of %(of)s lessons are not finished", left)
            % {"n": left, "of": len(lessons)}
        )
    if not examined:
        missing.append(_("The exam is not passed"))
    if drills - passed:
        missing.append(_("The drill is not passed"))
    return missing
