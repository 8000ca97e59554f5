"""Registration: who a person is, where they work and worked, and which roles they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.users.models import UserProfile

from portal.people.models import Delegation, DepartmentMembership, Employment, Mail, ReportingLine, RoleMembership, User
from portal.rights import reasons
from portal.rights.pseudonym import address, pseudonym
from portal.seams.contracts import Account, Fate, Outcome, Section


class RegistrationData:
    """The name and what stands beside it. While the person works here all of it is needed."""

    name = "registration"
    title: str | Promise = gettext_lazy("Registration")
    order = 10

    def copy(self, account: Account) -> Iterable[Section]:
        users = list(User.objects.filter(pk__in=account.users).order_by("pk"))
        yield Section(
            "registration",
            _("Registration"),
            {
                "name": _("Name"),
                "email": _("E-mail"),
                "title": _("Job title"),
                "document": _("Personal document"),
                "language": _("Language"),
                "zone": _("Time zone"),
                "mail": _("E-mail to me"),
                "hired_on": _("Hired on"),
                "registered_at": _("Registered"),
                "last_sign_in": _("Last sign-in"),
                "person": _("Opaque id"),
            },
            [
                {
                    "name": user.name,
                    "email": user.email,
                    "title": user.title,
                    "document": user.document,
                    "language": user.get_language_display(),
                    "zone": user.zone,
                    "mail": user.get_mail_display(),
                    "hired_on": user.hired_on,
                    "registered_at": user.date_joined,
                    "last_sign_in": user.last_login,
                    "person": str(user.person),
                }
                for user in users
            ],
        )
        days = {"starts_on": _("From"), "ends_on": _("Until (exclusive)")}
        own = {"user__in": account.users}
        yield Section(
            "employments",
            _("Employment"),
            days,
            list(Employment.objects.filter(**own).order_by("starts_on").values("starts_on", "ends_on")),
        )
        english = (translation.get_language() or "").startswith("en")
        where = "department__name_en" if english else "department__name_pt_br"
        yield Section(
            "departments",
            _("Departments"),
            {"department": _("Department"), **days},
            [
                {"department": department, "starts_on": starts, "ends_on": ends}
                for department, starts, ends in DepartmentMembership.objects.filter(**own)
                .order_by("starts_on")
                .values_list(where, "starts_on", "ends_on")
            ],
        )
        yield Section(
            "roles",
            _("Roles"),
            {"role": _("Role"), **days},
            [
                {"role": role.get_role_display(), "starts_on": role.starts_on, "ends_on": role.ends_on}
                for role in RoleMembership.objects.filter(**own).order_by("starts_on")
            ],
        )
        yield Section("lines", _("Reporting line"), {"part": _("Part in it"), **days}, list(_lines(account)))

    def fates(self, account: Account) -> Sequence[Fate]:
        standing = User.objects.filter(pk__in=account.users, erased_at=None)
        places = sum(
            rows.filter(user__in=account.users).count()
            for rows in (DepartmentMembership.objects.all(), RoleMembership.objects.all(), Employment.objects.all())
        )
        who = _("Name, e-mail, job title and personal document")
        where = _("Departments, roles and days of employment")
        if not account.has_left:
            return [
                Fate(who, standing.count(), Outcome.KEPT, str(reasons.WHILE_WORKING)),
                Fate(where, places, Outcome.KEPT, str(reasons.WHILE_WORKING)),
            ]
        return [
            Fate(who, standing.count(), Outcome.PSEUDONYMISED, str(reasons.IDENTITY)),
            Fate(where, places if standing else 0, Outcome.PSEUDONYMISED, str(reasons.RECORD)),
        ]

    def erase(self, account: Account) -> None:
        if not account.has_left:
            return
        for user in User.objects.select_for_update(of=("self",)).filter(pk__in=account.users, erased_at=None):
            user.name, user.email = pseudonym(account.person), address(user.person)
            user.title = user.document = user.zone = ""
            user.mail = Mail.NEEDED
            user.password, user.last_login = make_password(None), None
            user.is_active = user.is_staff = user.is_superuser = False
            user.erased_at = timezone.now()
            user.save()
            user.groups.clear()
            user.user_permissions.clear()
        UserProfile.objects.filter(user__in=account.users).delete()

    def merge(self, kept: Account, gone: Account) -> None:
        """The people's own room closes the other account and leads its line; see `people.actions.merge`."""


def _lines(account: Account) -> Iterable[dict[str, object]]:
    """The person's own days in the line, without the names of others."""
    rows: list[tuple[str, Iterable[ReportingLine | Delegation]]] = [
        (_("answers to a manager"), ReportingLine.objects.filter(user__in=account.users)),
        (_("manages a person"), ReportingLine.objects.filter(manager__in=account.users)),
        (_("delegated the team"), Delegation.objects.filter(user__in=account.users)),
        (_("stands in for a manager"), Delegation.objects.filter(delegate__in=account.users)),
    ]
    for part, dated in rows:
        for row in sorted(dated, key=lambda row: row.starts_on):
            yield {"part": part, "starts_on": row.starts_on, "ends_on": row.ends_on}
