"""The practice room's list, and a drill's own page before one begins."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from portal.seams.registry import registry
from sandbox.actions.issue import language
from sandbox.actions.start_drill import start_drill
from sandbox.queries.attempts import attempts_at
from sandbox.queries.drills import OwnResult, drill, in_order, lessons_of, results, step_links
from sandbox.queries.free import cards
from sandbox.queries.room import room


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every drill by area with one's own state at it, and the ready companies of free practice."""
    found = room(request.viewer, language(), topic=request.GET.get("topic", ""))
    return render(request, "sandbox/index.html", {"room": found, "cards": cards(request.viewer)})


@login_required
@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the drill is about, the playbook steps it practises, and the way in."""
    shown = drill(slug, language())
    if shown.release.slug != slug:
        return redirect("sandbox:drill", shown.release.slug, permanent=True)
    own = results(request.viewer, [shown.key]).get(shown.key, OwnResult())
    links = step_links(shown.step_refs, language())
    attempts = attempts_at(request.viewer, shown.key)
    context = {
        "drill": shown,
        "title": shown.cover.title,
        "facts": shown.cover.facts,
        "story": mark_safe(shown.cover.html.get("story", "")),  # noqa: S308  (sanitised)
        "tasks": mark_safe(shown.cover.html.get("tasks", "")),  # noqa: S308  (sanitised)
        "is_untranslated": not shown.is_translated,
        "own": own,
        "attempts": attempts,
        "hidden_attempts": [row for row in attempts if not row.is_in_sight],
        "steps": in_order(links.values()),
        "lessons": lesson_cards(request, lessons_of(shown, links.values())),
        "next": safe_path(request, request.GET.get("next", "")),
    }
    return render(request, "sandbox/drill.html", context)


@login_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on where one was."""
    came_from = safe_path(request, request.POST.get("next", ""))
    attempt = start_drill(request.viewer, slug=slug, came_from=came_from)
    return redirect("sandbox:desk", attempt.workspace_id)


def lesson_cards(request: HttpRequest, keys: Sequence[str]) -> Sequence[str]:
    """Cards of lessons, if somebody offers lessons."""
    embed = registry.embeds.get("lesson")
    return [mark_safe(card) for card in embed.cards(request, keys).values()] if embed and keys else []  # noqa: S308


def safe_path(request: HttpRequest, path: str) -> str:
    """A path inside this house, or nothing."""
    fits = path.startswith("/") and len(path) <= 300 and path.isprintable()
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return path if fits and safe else ""
