"""What a password must not be, said in whole sentences."""

from __future__ import annotations

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.people.models import User


class UnlikeOneself(UserAttributeSimilarityValidator):
    """Not one's own name or address."""

    def validate(self, password: str, user: User | None = None) -> None:
        try:
            super().validate(password, user=user)
        except ValidationError:
            raise ValidationError(
                _("This password is too much like your name or your e-mail. Choose another."),
                code="password_too_similar",
            ) from None
