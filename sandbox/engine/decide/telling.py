"""Telling: messages and payment links, logged as facts."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.decide.consenting import check_marketing
from sandbox.engine.decide.reaching_payers import reach
from sandbox.engine.decide.turn import Turn
from sandbox.engine.messages import TEMPLATES


def tell(
    turn: Turn,
    *,
    customer: str,
    template: str,
    channel: str,
    fields: Mapping[str, str | int],
    invoice: str | None,
    chosen: str | None = None,
) -> None:
    """Log one message as sent; marketing goes to nobody who does not want it."""
    if TEMPLATES[template].purpose == "marketing":
        check_marketing(turn, customer, channel)
    said = dict(fields)
    incident = turn.world.incidents.get(str(fields.get("incident"))) if template == "incident_notice" else None
    if incident is not None:
        said["data"] = ", ".join(incident.categories)
    turn.emit(
        ev.MessageSent,
        message=turn.next_id("msg", turn.world.messages, chosen),
        customer=customer,
        template=template,
        channel=channel,
        fields=dict(sorted(said.items())),
        invoice=invoice,
    )


def send_message(turn: Turn, command: cmd.SendMessage) -> None:
    customer = turn.customer(command.customer)
    template = TEMPLATES.get(command.template)
    if template is None:
        turn.refuse("unknown_template", template=command.template)
    for field in template.required:
        if command.fields.get(field) in (None, ""):
            turn.refuse("field_missing", field=field, template=command.template)
    if command.purpose == "marketing":
        check_marketing(turn, customer.id, command.channel)
    if command.invoice is not None:
        invoice = turn.invoice(command.invoice)
        if invoice.document.customer != customer.id:
            turn.refuse("unknown_invoice", id=command.invoice)
    tell(
        turn,
        customer=customer.id,
        template=command.template,
        channel=command.channel,
        fields=command.fields,
        invoice=command.invoice,
        chosen=command.id,
    )


def send_payment_link(turn: Turn, command: cmd.SendPaymentLink) -> None:
    invoice = turn.invoice(command.invoice)
    if invoice.status not in ("open", "uncollectible"):
        turn.refuse("invoice_not_open", invoice=command.invoice, status=invoice.status)
    link = turn.next_id("link", turn.world.links)
    turn.emit(
        ev.PaymentLinkSent,
        link=link,
        invoice=command.invoice,
        customer=invoice.document.customer,
        channel=command.channel,
        amount=invoice.remaining,
    )
    reach(turn, invoice.document.customer, "link", link)
