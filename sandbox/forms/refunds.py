"""Giving money back: refund, goodwill, indemnity, and the answer to a dispute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import write
from sandbox.engine import returns
from sandbox.forms.approvals import ApprovableForm
from sandbox.forms.base import ActForm
from sandbox.forms.fields import Amount, a_text, figures
from sandbox.queries.refund_reasons import REASONS, coded
from sandbox.queries.refund_tasks import asked_for, done_words
from sandbox.queries.refunds import origin_closed, payment_words, refundable
from sandbox.queries.scene import Scene
from sandbox.queries.standing import not_cancelled
from sandbox.queries.undue import left_to_double

DRY_RUN = "sandbox/_dry_run.html"
DESTINATIONS = [
    ("origin", _("Back the way it came")),
    ("same_holder", _("To another account of the same holder, with approval")),
]


def a_reason() -> forms.Field:
    return a_text(_("Reason, in plain words"), True, longest=300, rows="2")


class ReasonedForm(ApprovableForm):
    """Money that goes back for a reason that reports count by: one of a short list, and words where they help."""

    use_required_attribute = False  # the browser would insist on a choice where words of one's own will do

    def full_clean(self) -> None:
        """Who writes a reason of their own need not choose one."""
        if self.is_bound:
            self.fields["why"].required = not self.data.get("reason", "").strip()
        super().full_clean()

    def reason_kept(self) -> str:
        """As the journal keeps it."""
        return coded(self.cleaned_data["why"], self.cleaned_data["reason"].strip())


def a_choice() -> forms.Field:
    return forms.ChoiceField(
        label=pgettext_lazy("refund", "Reason"),
        choices=[("", _("Choose…")), *REASONS.items()],
        error_messages={"required": _("Choose a reason, or write one.")},
    )


def a_few_words() -> forms.Field:
    return a_text(_("More about it, in plain words"), False, longest=260, rows="2")


class RefundForm(ReasonedForm):
    """About a payment."""

    act, command, icon = "refund", "refund", "undo-2"
    label, send = _("Refund…"), pgettext_lazy("to do it", "Refund")
    previews = DRY_RUN

    amount = Amount(label=_("Amount"))
    destination = forms.ChoiceField(label=_("Where it goes"), choices=DESTINATIONS, widget=forms.RadioSelect)
    why = a_choice()
    reason = a_few_words()

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        left = refundable(scene.world, about)
        if not left:
            return None
        is_over = origin_closed(scene.world, about) or returns.origin_is_gone(scene.world, about)
        to = "same_holder" if is_over else "origin"
        asked = asked_for(scene.world, about)
        return {"amount": figures(min(asked, left) if asked else left, scene.currency), "destination": to}

    def lead(self) -> str:
        said = gettext("%(left)s of %(payment)s can still go back.")
        if origin_closed(self.scene.world, self.about):
            said += " " + gettext("The 90 days for a Pix return are over: only another account of the holder is left.")
        elif returns.origin_is_gone(self.scene.world, self.about):
            said += " " + gettext("It came back because what paid is gone: send it to another account of the holder.")
        asked = asked_for(self.scene.world, self.about)
        if asked:
            said += " " + gettext("The customer asks for %(asked)s.") % {"asked": write(asked, self.scene.currency)}
        left = write(refundable(self.scene.world, self.about), self.scene.currency)
        return said % {"left": left, "payment": payment_words(self.scene, self.about)}

    def preview(self) -> dict[str, Any]:
        """A fact beside the reason chosen, where the company knows better; nothing is forbidden by it."""
        chosen = self.cleaned_data.get("why", "") if self.is_bound and self.is_valid() else ""
        going_on = not_cancelled(self.scene, self.about) if chosen == "after_cancellation" else ""
        return {"cautions": [going_on] if going_on else []}

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        amount, to = sent["amount"], sent["destination"]
        return {"payment": self.about, "amount": amount, "destination": to, "reason": self.reason_kept()}


class GoodwillForm(ApprovableForm):
    """About an invoice."""

    act, command, icon = "goodwill", "goodwill", "hand-heart"
    label, send = _("Goodwill…"), _("Give")
    previews = DRY_RUN

    amount = Amount(label=_("Amount"))
    reason = a_reason()

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        invoice = scene.world.invoices.get(about)
        room = invoice is not None and invoice.status in ("open", "paid") and invoice.noted < invoice.document.total
        return {} if room else None

    def lead(self) -> str:
        return gettext(
            "A gesture, not a debt: it makes what is open smaller, and what exceeds that becomes balance. "
            "It is never paid out as money."
        )

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"invoice": self.about, "amount": sent["amount"], "reason": sent["reason"]}


class IndemnityForm(ApprovableForm):
    """About a payment of which something that was not owed was paid back."""

    act, command, icon = "indemnity", "pay_indemnity", "scale"
    label, send = _("Pay the second half…"), _("Ask for approval")
    previews = DRY_RUN

    amount = Amount(label=_("Amount"))
    interest = Amount(label=_("Indexation and interest"), required=False)
    rail = forms.ChoiceField(label=_("Pay by"), choices=[("pix", "Pix"), ("transfer", _("Bank transfer"))])
    reason = a_reason()

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        left = left_to_double(scene.world, about)
        return {"amount": figures(left, scene.currency), "rail": "pix"} if left else None

    def lead(self) -> str:
        return gettext(
            "Who was charged unduly receives double (CDC art. 42): the second half is a payout of its own, never a "
            "refund, and a supervisor always approves it."
        )

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        fields = {"payment": self.about, "amount": sent["amount"], "rail": sent["rail"], "reason": sent["reason"]}
        return fields | ({"interest": sent["interest"]} if sent.get("interest") else {})


class DisputeForm(ActForm):
    """About a dispute that is open at the issuer."""

    previews = DRY_RUN
    statuses: tuple[str, ...] = ("needs_response",)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.disputes.get(about)
        return {} if one is not None and one.status in cls.statuses else None

    def _facts(self) -> dict[str, str]:
        one = self.scene.world.disputes[self.about]
        return {"amount": write(one.amount, self.scene.currency), "at": self.scene.moment(one.evidence_due)}


class ContestForm(DisputeForm):
    act, command, icon = "contest", "contest_dispute", "shield"
    label, send = _("Contest with evidence…"), _("Send the evidence")

    evidence = a_text(_("Evidence"), True, longest=1500, rows="5")

    def lead(self) -> str:
        return (
            gettext(
                "Evidence goes out once, until %(at)s. %(amount)s stays held while the bank decides: won, it comes back to "
                "cash; lost, it is gone."
            )
            % self._facts()
        )

    def fields_of_command(self) -> dict[str, Any]:
        return {"dispute": self.about, "evidence": self.cleaned_data["evidence"]}


class AcceptForm(DisputeForm):
    act, command, icon = "accept-dispute", "accept_dispute", "flag"
    label, send = _("Accept the loss…"), _("Accept")
    statuses = ("needs_response", "under_review")

    reason = a_reason()

    def lead(self) -> str:
        return (
            gettext(
                "The %(amount)s held goes to the payer for good. What was owed to them anyway counts first; the rest is a loss."
            )
            % self._facts()
        )

    def fields_of_command(self) -> dict[str, Any]:
        return {"dispute": self.about, "reason": self.cleaned_data["reason"]}


class CloseTaskForm(ActForm):
    """About a task that somebody left for this desk."""

    act, command, icon = "close-task", "close_task", "check"
    label, send = _("Close the task…"), _("Close the task")

    result = a_text(_("What came of it"), True, longest=300, rows="2")

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        one = scene.world.tasks.get(about)
        return {"result": done_words(scene, about)} if one is not None and one.closed_at is None else None

    def lead(self) -> str:
        return gettext("The task leaves the list; what you write stays in the journal.")

    def fields_of_command(self) -> dict[str, Any]:
        return {"task": self.about, "result": self.cleaned_data["result"]}


FORMS: tuple[type[ActForm], ...] = (
    RefundForm,
    GoodwillForm,
    IndemnityForm,
    ContestForm,
    AcceptForm,
    CloseTaskForm,
)
