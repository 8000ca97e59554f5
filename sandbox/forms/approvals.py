"""Approving: the role that the desk acts in, and the answer to what somebody prepared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import write
from sandbox import store
from sandbox.forms.base import ActForm
from sandbox.forms.fields import a_text
from sandbox.queries.approvals import ROLES, wants_approval
from sandbox.queries.meanwhile import given_since
from sandbox.queries.scene import Scene, scene_of


class ApprovableForm(ActForm):
    """An act that becomes a request where the engine wants somebody else's yes."""

    above = "request_approval"

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    """The company's last event when the page was opened: what was given since, its reader has not seen."""

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        self._told_until: int | None = None
        super().__init__(data, scene=scene, about=about, initial={"seen": scene.seq, **(initial or {})})

    def unseen(self, opened: store.Opened) -> str:
        """Money given to the same customer since the page was opened: it is said, and sending again gives this too."""
        seen = self.cleaned_data.get("seen")

        def is_left() -> bool:
            known = store.naming(opened, [self.about.partition("/")[0]])
            return self.opened(scene_of(known, self.scene.language), self.about) is not None

        told = "" if seen is None else given_since(self.scene, opened, self.about, seen, is_left=is_left)
        if told:
            self._told_until = opened.seq
        return told

    @property
    def stays_told(self) -> bool:
        return self._told_until is not None

    def renew_key(self) -> None:
        super().renew_key()
        if self._told_until is not None:
            sent: Any = self.data
            sent["seen"] = str(self._told_until)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not wants_approval(self.scene, self.command, self.asked()):
            return cleaned
        if self.scene.world.role == "supervisor":
            raise forms.ValidationError(
                _("Nobody approves what they prepared: act as agent, prepare it, then approve it as supervisor."),
                code="own_approval",
            )
        self.command = self.above
        return cleaned

    def asked(self) -> dict[str, Any]:
        """The fields of the act itself."""
        raise NotImplementedError

    def fields_of_command(self) -> dict[str, Any]:
        asked = self.asked()
        return {"do": {type(self).command: asked}} if self.command == self.above else asked


class RoleForm(ActForm):
    """About a role: the one to change to."""

    act, command, icon = "role", "take_role", "user-round-cog"
    label, send = _("Change roles"), _("Change roles")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if about in ROLES and about != scene.world.role else None

    def lead(self) -> str:
        return gettext("From here on the desk acts as: %(role)s. The journal keeps who did what in which role.") % {
            "role": ROLES[self.about]
        }

    def fields_of_command(self) -> dict[str, Any]:
        return {"role": self.about}


class AnswerForm(ActForm):
    """About a request for approval."""

    command = "answer_approval"
    answer = ""
    answers_as = "supervisor"

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.approvals.get(about)
        return {} if one is not None and one.is_waiting and scene.world.role == cls.answers_as else None

    def _facts(self) -> dict[str, str]:
        one = self.scene.world.approvals[self.about]
        return {"amount": write(one.amount, self.scene.currency), "name": self.scene.name(one.customer)}

    def fields_of_command(self) -> dict[str, Any]:
        reason = self.cleaned_data["reason"] if "reason" in self.fields else ""
        return {"approval": self.about, "answer": self.answer, "reason": reason}


class ApproveForm(AnswerForm):
    act, icon, answer = "approve", "badge-check", "approved"
    label, send = _("Approve…"), _("Approve and do it")
    previews = "sandbox/_dry_run.html"

    def lead(self) -> str:
        return (
            gettext("%(amount)s goes to %(name)s at once, prepared by the agent and approved by you.") % self._facts()
        )


class DeclineForm(AnswerForm):
    act, icon, answer = "decline", "ban", "declined"
    label, send = _("Decline…"), pgettext_lazy("an approval", "Decline")

    reason = a_text(_("Why not"), True, longest=300, rows="2")

    def lead(self) -> str:
        return gettext("Nothing is paid to %(name)s. The agent reads your reason and can explain it.") % self._facts()


class WithdrawForm(AnswerForm):
    act, icon, answer, answers_as = "withdraw-request", "undo-2", "withdrawn", "agent"
    label, send = _("Take the request back"), _("Take back")

    def lead(self) -> str:
        return gettext("The request for %(amount)s to %(name)s no longer waits. Nothing has moved.") % self._facts()


FORMS: tuple[type[ActForm], ...] = (RoleForm, ApproveForm, DeclineForm, WithdrawForm)
