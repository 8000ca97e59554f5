"""Company: opening it, its policy, its catalogue, its customers and their methods."""

from __future__ import annotations

from typing import Final

import msgspec

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine import events as ev
from sandbox.engine.catalogue import Plan, Policy, Price
from sandbox.engine.decide import reminding
from sandbox.engine.decide.discounting import add_tax, check_taxes
from sandbox.engine.decide.turn import Turn
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.mandate import KIND
from sandbox.engine.money import EXPONENTS, percent_rate
from sandbox.engine.sending import HIGHEST_FINE, HIGHEST_INTEREST
from sandbox.engine.subscription import Customer, Method

# Set together with the policy, kept beside it.
BESIDE_THE_POLICY: Final = ("jurisdiction", "holidays", "sharees")


def open_company(turn: Turn, command: cmd.OpenCompany) -> None:
    if turn.world.company is not None:
        turn.refuse("company_exists")
    if command.currency not in EXPONENTS:
        turn.refuse("bad_value", field="currency", id=command.currency)
    try:
        calendar.zone(command.timezone)
    except ValueError:
        turn.refuse("bad_value", field="timezone", id=command.timezone)
    turn.emit(
        ev.CompanyOpened,
        currency=command.currency,
        timezone=command.timezone,
        seed=command.seed,
        policy=command.policy,
        jurisdiction=command.jurisdiction,
        holidays=tuple(sorted(set(command.holidays))),
        sharees=command.sharees,
    )
    for spec in command.taxes:
        add_tax(turn, cmd.AddTax(id=spec.id, percent=spec.percent, inclusive=spec.inclusive))
    _check_policy(turn, command.policy)


def set_policy(turn: Turn, command: cmd.SetPolicy) -> None:
    given = {
        field: value
        for field in cmd.PolicyChange.__struct_fields__
        if (value := getattr(command.changes, field)) is not None
    }
    beside = {field: given.pop(field) for field in BESIDE_THE_POLICY if field in given}
    policy = msgspec.structs.replace(turn.company.policy, **given)
    _check_policy(turn, policy)
    if policy.proration_unit != turn.company.policy.proration_unit and turn.world.subscriptions:
        turn.refuse("proration_unit_in_use", unit=turn.company.policy.proration_unit)
    changed = (*given, *beside)
    if "holidays" in beside:
        beside["holidays"] = tuple(sorted(set(beside["holidays"])))
    turn.emit(ev.PolicySet, policy=policy, changed=changed, reason=command.reason, **beside)


def _check_policy(turn: Turn, policy: Policy) -> None:
    days = policy.retry_days
    if any(day <= 0 for day in days) or list(days) != sorted(set(days)):
        turn.refuse("bad_value", field="retry_days", id=", ".join(map(str, days)))
    check_taxes(turn, policy.tax)
    if not 0 <= policy.draft_hours <= 720:
        turn.refuse("bad_value", field="finalise_after", id=policy.draft_hours)
    bounds = {"limit": (0, 100), "window": (1, 3660), "days": (1, 366), "control": (0, 100)}
    for field, (least, most) in bounds.items():
        value = getattr(policy.offering, field)
        if not least <= value <= most:
            turn.refuse("bad_value", field=f"offer_{field}", id=value)
    if not 2 <= policy.pix_days <= 60:
        turn.refuse("bad_value", field="pix_due_days", id=policy.pix_days)
    if list(policy.reminders) != sorted(set(policy.reminders)):
        turn.refuse("bad_value", field="reminder_days", id=", ".join(map(str, policy.reminders)))
    if policy.late_terms is not None:
        fine, interest = percent_rate(policy.late_terms.fine), percent_rate(policy.late_terms.interest)
        if fine is None or interest is None or fine > HIGHEST_FINE or interest > HIGHEST_INTEREST:
            asked = policy.late_terms
            turn.refuse("late_fee_above_limit", fine=f"{asked.fine} %", interest=f"{asked.interest} %")
    if policy.agent_limit < 0:
        turn.refuse("bad_value", field="agent_limit", id=policy.agent_limit)
    for field in ("renewal_notice", "trial_notice", "card_notice"):
        ahead: tuple[int, ...] = getattr(policy, f"{field}s")
        if any(day <= 0 for day in ahead) or len(set(ahead)) != len(ahead):
            turn.refuse("bad_value", field=f"{field}_days", id=", ".join(map(str, ahead)))
    end = policy.dunning_end
    if any(day is not None and day <= 0 for day in (end.suspend, end.cancel, policy.final_notice_day)):
        turn.refuse("bad_value", field="dunning_end", id=f"{end.suspend}, {end.cancel}")


def add_plan(turn: Turn, command: cmd.AddPlan) -> None:
    turn.check_new_id(command.id, turn.world.plans)
    prices = []
    for spec in command.prices:
        turn.check_new_id(spec.id, turn.world.prices)
        if spec.amount < 0:
            turn.refuse("bad_value", field="amount", id=spec.amount)
        if spec.count < 1:
            turn.refuse("bad_value", field="count", id=spec.count)
        check_taxes(turn, spec.tax)
        interval = calendar.Interval(spec.interval, spec.count)
        prices.append(Price(spec.id, command.id, spec.amount, interval, timing=spec.timing, tax=spec.tax))
    plan = Plan(command.id, tuple(price.id for price in prices), command.name)
    turn.emit(ev.PlanAdded, plan=plan, prices=tuple(prices))


def add_customer(turn: Turn, command: cmd.AddCustomer) -> None:
    turn.check_new_id(command.id, turn.world.customers)
    turn.emit(ev.CustomerAdded, customer=command.id, language=command.language, jurisdiction=command.jurisdiction)
    for position, spec in enumerate(command.methods):
        method = _method(turn, command.id, spec)
        # The first of a file's list is the one that is used; the others stand ready.
        turn.emit(ev.MethodAdded, method=method, default=position == 0)
        _script_payer(turn, method.id, spec)
        reminding.set_expiry(turn, method.id, spec.expires)


def _method(turn: Turn, customer: str, said: cmd.MethodSpec | cmd.OfMethod) -> Method:
    if said.last4 and not (len(said.last4) == 4 and said.last4.isascii() and said.last4.isdigit()):
        turn.refuse("bad_value", field="last4", id=said.last4)
    if not said.script:
        turn.refuse("bad_value", field="script", id="[]")
    _check_script(turn, said.kind, said.script)
    chosen = turn.next_id("method", turn.world.methods, said.id)
    return Method(chosen, customer, said.kind, said.brand.lower(), said.last4, said.script)


def add_method(turn: Turn, command: cmd.AddMethod) -> None:
    customer = turn.customer(command.customer)
    method = _method(turn, customer.id, command)
    turn.emit(ev.MethodAdded, method=method, default=command.default)
    _script_payer(turn, method.id, command)
    reminding.set_expiry(turn, method.id, command.expires)


def replace_method(turn: Turn, command: cmd.ReplaceMethod) -> None:
    customer = turn.customer(command.customer)
    old = _own_method(turn, customer, command.method)
    method = _method(turn, customer.id, command)
    turn.emit(ev.MethodAdded, method=method, replaces=old.id, default=customer.default_method == old.id)
    _script_payer(turn, method.id, command)
    reminding.set_expiry(turn, method.id, command.expires)


def _script_payer(turn: Turn, method: str, said: cmd.MethodSpec | cmd.OfMethod | cmd.Gateway) -> None:
    if said.refund_fails:
        turn.emit(ev.RefundsScripted, method=method, entries=said.refund_fails)
    if said.mandate:
        turn.emit(ev.MandatesScripted, method=method, entries=said.mandate)


def _check_script(turn: Turn, kind: str, script: tuple[ScriptEntry, ...]) -> None:
    for entry in script:
        if kind == KIND and entry.asks_confirmation:
            turn.refuse("mandate_confirms")
        if not entry.makes_sense:
            turn.refuse("bad_value", field="webhooks", id=", ".join(one.event for one in entry.messages))


def _own_method(turn: Turn, customer: Customer, method_id: str) -> Method:
    method = turn.method(method_id)
    if method.customer != customer.id:
        turn.refuse("not_this_customers", method=method_id, customer=customer.id)
    return method


def script_gateway(turn: Turn, command: cmd.Gateway) -> None:
    customer = turn.customer(command.customer)
    chosen = command.method or customer.default_method
    if chosen is None:
        turn.refuse("no_method", customer=customer.id)
    method = _own_method(turn, customer, chosen)
    if not (command.next or command.refund_fails or command.mandate):
        turn.refuse("bad_value", field="next", id="[]")
    _check_script(turn, method.kind, command.next)
    if command.next:
        turn.emit(ev.GatewayScripted, method=method.id, script=(*command.next, *method.script[method.cursor :]))
    _script_payer(turn, method.id, command)
