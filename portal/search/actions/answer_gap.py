"""Answer a gap: what was missing is there now, and this is where."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal
from portal.search.models import Gap
from portal.search.notices import answered


@transaction.atomic
def answer_gap(viewer: Viewer, *, gap: int, link: str) -> Gap:
    """Raises Refusal where the link leads to no page of this house."""
    among = visible(Gap.objects.select_for_update(of=("self",)), viewer)
    found = require(viewer, Capability.LEARN, among, pk=gap)
    assert found is not None
    found.answer = path_of(link)
    found.answered_at = timezone.now()
    found.save(update_fields=["answer", "answered_at"])
    answered(viewer, found)
    return found


def path_of(link: str) -> str:
    """The path of a page of ours out of an address somebody pasted; raises Refusal."""
    parts = urlsplit(link.strip())
    ours = urlsplit(settings.BASE_URL).netloc
    path = parts.path + (f"#{parts.fragment}" if parts.fragment else "")
    try:
        if parts.netloc not in {"", ours} or not parts.path.startswith("/") or link.strip().startswith("//"):
            raise Resolver404
        resolve(parts.path)
    except Resolver404:
        raise Refusal(
            "not_ours", _("Paste the address of the page here in Vigente that answers it, such as /playbooks/…")
        ) from None
    return path[:600]
