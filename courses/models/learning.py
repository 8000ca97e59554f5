"""What people do with a course: working state on a pinned release, and the certificates it ended in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.releases.models import Release


class Confidence(models.TextChoices):
    """How sure somebody says to be of an answer: asked and never graded."""

    UNSURE = "unsure", _("I am guessing")
    FAIRLY = "fairly", _("I think so")
    SURE = "sure", _("I am sure")


class Enrolment(models.Model):
    """One person takes one course, in one cycle, on the release it had when they began."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    course_key = models.UUIDField()
    cycle = models.PositiveSmallIntegerField(default=1)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="enrolments")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key", "cycle"], name="enrolled_once_a_cycle"),
        ]


class LessonProgress(models.Model):
    """A lesson finished; lessons not finished have no row."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    part_id = models.CharField(max_length=80)
    finished_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "part_id"], name="lesson_finished_once")]


class PracticeAnswer(models.Model):
    """An answer to a practice question, as often as one likes; `chosen` is its canonical form."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="practice")
    part_id = models.CharField(max_length=80)
    block_id = models.CharField(max_length=80)
    question = models.UUIDField()
    version = models.PositiveIntegerField()
    chosen = models.JSONField()
    correct = models.BooleanField()
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "part_id", "block_id", "-answered_at"], name="practice_latest")]


class ExamAttempt(models.Model):
    """One sitting: drawn, kept and marked here, so that a browser only ever holds a copy.

    `questions` is `[{"question", "version", "order": [id …]}]` in the order shown; what was answered are its steps.
    `closes_at` ends it where the exam has a time limit; `marking` is the version of the rules it was marked by.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    opened_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    missed = models.JSONField(default=list)
    marking = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="exam_attempt_numbered_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(submitted_at=None), name="one_open_exam_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, score=None, passed=None)
                | Q(submitted_at__isnull=False, score__isnull=False, passed__isnull=False),
                name="exam_marked_when_submitted",
            ),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=100), name="exam_score_in_percent"),
        ]


class ExamStep(models.Model):
    """One answer as it was saved while the exam was open; a trigger keeps every step, so that a sitting can be replayed.

    `seq` counts from 1 how often that question's answer was saved; `chosen` is its canonical form.
    """

    attempt = models.ForeignKey(ExamAttempt, on_delete=models.CASCADE, related_name="steps")
    question = models.UUIDField()
    seq = models.PositiveIntegerField()
    chosen = models.JSONField()
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question", "seq"], name="exam_step_numbered_once"),
        ]


class Certificate(models.Model):
    """A course completed in one cycle. Whether it is in force is asked of `in_force_until`, never stored."""

    code = models.CharField(max_length=19, unique=True)
    """Sixteen letters and digits in groups of four; nobody guesses one."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="certificates")
    course_key = models.UUIDField()
    cycle = models.PositiveSmallIntegerField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="certificates")
    awarded_at = models.DateTimeField()
    in_force_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key", "cycle"], name="one_certificate_a_cycle"),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gt=F("awarded_at")),
                name="certificate_ends_after_it_begins",
            ),
        ]
