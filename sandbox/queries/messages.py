"""Messages: what was sent to whom, by whom, as the customer read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sandbox.engine import ACTORS
from sandbox.engine.messages import TEMPLATES
from sandbox.engine.world import Message
from sandbox.queries.letters import Letter, letter
from sandbox.queries.scene import Scene
from sandbox.queries.truths import DIFFERS, told_otherwise

BY_ITSELF = "clock"


@dataclass(frozen=True)
class Sent:
    """One message of the log; its person is unsealed and its letter written when a page shows it."""

    scene: Scene
    message: Message

    @property
    def name(self) -> str:
        return self.scene.name(self.message.customer)

    @property
    def at(self) -> str:
        return self.scene.moment(self.message.at)

    @property
    def letter(self) -> Letter:
        return letter(self.scene, self.message.customer, self.message.template, self.message.fields)

    @property
    def differs(self) -> list[str]:
        """What it says and the books said otherwise when it was sent."""
        fields = self.message.fields
        return told_otherwise(self.scene, self.message.template, fields, str(fields.get(DIFFERS, "")))

    @property
    def template(self) -> str:
        return self.message.template

    @property
    def channel(self) -> str:
        return self.message.channel

    @property
    def sender(self) -> str:
        if self.message.actor == BY_ITSELF:
            return pgettext("sender of a message", "by the house, automatically")
        if self.message.actor in ACTORS.values():
            return pgettext("sender of a message", "by you")
        return pgettext("sender of a message", "before your time")


def log(scene: Scene, asked: QueryDict) -> list[Sent]:
    """The messages that the filters of an address leave, newest first."""
    template, channel, customer = (asked.get(name, "") for name in ("template", "channel", "customer"))
    found = [
        Sent(scene, one)
        for one in scene.world.messages.values()
        if one.template in TEMPLATES
        and template in ("", one.template)
        and channel in ("", one.channel)
        and customer in ("", one.customer)
    ]
    return found[::-1]


def people(scene: Scene) -> Sequence[tuple[str, str]]:
    """Everybody who may be written to, by name."""
    return sorted(((key, scene.name(key)) for key in scene.world.customers), key=lambda pair: pair[1].casefold())


def anybody() -> tuple[str, str]:
    return "", _("Everybody")
