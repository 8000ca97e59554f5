"""One lesson: read, practised, finished; every act works as a fragment and as a full page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import queries
from courses.actions.answer_practice import answer_practice
from courses.actions.finish_lesson import finish_lesson
from courses.actions.understood import confidence_in
from courses.blocks.drawing import cards, draw
from courses.queries import Place, place
from courses.views.answers import sent
from portal.people.access import Viewer
from portal.refusal import Refusal


@login_required
@require_safe
def lesson(request: HttpRequest, slug: str, part_id: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return _page(request, place(viewer, slug), slug, str(part_id), again=request.GET.get("again", ""))


@login_required
@require_POST
def finish(request: HttpRequest, slug: str, part_id: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    certificate = finish_lesson(viewer, slug, str(part_id))
    if certificate is not None:
        messages.success(request, _("Course complete. Your certificate is ready."))
        return redirect("courses:course", slug)
    found = place(viewer, slug)
    done, of = len(found.lessons) - len(found.lessons_left), len(found.lessons)
    messages.success(request, _("Lesson finished: %(done)s of %(of)s.") % {"done": done, "of": of})
    after = next(iter(found.lessons[found.lessons.index(str(part_id)) + 1 :]), None)
    if not found.lessons_left or after is None:
        return redirect("courses:course", slug)
    return redirect("courses:lesson", slug, after)


@login_required
def question(request: HttpRequest, slug: str, part_id: UUID, block_id: str) -> HttpResponse:
    """POST answers; GET gives the question again, as a fragment."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    home = reverse("courses:lesson", args=[slug, part_id])
    if request.method != "POST":
        return (
            _fragment(request, slug, str(part_id), block_id)
            if fragment
            else redirect(f"{home}?again={block_id}#{block_id}")
        )
    try:
        answer_practice(
            viewer,
            slug,
            str(part_id),
            block_id,
            sent(request, "answer"),
            confidence=confidence_in(request.POST.get("confidence", "")),
        )
    except Refusal as refusal:
        if fragment:
            return _fragment(request, slug, str(part_id), block_id, refusal=refusal)
        problem = {"block": block_id, "sentence": str(refusal)}
        return _page(request, place(viewer, slug), slug, str(part_id), again=block_id, problem=problem, status=422)
    return _fragment(request, slug, str(part_id), block_id, again=False) if fragment else redirect(f"{home}#{block_id}")


def _page(
    request: HttpRequest,
    found: Place,
    slug: str,
    part_id: str,
    *,
    again: str = "",
    problem: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    language = translation.get_language() or ""
    read = queries.lesson(found, part_id, language)
    faces = queries.practice_faces(found, part_id, read.blocks, language, again=again)
    context = {
        "place": found,
        "lesson": read,
        "part": read.row,
        "outline": read.outline,
        "blocks": draw(read.blocks, read.html, faces=faces, cards=cards(request, read.blocks)),
        "problem": problem,
        "slug": slug,
    }
    return render(request, "courses/lesson.html", context, status=status)


def _fragment(
    request: HttpRequest, slug: str, part_id: str, block_id: str, *, again: bool = True, refusal: Refusal | None = None
) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    language = translation.get_language() or ""
    found = place(viewer, slug)
    read = queries.lesson(found, part_id, language)
    asked = [block for block in read.blocks if block["id"] == block_id]
    faces = queries.practice_faces(found, part_id, asked, language, again=block_id if again else "")
    drawn = draw(asked, {}, faces=faces, cards={})
    if not drawn:
        raise Http404
    problem = {"block": block_id, "sentence": str(refusal)} if refusal else None
    context = {"block": drawn[0], "slug": slug, "part": read.row, "problem": problem, "is_fragment": True}
    return render(request, "courses/blocks/_question.html", context, status=422 if refusal else 200)
