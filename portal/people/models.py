"""People and the organisation they belong to; every membership carries the days on which it holds."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates people by e-mail; there are no user names."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. `person` is the opaque id under which evidence knows them."""

    person = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="pt-br")
    hired_on = models.DateField(_("hired on"), default=timezone.localdate)
    is_active = models.BooleanField(_("active"), default=True)
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
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_email")]

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


class Department(models.Model):
    """A department; `parent` makes the tree."""

    key = models.SlugField(unique=True)
    name_pt_br = models.CharField(_("name in Portuguese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["key"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="department_is_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (translation.get_language() or "").startswith("en") else self.name_pt_br


class Dated(models.Model):
    """A fact that holds from a day up to, and not including, another."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (exclusive)"), null=True, blank=True)

    class Meta:
        abstract = True


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def _never_two_at_once(name: str, *who: str) -> ExclusionConstraint:
    """No two rows of the same `who` may hold on one day."""
    expressions: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in who]
    days = DateRange("starts_on", "ends_on", RangeBoundary())
    return ExclusionConstraint(name=name, expressions=[*expressions, (days, RangeOperators.OVERLAPS)])


class DepartmentMembership(Dated):
    """A person works in one department at a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [_never_two_at_once("one_department_at_a_time", "user")]


class ReportingLine(Dated):
    """A person answers to one manager at a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="managers")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            _never_two_at_once("one_manager_at_a_time", "user"),
            models.CheckConstraint(condition=~Q(user=F("manager")), name="nobody_manages_themselves"),
        ]


class Role(models.TextChoices):
    """What a person may do beyond learning; managing follows from the reporting line."""

    AUTHOR = "author", _("Author")
    PROCESS_OWNER = "process_owner", _("Process owner")
    IDEA_REVIEWER = "idea_reviewer", _("Idea reviewer")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleMembership(Dated):
    """A person holds a role from a day until another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)

    class Meta:
        constraints = [_never_two_at_once("role_held_once_at_a_time", "user", "role")]
