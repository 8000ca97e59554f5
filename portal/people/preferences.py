"""What people set for themselves: the forms, what each choice means, and how it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from portal.people import zones
from portal.people.access import Viewer
from portal.people.models import Mail, User

MEANS: dict[str, str | Promise] = {
    Mail.AT_ONCE: _("What is needed, and also what changes in what is asked of me, as soon as it changes."),
    Mail.NEEDED: _("The security of my account, invitations, and answers to what I asked. This always comes."),
}


class ZoneField(forms.Field):
    """A zone by its name, or nothing for the organisation's; whatever else was sent gets one and the same answer."""

    def clean(self, value: Any) -> str:
        name = str(value or "")
        if name and not zones.is_zone(name):
            raise forms.ValidationError(_("We do not know this time zone. Choose a city from the list."))
        return name


class ZoneForm(forms.Form):
    """The zone whose clock somebody lives by."""

    zone = ZoneField(required=False)


class MailForm(forms.Form):
    """How much e-mail a person wants."""

    mail = forms.ChoiceField(
        choices=Mail.choices,
        error_messages={
            "required": _("Choose one of the two."),
            "invalid_choice": _("Choose one of the two."),
        },
    )


@transaction.atomic
def set_zone(viewer: Viewer, zone: str) -> None:
    """Keep the zone of somebody's clock; Wagtail keeps its own copy, which follows."""
    User.objects.filter(pk=viewer.id).update(zone=zone)
    UserProfile.objects.update_or_create(user_id=viewer.id, defaults={"current_time_zone": zone})


def set_mail(viewer: Viewer, mail: str) -> None:
    User.objects.filter(pk=viewer.id).update(mail=mail)


@dataclass(frozen=True)
class Choice:
    """One of a few, with what it means."""

    value: str
    label: str | Promise
    means: str | Promise
    is_chosen: bool


def mails(chosen: str) -> Sequence[Choice]:
    return [Choice(mail.value, mail.label, MEANS[mail], mail.value == chosen) for mail in Mail]


def languages(chosen: str) -> Sequence[Choice]:
    """Each in its own words, as whoever needs it reads it."""
    own = {"pt-br": "Português", "en": "English"}
    return [Choice(code, own.get(code, name), "", code == chosen) for code, name in settings.LANGUAGES]


@dataclass(frozen=True)
class ZoneOption:
    """A zone to choose."""

    name: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class ZoneGroup:
    """Zones of one part of the world."""

    name: str | Promise
    options: Sequence[ZoneOption]


@dataclass(frozen=True)
class ZoneChoices:
    """The organisation's zone, the one chosen, and those that were looked for."""

    home: str
    """How people call the organisation's zone."""
    is_home: bool
    groups: Sequence[ZoneGroup]
    looked_for: str

    @property
    def is_empty(self) -> bool:
        return not self.groups

    @property
    def found(self) -> int:
        return sum(len(group.options) for group in self.groups)


def zone_choices(chosen: str, looked_for: str = "") -> ZoneChoices:
    """With words, the first city found is offered; otherwise the one that is set."""
    found = zones.regions(looked_for)
    offered = found[0].zones[0].name if looked_for.strip() and found else chosen
    return ZoneChoices(
        home=zones.label(settings.TIME_ZONE),
        is_home=not offered,
        groups=[
            ZoneGroup(region.name, [ZoneOption(zone.name, zone.label, zone.name == offered) for zone in region.zones])
            for region in found
        ],
        looked_for=looked_for,
    )
