"""Plain renewals: the same again, charged at once to a card that approves; most are so, and need no asking around."""

from __future__ import annotations

from sandbox.engine import events as ev
from sandbox.engine import gateway
from sandbox.engine.decide import reminding
from sandbox.engine.decide.turn import Turn
from sandbox.engine.invoicing import InvoiceDocument, InvoiceLine, Payment, bill_item
from sandbox.engine.ledger import Posting
from sandbox.engine.mandate import KIND
from sandbox.engine.subscription import Method, Subscription, whole_period


def renew_plainly(turn: Turn, subscription: Subscription) -> bool:
    """Say what renewing would say, word for word, where nothing is new but the date; else say nothing, and False."""
    method = _plain_method(turn, subscription)
    if method is None:
        return False
    world, company = turn.world, turn.company
    anchor, interval, term = subscription.anchor, subscription.interval, subscription.term + 1
    period = whole_period(anchor, interval, term, company.timezone)
    if not subscription.period.is_followed_by(period):
        return False
    invoice, whole = turn.next_id("inv", world.invoices), period.length
    lines: list[InvoiceLine] = []
    total = 0
    for place, item in enumerate(subscription.items, start=1):
        price = world.prices[item.price]
        if price.timing == "arrears" or price.tax:
            return False
        lines.append(bill_item(item, price, period, whole, f"{invoice}/{place}"))
        total += price.amount * item.quantity
    if not total:
        return False
    at, group, actor, today = turn.at, turn.group, turn.actor, turn.today
    renews_at, one = turn.end_of(period), subscription.id
    turn.say(
        ev.SubscriptionRenewed(
            at=at, group=group, actor=actor, subscription=one, period=period, term=term, renews_at=renews_at
        )
    )
    document = InvoiceDocument(
        id=invoice,
        number=world.counters.get("invoice_number", 0) + 1,
        customer=subscription.customer,
        subscription=one,
        issued_at=at,
        issued=today,
        due=today,
        lines=tuple(lines),
        subtotal=total,
        discount=0,
        tax=0,
        total=total,
        balance_applied=0,
        amount_due=total,
    )
    owed = Posting("receivable", total), Posting("deferred_revenue", -total)
    turn.say(ev.InvoiceIssued(at=at, group=group, actor=actor, document=document, postings=owed))
    payment = Payment(
        id=turn.next_id("pay", world.payments),
        key=f"{invoice}:1",
        invoice=invoice,
        customer=subscription.customer,
        attempt=1,
        method=method.id,
        rail=method.kind,
        brand=method.brand,
        amount=total,
        status="settled",
        code="approve",
        response="00",
        severity=None,
        mac=method.script[-1].network.mac,
        wait_until=None,
        at=at,
        settled_at=at,
        cause="renewal",
        settled_at_gateway=True,
    )
    paid = Posting("cash_clearing", total), Posting("receivable", -total)
    turn.say(ev.PaymentAttempted(at=at, group=group, actor=actor, payment=payment, cursor=method.cursor, postings=paid))
    return True


def _plain_method(turn: Turn, subscription: Subscription) -> Method | None:
    """The method that is going to approve, where nothing of company, customer or subscription asks for more."""
    world, one = turn.world, subscription
    if one.status != "active" or one.collection != "automatic" or one.queued or one.pause or one.cancel_at:
        return None
    policy = turn.company.policy
    if world.versions or policy.tax or policy.draft_hours or reminding.is_annual(one.interval):
        return None
    if one.id in world.drafts or one.id in world.unbilled:
        return None
    customer = world.customers[one.customer]
    if customer.applications or customer.charges or customer.balance:
        return None
    method = world.methods.get(one.method or customer.default_method or "")
    if method is None or method.refused is not None or method.kind == KIND or method.id in world.expiries:
        return None
    return method if gateway.approves_from_now_on(method.script, method.cursor) else None
