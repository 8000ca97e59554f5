"""Collecting: the whole course as its last publishing meant it, every lesson in every language, ready to freeze."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from courses.actions.freeze_questions import freeze_questions
from courses.blocks.freezing import pointed
from courses.models import CoursePage, LessonPage
from portal.home.library import SOURCE
from portal.seams.contracts import Draft


def collect_course(page: CoursePage) -> Draft | None:
    """The draft behind any language of a course; None until its source language is published.

    Lessons come as their newest revision at the moment of publishing, so that collecting again later, after authors
    went on writing, gives the same draft. A language takes part once its own cover is published.
    """
    covers = {
        cover.locale.language_code: cover
        for cover in CoursePage.objects.filter(translation_key=page.translation_key, live=True).select_related("locale")
    }
    source = covers.get(SOURCE)
    if source is None:
        return None
    published_at = max(cover.last_published_at for cover in covers.values())
    revisions = {language: _lessons(cover, before=published_at) for language, cover in covers.items()}
    lessons = {
        language: {lesson.part_id: lesson for lesson in (revision.as_object() for revision in found)}
        for language, found in revisions.items()
    }
    order = list(lessons[SOURCE])
    exam = [block.value for block in source.exam if block.value]
    practice = [q for of in lessons.values() for lesson in of.values() for q in lesson.questions()]
    versions = freeze_questions({q.pk: q for q in [*practice, *exam]}.values())
    parts = [
        found[part_id].part(position=place, versions=versions)
        for found in lessons.values()
        for place, part_id in enumerate(order, start=1)
        if part_id in found
    ]
    drills = pointed(parts, "drill")
    length = source.length(lessons[SOURCE].values(), drills)
    parts = [*(cover.cover(minutes=length.total) for cover in covers.values()), *parts]
    change_class, reason = next((said for said in (page.change(), source.change()) if all(said)), ("", ""))
    return Draft(
        kind=CoursePage.kind,
        key=source.translation_key,
        slug=source.slug,
        source_locale=SOURCE,
        parts=parts,
        revisions=[
            *(cover.live_revision_id or 0 for cover in covers.values()),
            *(revision.pk for found in revisions.values() for revision in found),
        ],
        change_class=change_class,
        reason=reason,
        facts={
            "level": source.level,
            "topics": source.topic_list(),
            "validity_months": source.validity_months or None,
            "lessons": order,
            "length": length.as_facts(),
            "drills": drills,
            "steps": pointed(parts, "step"),
            "exam": {
                "questions": [
                    {
                        "question": str(q.key),
                        "version": versions[q.key],
                        "critical": q.critical,
                        "lesson": _taught_in(q.topic, lessons[SOURCE]),
                    }
                    for q in exam
                ],
                "draw": source.draw,
                "pass_mark": source.pass_mark,
                "attempts": source.attempts,
                "wait_hours": source.wait_hours,
                "minutes": source.minutes,
                "review": {"meanwhile": source.review_meanwhile, "at_the_end": source.review_at_the_end},
            },
        },
    )


def publish_lessons(page: CoursePage) -> None:
    """Mark the lessons that went into the release as live, so that the tree shows what readers have."""
    covers = CoursePage.objects.filter(translation_key=page.translation_key, live=True)
    published_at = max(cover.last_published_at for cover in covers)
    for cover in covers:
        live = dict(LessonPage.objects.child_of(cover).values_list("pk", "live_revision"))
        for revision in _lessons(cover, before=published_at):
            if live.get(int(revision.object_id)) != revision.pk:
                revision.publish(log_action=False)


def _lessons(cover: CoursePage, *, before: datetime) -> Sequence[Revision]:
    """The newest revision of each lesson at a moment, in the order of the tree; two queries."""
    order = list(LessonPage.objects.child_of(cover).order_by("path").values_list("pk", flat=True))
    newest = (
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page, for_concrete_model=False),
            object_id__in=[str(pk) for pk in order],
            created_at__lte=before,
        )
        .order_by("object_id", "-created_at", "-pk")
        .distinct("object_id")
    )
    found = {int(revision.object_id): revision for revision in newest}
    return [found[pk] for pk in order if pk in found]


def _taught_in(topic: str, lessons: Mapping[str, LessonPage]) -> str:
    """The first lesson that names the topic, or practises it; empty where none does."""
    if not topic:
        return ""
    naming = (part_id for part_id, lesson in lessons.items() if topic in lesson.topic_list())
    practising = (part_id for part_id, lesson in lessons.items() if topic in {q.topic for q in lesson.questions()})
    return next(naming, next(practising, ""))
