"""What people set for themselves: their language and their theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.people.models import User
from portal.signin.adapter import CHOSEN_AT_THE_DOOR

YEAR = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")


def _back(request: HttpRequest) -> HttpResponse:
    """To where the person was; never to another site."""
    target = request.POST.get("next", "")
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target) if ours else redirect("home")


@require_POST
def set_language_of_person(request: HttpRequest) -> HttpResponse:
    """Remember the language with the person, or for a stranger until they sign in, and stay on the page."""
    language = request.POST.get("language", "")
    response = _back(request)
    if language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        else:
            request.session[CHOSEN_AT_THE_DOOR] = language
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or automatic on this device, and stay on the page."""
    theme = request.POST.get("theme", "")
    response = _back(request)
    if theme in THEMES:
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE)
    return response
