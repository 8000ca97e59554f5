"""Stop mail: who holds the link of a mail gets only what is needed from now on."""

from __future__ import annotations

from portal.people.models import Mail, User


def stop_mail(user: User) -> bool:
    """False where it was so already."""
    return bool(User.objects.filter(pk=user.pk).exclude(mail=Mail.NEEDED).update(mail=Mail.NEEDED))
