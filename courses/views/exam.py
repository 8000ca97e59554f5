"""The exam: its rules, its questions, its result; the browser holds a copy and nothing more."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from courses import queries
from courses.actions.save_exam_answer import Given, save_exam_answer
from courses.actions.start_exam import closed, start_exam
from courses.actions.submit_exam import submit_exam
from courses.actions.understood import confidence_in
from courses.blocks.drawing import pointed_cards
from courses.queries import exam_result, exam_sheet, own_attempt, place
from courses.rules.sitting import Door
from courses.views.answers import sent
from portal.people.access import Viewer
from portal.refusal import Refusal

LONGEST_SEQ = 9
"""Digits in the number of a copy; a longer one is nobody's."""


@login_required
@require_safe
def exam(request: HttpRequest, slug: str) -> HttpResponse:
    """The open attempt's sheet, or the rules and whether one may begin."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    language = translation.get_language() or ""
    found = place(viewer, slug)
    if found.exam is None:
        raise Http404
    outline = queries.outline(found, language)
    context = {
        "place": found,
        "outline": outline,
        "cover": outline.cover,
        "slug": slug,
        "missing": "missing" in request.GET,
    }
    if found.entrance.door is Door.OPEN:
        sheet = exam_sheet(viewer, found, language)
        return render(request, "courses/exam.html", {**context, "sheet": sheet})
    is_ready = found.entrance.door is Door.READY
    context |= {"is_ready": is_ready, "refusal": None if is_ready else closed(found, found.entrance)}
    return render(request, "courses/exam_intro.html", context)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        start_exam(viewer, slug)
    except Refusal:
        return redirect("courses:exam", slug)  # whose page says why
    return redirect("courses:exam", slug)


@login_required
@require_POST
def save(request: HttpRequest, slug: str, attempt: int, question: UUID) -> HttpResponse:
    """Autosave of one answer; answers with the small line that says so."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    try:
        step = save_exam_answer(viewer, attempt, question, _given(request, question))
    except Refusal as refusal:
        return _refused(request, viewer, slug, attempt, question, refusal)
    item = queries.saved_item(question, step)
    return render(request, "courses/_save_state.html", {"item": item, "attempt": attempt, "slug": slug})


def _refused(
    request: HttpRequest, viewer: Viewer, slug: str, attempt: int, question: UUID, refusal: Refusal
) -> HttpResponse:
    """A stale copy is replaced by what is saved; otherwise the line below the answer says what is wrong."""
    kept = own_attempt(viewer, attempt)
    if refusal.code == "stale":
        sheet = queries.sheet_of(kept, translation.get_language() or "")
        item = next(item for item in sheet.items if item.key == str(question))
        context = {"item": item, "attempt": attempt, "slug": slug, "refusal": refusal}
        response = render(request, "courses/_exam_question.html", context, status=409)
        response["HX-Retarget"], response["HX-Reswap"] = f"#q-{question}", "outerHTML"
        return response
    item = queries.saved_item(question, queries.latest_steps(kept).get(question))
    context = {"item": item, "attempt": attempt, "slug": slug, "refusal": refusal}
    return render(request, "courses/_save_state.html", context, status=409)


@login_required
@require_POST
def submit(request: HttpRequest, slug: str, attempt: int) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kept = own_attempt(viewer, attempt)
    asked = [UUID(item["question"]) for item in kept.questions]
    given = {question: _given(request, question) for question in asked if f"seq-{question}" in request.POST}
    handed_in = submit_exam(viewer, attempt, given, confirmed=request.POST.get("confirmed") == "yes")
    if handed_in.submitted_at is None:
        return redirect(f"{reverse('courses:exam', args=[slug])}?missing=1")
    return redirect("courses:exam_result", slug, attempt)


def _given(request: HttpRequest, question: UUID) -> Given:
    seq = request.POST.get(f"seq-{question}", "")
    known = seq.isdecimal() and len(seq) <= LONGEST_SEQ
    confidence = confidence_in(request.POST.get(f"c-{question}", ""))
    return Given(sent(request, f"q-{question}"), seq=int(seq) if known else -1, confidence=confidence)


@login_required
@require_safe
def result(request: HttpRequest, slug: str, attempt: int) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kept = own_attempt(viewer, attempt)
    if kept.submitted_at is None:
        return redirect("courses:exam", slug)
    found = place(viewer, slug)
    language = translation.get_language() or ""
    outline = queries.outline(found, language)
    step = queries.next_step(found, outline)
    context = {
        "place": found,
        "outline": outline,
        "cover": outline.cover,
        "result": exam_result(kept, found, outline, language),
        "step": step,
        "cards": pointed_cards(request, drills=found.drills if step.is_drill else [], steps=[]),
        "slug": slug,
    }
    return render(request, "courses/exam_result.html", context)
