"""Act: a form of the desk that becomes one command of the engine; it shapes what is typed and decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise

from sandbox import engine, store
from sandbox.engine.concerning import customer_named
from sandbox.forms.fields import Amount, plain_text
from sandbox.queries.scene import Scene

LONGEST_KEY = 64


class ActForm(forms.Form):
    """One thing to do. `act` names it in the address, `command` in the engine; its key makes it count once.

    `about` is the id of what it is done to: an invoice, a payment, a subscription, a customer.
    """

    act: ClassVar[str]
    command: str
    icon: ClassVar[str]
    label: ClassVar[str | Promise]
    """The words of the button that opens it; `%(name)s` and the like are filled by `words`."""
    send: ClassVar[str | Promise]
    """The words of the button that sends it: a verb."""
    template: ClassVar[str] = "sandbox/_fields.html"
    """How its body is drawn."""
    above: ClassVar[str] = ""
    """The command it becomes where somebody else has to approve first."""
    previews: ClassVar[str] = ""
    """The template of its preview, where it has one: `sandbox/_dry_run.html` shows what the engine would do."""

    key = forms.CharField(max_length=LONGEST_KEY, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        self.scene, self.about = scene, about
        super().__init__(data, initial={"key": uuid4().hex, **(initial or {})}, auto_id=f"{self.act}-%s")
        for field in self.fields.values():
            if isinstance(field, Amount):
                field.currency = scene.currency
            elif isinstance(field, forms.CharField):
                field.validators.append(plain_text)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        """What the form starts from; None where the act makes no sense now, or there is no such thing."""
        raise NotImplementedError

    @classmethod
    def opened(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        """The same, and None too where it would bill or charge somebody whose data is erased."""
        if engine.is_refused_to_the_erased(scene.world, cls.command, about):
            return None
        return cls.offered(scene, about)

    @classmethod
    def words(cls, scene: Scene, about: str) -> str:
        """The words of the button that opens it."""
        return str(cls.label)

    @property
    def title(self) -> str:
        """The words of its button, once it is open."""
        return self.words(self.scene, self.about)

    @property
    def whose(self) -> str:
        """The person it is about, by name: whatever page it was opened on, nobody acts on somebody unsaid."""
        customer = customer_named(self.scene.world, self.about.partition("/")[0])
        return self.scene.name(customer) if customer else ""

    def lead(self) -> str:
        """One sentence said beforehand: what sending it does."""
        raise NotImplementedError

    def fields_of_command(self) -> dict[str, Any]:
        """What the engine is asked, from what was typed."""
        raise NotImplementedError

    def values(self) -> Mapping[str, str] | None:
        """Personal data that goes to the store and never into the journal."""
        return None

    def preview(self) -> Mapping[str, Any]:
        """What the template of its preview shows beside the dry run."""
        return {}

    def missing(self) -> list[str]:
        """The labels of what still has to be filled in before anything can be foreseen."""
        return [
            str(field.label) for field in self.visible_fields() if field.field.required and field.value() in (None, "")
        ]

    def wrong(self) -> list[str]:
        """Why what was typed cannot be foreseen, but for what is still missing."""
        return [
            f"{self[name].label}: {said}" if name in self.fields else str(said)
            for name, errors in self.errors.as_data().items()
            for error in errors
            if error.code != "required"
            for said in error.messages
        ]

    def unseen(self, opened: store.Opened) -> str:
        """What happened since the page was opened that speaks against doing it unasked, as a sentence; or nothing."""
        return ""

    @property
    def stays_told(self) -> bool:
        """Whether its refusal stays true whatever is typed: what happened since cannot be typed away."""
        return False

    def renew_key(self) -> None:
        """After a refusal the corrected form is another command."""
        self.data = renewed(self.data)


def renewed(data: Any) -> QueryDict:
    """What was typed, under a new key."""
    copy: QueryDict = data.copy()
    copy["key"] = uuid4().hex
    return copy
