"""One click to step into a member of the demo's cast; routed in demo mode only."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.forms import EmailField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from portal.people.models import User


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo account named by `email`; any other account is 404."""
    try:
        email = EmailField().clean(request.POST.get("email", ""))
    except ValidationError:
        raise Http404 from None
    user = get_object_or_404(User, email=email, is_demo=True, is_active=True)
    get_adapter(request).login(request, user)
    return redirect("home")
