"""Documents that editors uploaded to Wagtail: saved by them, never opened by a browser under our name."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model


@require_safe
@login_required
def serve(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """One document, to who may edit; to everyone else it is not there. Wagtail asks for this address by its name."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != document_filename:
        raise Http404
    try:
        answer = FileResponse(document.file.open("rb"), as_attachment=True, filename=document.filename)
    except FileNotFoundError:
        raise Http404 from None
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
