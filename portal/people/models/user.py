"""A person who signs in, and what they set for themselves."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.addresses import PLAIN
from portal.people.days import today
from portal.sealed import SealedTextField


class Mail(models.TextChoices):
    """What reaches a person by e-mail besides what security and the law demand, which always does."""

    AT_ONCE = "at_once", _("Whatever concerns me, at once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEEDED = "needed", _("Only what is needed")


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail; there are no user names."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The first administrator of an installation: employed and in the role from today, as everyone after them."""
        user = self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})
        user.employments.create(starts_on=user.hired_on)
        user.roles.create(role="administrator", starts_on=user.hired_on)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. `person` is the opaque id under which evidence knows them."""

    person = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="pt-br")
    zone = models.CharField(_("time zone"), max_length=50, blank=True)
    """IANA name; empty where they live by the organisation's. Days stay the organisation's, clock times are theirs."""
    mail = models.CharField(_("e-mail to me"), max_length=10, choices=Mail.choices, default=Mail.AT_ONCE)
    mail_hour = models.PositiveSmallIntegerField(_("hour of the summary"), default=8)
    """On their own clock; so are the three below."""
    mail_day = models.PositiveSmallIntegerField(_("day of the weekly summary"), default=0)
    """Monday is 0."""
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), null=True, blank=True, default=20)
    """The hour from which only mails about security come, until `quiet_until`; both empty: any hour is right."""
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), null=True, blank=True, default=7)
    document = SealedTextField(_("personal document"), blank=True)
    """CPF, or what stands for it where the person lives; sealed, shown only on request and with a reason."""
    hired_on = models.DateField(_("hired on"), default=today)
    is_active = models.BooleanField(_("active"), default=True)
    """A projection of employment, see `people.align`: may sign in, may be owed things."""
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_an_email"),
            models.CheckConstraint(condition=models.Q(email__regex=PLAIN), name="email_in_plain_letters"),
            models.CheckConstraint(
                condition=models.Q(mail_hour__lt=24, mail_day__lt=7), name="mail_comes_on_an_hour_and_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_until=None)
                | models.Q(quiet_from__lt=24, quiet_until__lt=24) & ~models.Q(quiet_from=models.F("quiet_until")),
                name="quiet_hours_begin_and_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def first_name(self) -> str:
        """Wagtail's admin greets by it."""
        return self.get_short_name()

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2]
