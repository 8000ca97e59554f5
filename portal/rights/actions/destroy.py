"""Destroy: copies whose days are over, proof whose term ended, and what was to go once its person had left."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.audit.record import audited
from portal.people.days import today
from portal.rights.account import account_of
from portal.rights.erasing import can_go, erase
from portal.rights.models import DataCopy, ErasureRequest, RetainedProof


def destroy_copies() -> int:
    """Copies that nobody may take any more; returns how many."""
    over = DataCopy.objects.filter(destroyed_at=None, expires_at__lte=timezone.now())
    return over.update(content=None, destroyed_at=timezone.now())


def destroy_proof() -> int:
    """Proof whose last day is past, each in a transaction with its line in the audit."""
    count = 0
    for pk in RetainedProof.objects.filter(destroyed_at=None, kept_until__lt=today()).values_list("pk", flat=True):
        with transaction.atomic():
            proof = RetainedProof.objects.select_for_update().filter(pk=pk, destroyed_at=None).first()
            if proof is None:
                continue
            proof.identity, proof.destroyed_at = "", timezone.now()
            proof.save(update_fields=["identity", "destroyed_at"])
            audited(None, "rights.proof_destroyed", subject=proof.person)
            count += 1
    return count


def complete_erasures() -> int:
    """What was granted for the day on which the person has left; each in one transaction."""
    count = 0
    waiting = Q(state=ErasureRequest.State.GRANTED, rest_on_leaving=True, completed_at=None)
    for pk in ErasureRequest.objects.filter(waiting).values_list("pk", flat=True):
        with transaction.atomic():
            asked = ErasureRequest.objects.select_for_update(of=("self",)).select_related("user").filter(pk=pk)
            request = asked.filter(waiting).first()
            account = account_of(request.user) if request else None
            if request is None or account is None or not account.has_left:
                continue
            parts = can_go(account)
            request.granted = sorted({*request.granted, *parts})
            request.completed_at = timezone.now()
            request.save(update_fields=["granted", "completed_at"])
            audited(None, "rights.erasure_completed", subject=account.person, parts=", ".join(parts))
            erase(account, parts)
            count += 1
    return count
