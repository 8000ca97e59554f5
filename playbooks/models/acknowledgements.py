"""Who acknowledged which release: a projection of `playbook.acknowledged`, so that lists need not read evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.releases.models import Release


class Acknowledgement(models.Model):
    """One person read one release and will follow it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements")
    key = models.UUIDField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="acknowledgements")
    number = models.PositiveIntegerField()
    acknowledged_at = models.DateTimeField()

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(fields=["user", "release"], name="release_acknowledged_once"),
        ]
        indexes = [models.Index(fields=["user", "key", "-number"], name="acknowledged_by_person")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key} {self.number}"
