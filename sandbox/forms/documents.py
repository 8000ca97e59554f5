"""Documents: an invoice finalised, voided, given up or credited, and what waits for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.amounts import write
from sandbox.engine import returns
from sandbox.engine.invoicing import Invoice
from sandbox.forms.approvals import ApprovableForm
from sandbox.forms.base import ActForm
from sandbox.forms.fields import Amount, figures
from sandbox.forms.refunds import DRY_RUN, ReasonedForm, a_choice, a_few_words, a_reason
from sandbox.queries.paper import line_of
from sandbox.queries.scene import Scene

EXPLAINS = ("refunded", _("Nowhere: it went back already, and this says what for"))
BEYOND = [
    ("refund", _("Refund: back the way it came")),
    ("balance", _("Balance: the next invoice uses it")),
    ("outside", _("Outside: paid out by another road, within your limit or with approval")),
]


class InvoiceForm(ActForm):
    """About an invoice in one of these states."""

    statuses: tuple[str, ...] = ("open",)
    previews = DRY_RUN

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        invoice = scene.world.invoices.get(about)
        return {} if invoice is not None and cls.fits(invoice) else None

    @classmethod
    def fits(cls, invoice: Invoice) -> bool:
        return invoice.status in cls.statuses

    def _facts(self) -> dict[str, str]:
        invoice = self.scene.world.invoices[self.about]
        return {
            "number": str(invoice.document.number),
            "amount": write(invoice.remaining, self.scene.currency),
            "total": write(invoice.document.total, self.scene.currency),
            "name": self.scene.name(invoice.document.customer),
        }

    def fields_of_command(self) -> dict[str, Any]:
        reason = {"reason": self.cleaned_data["reason"]} if "reason" in self.fields else {}
        return {"invoice": self.about, **reason}


class FinaliseForm(InvoiceForm):
    act, command, icon, statuses = "finalise", "finalise", "stamp", ("draft",)
    label, send = _("Issue the draft…"), _("Issue now")

    def lead(self) -> str:
        return gettext("The draft gets its number and can no longer change. %(total)s is collected as usual.") % (
            self._facts()
        )


class GivingUpForm(InvoiceForm, ApprovableForm):
    """What is owed and above the agent's limit is given up with somebody else's yes."""

    def asked(self) -> dict[str, Any]:
        return {"invoice": self.about, "reason": self.cleaned_data["reason"]}

    def fields_of_command(self) -> dict[str, Any]:
        return ApprovableForm.fields_of_command(self)


class VoidForm(GivingUpForm):
    act, command, icon, statuses = "void", "void_invoice", "file-x", ("open", "uncollectible")
    label, send = _("Void…"), _("Void the invoice")

    reason = a_reason()

    @classmethod
    def fits(cls, invoice: Invoice) -> bool:
        return super().fits(invoice) and not invoice.paid

    def lead(self) -> str:
        return (
            gettext(
                "Invoice %(number)s should never have been: %(amount)s is no longer owed and balance it used comes back. "
                "Its number stays taken."
            )
            % self._facts()
        )


class UncollectibleForm(GivingUpForm):
    act, command, icon = "uncollectible", "mark_uncollectible", "archive"
    label, send = _("Give up the debt…"), _("Give it up")

    reason = a_reason()

    def lead(self) -> str:
        return (
            gettext(
                "%(amount)s of invoice %(number)s is written off. The debt stays: if %(name)s pays after all, it counts."
            )
            % self._facts()
        )


class CreditNoteForm(ReasonedForm):
    """About an invoice, or about one of its lines (`inv-1/2`), which is then filled in."""

    act, command, icon = "credit-note", "credit_note", "file-minus"
    label, send = _("Credit note…"), _("Issue the credit note")
    previews = DRY_RUN

    def __init__(
        self, data: QueryDict | None = None, *, scene: Scene, about: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        """A field for each line of which something is left; those of no line are the whole note's."""
        self.invoice = scene.world.invoices.get(about.partition("/")[0])
        super().__init__(data, scene=scene, about=about, initial=initial)
        self.lines: dict[str, str] = {}
        if self.invoice is None:
            return
        for place, line in enumerate(self.invoice.document.lines):
            rest = self.invoice.rest(place)
            if rest <= 0:
                continue
            told = line_of(scene, line)
            label = " · ".join(part for part in (told.what, told.period) if part)
            amount = Amount(label=label, required=False)
            amount.currency = scene.currency
            amount.help_text = gettext("up to %(amount)s") % {"amount": write(rest, scene.currency)}
            self.lines[f"line_{place}"] = line.id
            self.fields[f"line_{place}"] = amount
        spread = Amount(label=_("Or one amount, spread over all lines"), required=False)
        spread.currency = scene.currency
        if len(self.lines) > 1:
            self.fields["amount"] = spread
        if self.invoice.paid or self.invoice.document.balance_applied:
            self.fields["to"] = forms.ChoiceField(
                label=_("What was paid already goes"),
                choices=[EXPLAINS, *BEYOND] if returns.without_a_note(scene.world, self.invoice) else BEYOND,
                widget=forms.RadioSelect,
            )
        self.fields |= {"why": a_choice(), "reason": a_few_words()}

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        key, _slash, number = about.partition("/")
        invoice = scene.world.invoices.get(key)
        if invoice is None or invoice.status not in ("open", "paid"):
            return None
        places = range(len(invoice.document.lines))
        chosen = [place for place in places if not number or invoice.document.lines[place].id == about]
        chosen = [place for place in chosen if invoice.rest(place) > 0]
        if not chosen or invoice.noted >= invoice.document.total:
            return None
        start = {f"line_{place}": figures(invoice.rest(place), scene.currency) for place in chosen if number}
        if returns.without_a_note(scene.world, invoice):
            return {**start, "to": "refunded"}
        return {**start, "to": "refund" if returns.cash_kept(scene.world, invoice) else "balance"}

    def lead(self) -> str:
        invoice = self.invoice
        assert invoice is not None
        facts = {"number": invoice.document.number, "amount": write(invoice.remaining, self.scene.currency)}
        if invoice.remaining:
            said = gettext("Invoice %(number)s stays as it is; the note stands beside it. It takes off the %(amount)s "
                           "still open first.")  # fmt: skip
        else:
            said = gettext("Invoice %(number)s stays as it is; the note stands beside it and says what went back.")
        return said % facts

    def clean(self) -> dict[str, Any]:
        sent = self.cleaned_data
        by_line = any(sent.get(name) for name in self.lines)
        if bool(sent.get("amount")) == by_line and not self.errors:
            raise forms.ValidationError(_("Say how much: of one or more lines, or one amount for all."), code="amount")
        return super().clean()

    def asked(self) -> dict[str, Any]:
        sent = self.cleaned_data
        fields = {
            "invoice": self.about.partition("/")[0],
            "reason": self.reason_kept(),
            "to": sent.get("to", "remaining"),
        }
        if sent.get("amount"):
            return {**fields, "amount": sent["amount"]}
        lines = [{"line": line, "amount": sent[name]} for name, line in self.lines.items() if sent.get(name)]
        return {**fields, "lines": lines}


class ChargeForm(ActForm):
    """About a customer."""

    act, command, icon = "charge", "add_charge", "circle-plus"
    label, send = _("Add a one-off charge…"), _("Add the charge")

    amount = Amount(label=_("Amount"))
    description = forms.CharField(label=_("What for, as the invoice will say"), max_length=120)

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        return {} if about in scene.world.customers else None

    def lead(self) -> str:
        return gettext("It waits for the next invoice of %(name)s, or for one of its own.") % {
            "name": self.scene.name(self.about)
        }

    def fields_of_command(self) -> dict[str, Any]:
        sent = self.cleaned_data
        return {"customer": self.about, "amount": sent["amount"], "description": sent["description"]}


class InvoiceNowForm(ActForm):
    """About a customer for whom charges wait."""

    act, command, icon = "invoice-now", "invoice_now", "file-plus"
    label, send = _("Invoice what waits…"), pgettext_lazy("a document", "Invoice now")
    previews = DRY_RUN

    @classmethod
    def offered(cls, scene: Scene, about: str) -> dict[str, Any] | None:
        waits = any(one.customer == about and one.subscription is None for one in scene.world.charges.values())
        return {} if waits else None

    def lead(self) -> str:
        waits = [one.amount for one in self.scene.world.charges.values() if one.customer == self.about]
        return gettext("%(amount)s waits for %(name)s and goes on an invoice of its own, collected as usual.") % {
            "amount": write(sum(waits), self.scene.currency),
            "name": self.scene.name(self.about),
        }

    def fields_of_command(self) -> dict[str, Any]:
        return {"customer": self.about}


FORMS: tuple[type[ActForm], ...] = (
    FinaliseForm,
    VoidForm,
    UncollectibleForm,
    CreditNoteForm,
    ChargeForm,
    InvoiceNowForm,
)
