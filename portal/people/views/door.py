"""What every page of people has in common: who may come in, which acts ask for a proof, and how a form is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from portal.people.access import Capability, Viewer, require
from portal.people.forms import PersonField
from portal.refusal import Refusal
from portal.signin.factors import step_up

View = Callable[..., HttpResponseBase]
UNPROCESSABLE = 422


def viewer(request: HttpRequest) -> Viewer:
    who: Viewer = request.viewer  # type: ignore[attr-defined]
    return who


def for_administrators(view: View) -> View:
    """To everyone else these pages are not there."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(viewer(request), Capability.MANAGE_PEOPLE)
        return view(request, *args, **kwargs)

    return asked


def for_leaders(view: View) -> View:
    """To who leads nobody today these pages are not there."""

    @login_required
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(viewer(request), Capability.LEAD)
        return view(request, *args, **kwargs)

    return asked


def proven_to_act(view: View) -> View:
    """Looking is free; the act itself asks once more who one is."""
    proven = step_up(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (proven if request.method == "POST" else view)(request, *args, **kwargs)

    return asked


@dataclass(frozen=True)
class Face:
    """What the page of an act says."""

    title: str
    button: str
    lede: str = ""
    is_danger: bool = False
    icon: str = "check"


def answered(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], str],
    *,
    back: str,
    face: Face | None = None,
    template: str = "people/act.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, or do what it asks: `act` gets the cleaned data and returns what was done, told as a toast.

    What is wrong, or refused, comes back with everything that was typed.
    """
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                done = act(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, " ".join([done, *whom_it_took(form)]))
                return redirect(back)
        status = UNPROCESSABLE
    return render(request, template, {"form": form, "face": face, "back": back, **context}, status=status)


def whom_it_took(form: forms.Form) -> list[str]:
    """Whom half a name stood for, so that nobody finds out later that it was somebody else."""
    return [field.taken for field in form.fields.values() if isinstance(field, PersonField) and field.taken]


def foreseen(request: HttpRequest, check: Callable[[], None], *, back: str) -> HttpResponse | None:
    """Before a form is filled in: what would be refused for sure is told where one came from."""
    try:
        check()
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    return None


def done_or_told(request: HttpRequest, act: Callable[[], str], *, back: str) -> HttpResponse:
    """An act of one button: back to where it was pressed, with what was done or why not."""
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect(back)
