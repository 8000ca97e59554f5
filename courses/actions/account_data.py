"""What courses hold about a person: how it is copied, what becomes of it in an erasure, how two accounts become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.actions.award import award
from courses.models import (
    Certificate,
    Enrolment,
    ExamAttempt,
    ExamStep,
    LessonProgress,
    PracticeAnswer,
    QuestionVersion,
)
from courses.queries import KIND, contents
from courses.queries.replay import TYPED
from courses.rules.kinds import kind_of
from courses.rules.words import said
from portal.duties.queries import covers_by_key
from portal.people.days import day_of
from portal.releases.models import ReleasePart
from portal.rights.fates import as_proof, as_record, while_working
from portal.seams.contracts import Account, Fate, Section

ASIDE = 10_000
"""Numbers are given anew in two steps, the first of them out of everybody's way."""


class CourseData:
    """An erasure takes the name away, and words typed into gaps, and leaves what was learned."""

    name = "courses"
    title: str | Promise = gettext_lazy("Courses")
    order = 30

    def copy(self, account: Account) -> Iterable[Section]:
        own = {"enrolment__user__in": account.users}
        enrolments = list(
            Enrolment.objects.filter(user__in=account.users).select_related("release").order_by("opened_at")
        )
        titles = _titles({enrolment.course_key for enrolment in enrolments})
        yield Section(
            "enrolments",
            _("Courses begun"),
            {"course": _("Course"), "cycle": _("Cycle"), "release": _("Release"), "begun_at": _("Begun")},
            [
                {
                    "course": titles[of.course_key],
                    "cycle": of.cycle,
                    "release": of.release.number,
                    "begun_at": of.opened_at,
                }
                for of in enrolments
            ],
        )
        lessons = list(LessonProgress.objects.filter(**own).select_related("enrolment").order_by("finished_at"))
        parts = _parts(enrolments)
        yield Section(
            "lessons",
            _("Lessons finished"),
            {"course": _("Course"), "lesson": _("Lesson"), "finished_at": _("Finished")},
            [
                {
                    "course": titles[of.enrolment.course_key],
                    "lesson": parts.get(of.part_id, of.part_id),
                    "finished_at": of.finished_at,
                }
                for of in lessons
            ],
        )
        practice = list(PracticeAnswer.objects.filter(**own).select_related("enrolment").order_by("answered_at"))
        attempts = list(ExamAttempt.objects.filter(**own).select_related("enrolment").order_by("opened_at"))
        asked = {(str(of.question), of.version) for of in practice}
        asked |= {(item["question"], item["version"]) for of in attempts for item in of.questions}
        frozen = contents(asked)
        yield Section(
            "practice",
            _("Practice answers"),
            {
                "course": _("Course"),
                "question": _("Question"),
                "answer": _("Answer"),
                "correct": _("Correct"),
                "answered_at": _("Answered"),
            },
            [
                {
                    "course": titles[of.enrolment.course_key],
                    **_said(str(of.question), of.version, of.chosen, frozen),
                    "correct": of.correct,
                    "answered_at": of.answered_at,
                }
                for of in practice
            ],
        )
        yield Section(
            "exams",
            _("Exam attempts"),
            {
                "course": _("Course"),
                "attempt": _("Attempt"),
                "begun_at": _("Begun"),
                "handed_in_at": _("Handed in"),
                "score": _("Score in percent"),
                "passed": _("Passed"),
            },
            [
                {
                    "course": titles[of.enrolment.course_key],
                    "attempt": of.number,
                    "begun_at": of.opened_at,
                    "handed_in_at": of.submitted_at,
                    "score": of.score,
                    "passed": of.passed,
                }
                for of in attempts
            ],
        )
        yield Section(
            "exam_answers",
            _("Exam answers"),
            {"course": _("Course"), "attempt": _("Attempt"), "question": _("Question"), "answer": _("Answer")},
            list(_exam_answers(attempts, titles, frozen)),
        )
        yield Section(
            "certificates",
            _("Certificates"),
            {
                "course": _("Course"),
                "code": _("Code"),
                "awarded_at": _("Awarded"),
                "in_force_until": _("In force until"),
                "release": _("Release"),
            },
            [
                {
                    "course": titles.get(of.course_key, str(of.course_key)),
                    "code": of.code,
                    "awarded_at": of.awarded_at,
                    "in_force_until": day_of(of.in_force_until) if of.in_force_until else None,
                    "release": of.release.number,
                }
                for of in Certificate.objects.filter(user__in=account.users)
                .select_related("release")
                .order_by("awarded_at")
            ],
            is_proof=True,
        )

    def fates(self, account: Account) -> Sequence[Fate]:
        own = {"enrolment__user__in": account.users}
        certificates = Certificate.objects.filter(user__in=account.users).count()
        exams = ExamAttempt.objects.filter(**own).count()
        steps = LessonProgress.objects.filter(**own).count() + PracticeAnswer.objects.filter(**own).count()
        if not account.has_left:
            return [
                while_working(_("Certificates"), certificates),
                while_working(_("Exam attempts"), exams),
                while_working(_("Lessons finished and practice answers"), steps),
            ]
        return [
            as_proof(account, _("Certificates"), certificates),
            as_record(_("Exam attempts"), exams),
            as_record(_("Lessons finished and practice answers"), steps),
        ]

    def erase(self, account: Account) -> None:
        """What was learned loses its name with the registration; of words typed into gaps the accepted ones stay."""
        typed = {(str(of.key), of.number): of.content for of in QuestionVersion.objects.filter(content__kind__in=TYPED)}
        keys = {key for key, _ in typed}
        answers = list(PracticeAnswer.objects.filter(enrolment__user__in=account.users, question__in=keys))
        for answer in answers:
            content = typed[str(answer.question), answer.version]
            answer.chosen = kind_of(content).recorded(content, answer.chosen)
        PracticeAnswer.objects.bulk_update(answers, ["chosen"])
        steps = ExamStep.objects.filter(attempt__enrolment__user__in=account.users, question__in=keys)
        kept = [_without_words(step, typed) for step in steps.select_related("attempt")]
        steps.delete()  # a step is never changed, so it is written anew
        ExamStep.objects.bulk_create(kept)

    def merge(self, kept: Account, gone: Account) -> None:
        keys = set(Enrolment.objects.filter(user=gone.user).values_list("course_key", flat=True))
        keys |= set(Certificate.objects.filter(user=gone.user).values_list("course_key", flat=True))
        for key in sorted(keys):
            _merge_course(kept, gone, key)


def _without_words(step: ExamStep, typed: Mapping[tuple[str, int], Mapping[str, Any]]) -> ExamStep:
    version = next(item["version"] for item in step.attempt.questions if item["question"] == str(step.question))
    content = typed[str(step.question), version]
    return ExamStep(
        attempt=step.attempt,
        question=step.question,
        seq=step.seq,
        chosen=kind_of(content).recorded(content, step.chosen),
        confidence=step.confidence,
        saved_at=step.saved_at,
    )


def _titles(keys: Iterable[UUID]) -> Mapping[UUID, str]:
    wanted = set(keys)
    covers = covers_by_key((KIND, key) for key in wanted)
    return {key: covers[KIND, key].title if (KIND, key) in covers else str(key) for key in wanted}


def _parts(enrolments: Sequence[Enrolment]) -> Mapping[str, str]:
    """Titles of lessons by part id, in the language being spoken where there is one."""
    language = translation.get_language() or ""
    rows = ReleasePart.objects.filter(release__in={of.release_id for of in enrolments}).exclude(part_id="")
    found: dict[str, str] = {}
    for part, locale, title in rows.values_list("part_id", "locale", "title"):
        if locale == language or part not in found:
            found[part] = title
    return found


def _said(question: str, version: int, chosen: Sequence[str], frozen: Mapping[Any, Any]) -> dict[str, Any]:
    """A question and the answer in words; nothing tells what would have been right."""
    content, language = frozen[question, version], translation.get_language() or ""
    return {"question": said(content["prompt"], language), "answer": kind_of(content).words(content, chosen, language)}


def _exam_answers(
    attempts: Sequence[ExamAttempt], titles: Mapping[UUID, str], frozen: Mapping[Any, Any]
) -> Iterator[Mapping[str, Any]]:
    steps = ExamStep.objects.filter(attempt__in=attempts).order_by("attempt", "question", "-seq")
    last = {(step.attempt_id, step.question): step.chosen for step in steps.distinct("attempt", "question")}
    for attempt in attempts:
        for item in attempt.questions:
            chosen = last.get((attempt.pk, UUID(item["question"])), [])
            yield {
                "course": titles[attempt.enrolment.course_key],
                "attempt": attempt.number,
                **_said(item["question"], item["version"], chosen, frozen),
            }


# -- Two accounts become one ---------------------------------------------------------------------------------------


def _merge_course(kept: Account, gone: Account, key: UUID) -> None:
    """Cycles of both in the order in which they ended; two that are going on become one, and may be complete by that."""
    users = [kept.user, gone.user]
    enrolments = list(
        Enrolment.objects.select_for_update(of=("self",)).filter(user__in=users, course_key=key).order_by("cycle")
    )
    certificates = {
        (of.user_id, of.cycle): of
        for of in Certificate.objects.select_for_update(of=("self",)).filter(user__in=users, course_key=key)
    }
    going_on = {of.user_id: of for of in enrolments if (of.user_id, of.cycle) not in certificates}
    mine, theirs = going_on.get(kept.user), going_on.get(gone.user)
    if mine and theirs:
        _fold(theirs, into=mine)
        enrolments.remove(theirs)
    cycles = {(of.user_id, of.cycle): of for of in enrolments}
    order = sorted(
        cycles.keys() | certificates.keys(), key=lambda cycle: _ended(cycles.get(cycle), certificates.get(cycle))
    )
    if any(user == gone.user for user, _cycle in order):
        for rows in (cycles, certificates):
            for base in (ASIDE, 1):
                for number, cycle in enumerate(order, start=base):
                    if row := rows.get(cycle):
                        row.user_id, row.cycle = kept.user, number
                        row.save(update_fields=["user", "cycle"])
    if mine:
        award(Enrolment.objects.select_related("release").get(pk=mine.pk), person=kept.person)


def _ended(enrolment: Enrolment | None, certificate: Certificate | None) -> Any:
    """When a cycle ended in its certificate, or since when it is going on."""
    if certificate:
        return certificate.awarded_at
    assert enrolment is not None
    return enrolment.opened_at


def _fold(theirs: Enrolment, *, into: Enrolment) -> None:
    """What was done in one enrolment counts in the other; an exam still open on another release is left behind."""
    known = LessonProgress.objects.filter(enrolment=into).values("part_id")
    LessonProgress.objects.filter(enrolment=theirs).exclude(
        part_id__in=list(known.values_list("part_id", flat=True))
    ).update(enrolment=into)
    PracticeAnswer.objects.filter(enrolment=theirs).update(enrolment=into)
    attempts = ExamAttempt.objects.filter(enrolment=theirs)
    has_open = ExamAttempt.objects.filter(enrolment=into, submitted_at=None).exists()
    if has_open or theirs.release_id != into.release_id:
        attempts = attempts.exclude(submitted_at=None)
    both = list(ExamAttempt.objects.filter(enrolment=into)) + list(attempts)
    both.sort(key=lambda attempt: (attempt.submitted_at is None, attempt.opened_at))
    for base in (ASIDE, 1):
        for number, attempt in enumerate(both, start=base):
            attempt.enrolment, attempt.number = into, number
            attempt.save(update_fields=["enrolment", "number"])
