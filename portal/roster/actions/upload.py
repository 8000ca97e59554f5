"""Upload: take a file in and have it checked; nothing of it is written to anybody's row."""

from __future__ import annotations

import base64
import hashlib
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.jobs.queue import enqueue
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.roster.jobs import CHECK, KEPT, start
from portal.roster.models import Import
from portal.roster.reading import MOST_BYTES


@transaction.atomic
def upload(
    viewer: Viewer,
    *,
    content: bytes,
    file_name: str,
    starts_on: date,
    creates_departments: bool = False,
    deactivates_missing: bool = False,
) -> Import:
    """A new import, being checked. What it says is forgotten after a day, whatever becomes of it."""
    require(viewer, Capability.MANAGE_PEOPLE)
    if not content:
        raise Refusal("empty", _("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise Refusal("too_large", _("The file is larger than 10 MB. Split it, or remove pictures and other sheets."))
    of = Import.objects.create(
        by_id=viewer.id,
        digest=hashlib.sha256(content).hexdigest(),
        file=base64.b64encode(content).decode(),
        file_name=file_name[:120],
        starts_on=starts_on,
        creates_departments=creates_departments,
        deactivates_missing=deactivates_missing,
    )
    enqueue("roster.forget", args={"import": str(of.pk)}, once=f"roster.forget:{of.pk}", run_after=of.created_at + KEPT)
    start(of, CHECK, "read")
    return of
