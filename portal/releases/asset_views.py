"""Files that releases keep, those that drafts show, and pictures of the editor: a checked door each, nothing that runs."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from portal.people.access import Capability, Viewer, require, visible
from portal.releases.assets import content_of, is_drawn, original
from portal.releases.models import ReleaseAsset

LASTING = "private, max-age=31536000, immutable"
"""What is named by its content never changes; it stays in the reader's own browser."""


@login_required
@require_safe
def kept(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A file of any release that the viewer may know of."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asset = visible(ReleaseAsset.objects.all(), viewer).filter(sha256=sha256, name=name).order_by("pk").first()
    if asset is None:
        raise Http404
    if request.headers.get("If-None-Match") == f'"{sha256}"':
        return HttpResponseNotModified(headers={"ETag": f'"{sha256}"', "Cache-Control": LASTING})
    try:
        content = content_of(asset)
    except FileNotFoundError:
        raise Http404 from None
    answer = _answer(content, asset.name, asset.content_type, is_shown=asset.is_image)
    answer["Cache-Control"] = LASTING
    answer["ETag"] = f'"{sha256}"'
    return answer


@login_required
@require_safe
def draft(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """The file that a draft shows, as it is today, for the preview of who may choose it in the editor."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.WRITE)
    found = original(kind, pk) if kind in {"image", "doc"} else None
    if found is None or not _may_choose(request, found):
        raise Http404
    try:
        with found.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    drawn = is_drawn(content)
    answer = _answer(content, found.filename, drawn[0] if drawn else "application/octet-stream", is_shown=bool(drawn))
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_safe
def editors(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the editor's own pages: an image or a small one drawn of it, to who may choose it; an avatar."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.WRITE)
    file = _picture(request, name)
    if file is None:
        raise Http404
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    drawn = is_drawn(content)
    if drawn is None:
        raise Http404
    answer = _answer(content, PurePath(name).name, drawn[0], is_shown=True)
    answer["Cache-Control"] = "private, max-age=300"
    return answer


def _picture(request: HttpRequest, name: str) -> FieldFile | None:
    """Wagtail's file of this name, where it is a picture that the viewer may have before their eyes."""
    images = get_image_model()
    small = images.get_rendition_model().objects.select_related("image").filter(file=name).first()
    image = small.image if small else images.objects.filter(file=name).first()
    if image is not None:
        file: FieldFile = (small or image).file
        return file if _may_choose(request, image) else None
    profile = UserProfile.objects.filter(avatar=name).first()
    return profile.avatar if profile and name else None


def _may_choose(request: HttpRequest, found: Model) -> bool:
    policy = policy_registry.get_by_type(type(found))
    return bool(policy.user_has_permission_for_instance(request.user, "choose", found))


def _answer(content: bytes, name: str, content_type: str, *, is_shown: bool) -> FileResponse:
    answer = FileResponse(BytesIO(content), as_attachment=not is_shown, filename=name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
