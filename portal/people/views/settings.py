"""My account, and what people set for themselves: language, theme, time zone, e-mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.people import preferences, zones
from portal.people.access import Viewer
from portal.people.account import Account
from portal.people.days import in_zone
from portal.people.models import Mail, User
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


@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """My account; with words in `city`, the zones that were looked for."""
    if getattr(request, "htmx", False) and "city" in request.GET:
        return render(request, "me/_zone_select.html", _zones(request))
    return render(request, "me/account.html", _page(request))


@login_required
@require_POST
def set_zone(request: HttpRequest) -> HttpResponse:
    """Tell clock times in another zone from now on."""
    form = preferences.ZoneForm(request.POST)
    if not form.is_valid():
        return _again(request, zone_form=form)
    zone: str = form.cleaned_data["zone"]
    preferences.set_zone(_viewer(request), zone)
    request.user.zone = zone  # type: ignore[union-attr]
    with in_zone(zone):
        if zone:
            said = _("Clock times are now told by the clock of %(city)s.") % {"city": zones.city(zone)}
        else:
            said = _("Clock times are now told by the organisation’s clock.")
        return _saved(request, "zone", said)


@login_required
@require_POST
def set_mail(request: HttpRequest) -> HttpResponse:
    """Ask for more or less e-mail."""
    form = preferences.MailForm(request.POST)
    if not form.is_valid():
        return _again(request, mail_form=form)
    mail = Mail(form.cleaned_data["mail"])
    preferences.set_mail(_viewer(request), form.cleaned_data)
    request.user.refresh_from_db(fields=preferences.MAIL_FIELDS)  # type: ignore[union-attr]
    return _saved(request, "mail", _("E-mail to you: %(choice)s.") % {"choice": str(mail.label).lower()})


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _zones(request: HttpRequest) -> dict[str, Any]:
    chosen: str = request.user.zone  # type: ignore[union-attr]
    return {"zones": preferences.zone_choices(chosen, request.GET.get("city", "")[:60])}


def _page(request: HttpRequest, *, zone_form: Form | None = None, mail_form: Form | None = None) -> dict[str, Any]:
    user: Any = request.user
    return {
        "account": Account(user, _viewer(request), session=request.session.session_key),
        "languages": preferences.languages(user.language),
        "mails": preferences.mails(mail_form.data.get("mail", "") if mail_form else user.mail),
        "mail_times": preferences.mail_times(user, mail_form),
        "zone_form": zone_form,
        "mail_form": mail_form,
        **_zones(request),
    }


def _again(request: HttpRequest, **forms: Form) -> HttpResponse:
    """The page as it was, with what is wrong said beside the field."""
    template = "me/_account.html" if getattr(request, "htmx", False) else "me/account.html"
    return render(request, template, _page(request, **forms), status=422)


def _saved(request: HttpRequest, place: str, said: str) -> HttpResponse:
    """Says that it is kept: beside the form where htmx asked, on the page itself otherwise."""
    if getattr(request, "htmx", False):
        return render(request, "me/_saved.html", {**_page(request), "said": said})
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('me')}#{place}")
