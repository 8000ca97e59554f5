"""The inbox, a notice that leads on, and the page behind the way out of a mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.notices.actions.mark_read import let_go, mark_all_read, mark_read
from portal.notices.actions.stop_mail import stop_mail
from portal.notices.letter import covered, person_of, what_comes_still
from portal.notices.queries import inbox
from portal.notices.wording import worded
from portal.people.access import Viewer
from portal.people.models import Mail

PAGE_DIGITS = 6


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All, or those of a group (`?group=duties`)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    page = request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    found = inbox(viewer, group=request.GET.get("group", ""), page=number)
    let_go(viewer, found.left_out)
    return render(request, "notices/index.html", {"inbox": found, "here": request.get_full_path()})


@never_cache
@login_required
@require_safe
def open_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Read, and on to the thing it is about; where that may not be seen any more, to the inbox."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = mark_read(viewer, notice)
    told = worded([found], viewer).get(found.pk)
    if told is None:
        messages.info(request, _("What this notice was about is not there any more, or no longer for you."))
        return redirect("notices:index")
    return HttpResponseRedirect(told.url)


@login_required
@require_POST
def read(request: HttpRequest, notice: int) -> HttpResponse:
    mark_read(request.viewer, notice)  # type: ignore[attr-defined]
    return redirect(_back(request))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(request.viewer, group=request.POST.get("group", ""))  # type: ignore[attr-defined]
    if count:
        said = ngettext("%(n)s notice is marked as read.", "%(n)s notices are marked as read.", count)
        messages.success(request, said % {"n": count})
    return redirect(_back(request))


@csrf_exempt  # the token in the address is the proof, and mail programs send no other
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """Less mail, without signing in: asked on a page, or by one press in a mail program (RFC 8058)."""
    user = person_of(token)
    if user is None:
        return render(request, "notices/mail_over.html", status=404)
    is_done = user.mail == Mail.NEEDED
    if request.method == "POST":
        stop_mail(user)
        is_done = True
    with translation.override(user.language):
        context = {
            "address": covered(user.email),
            "is_done": is_done,
            "chosen": user.get_mail_display(),
            "still": what_comes_still(),
            "preferences": reverse("me") + "#mail",
        }
        return render(request, "notices/mail.html", context)


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    own = {request.get_host()}
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, own, require_https=request.is_secure())
    return target if ours else reverse("notices:index")
