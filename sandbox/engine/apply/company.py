"""Apply, for events of the company itself: its policy, catalogue, customers and their ways to pay."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.catalogue import Company
from sandbox.engine.subscription import Customer
from sandbox.engine.world import World


def _opened(world: World, event: ev.CompanyOpened) -> None:
    world.company = Company(
        event.currency,
        event.timezone,
        event.seed,
        event.at,
        event.policy,
        event.jurisdiction,
        event.holidays,
        event.sharees,
    )
    world.now = event.at


def _policy_set(world: World, event: ev.PolicySet) -> None:
    company = world.require_company()
    world.company = replace(
        company,
        policy=event.policy,
        jurisdiction=event.jurisdiction or company.jurisdiction,
        holidays=company.holidays if event.holidays is None else event.holidays,
        sharees=company.sharees if event.sharees is None else event.sharees,
    )


def _plan_added(world: World, event: ev.PlanAdded) -> None:
    world.plans[event.plan.id] = event.plan
    for price in event.prices:
        world.prices[price.id] = price


def _tax_added(world: World, event: ev.TaxAdded) -> None:
    world.taxes[event.tax.id] = event.tax


def _coupon_added(world: World, event: ev.CouponAdded) -> None:
    world.coupons[event.coupon.id] = event.coupon


def _coupon_applied(world: World, event: ev.CouponApplied) -> None:
    application = event.application
    world.applications[application.id] = application
    customer = world.customers[application.customer]
    world.customers[customer.id] = replace(customer, applications=(*customer.applications, application.id))
    for counter in ("application", f"redeemed:{application.coupon}"):
        world.counters[counter] = world.counters.get(counter, 0) + 1


def _customer_added(world: World, event: ev.CustomerAdded) -> None:
    world.customers[event.customer] = Customer(event.customer, event.language, jurisdiction=event.jurisdiction)


def _method_added(world: World, event: ev.MethodAdded) -> None:
    method = event.method
    world.methods[method.id] = method
    customer = world.customers[method.customer]
    as_default = event.default or customer.default_method in (None, event.replaces)
    world.customers[customer.id] = replace(
        customer,
        methods=(*customer.methods, method.id),
        default_method=method.id if as_default else customer.default_method,
    )
    if event.replaces is not None:
        world.methods[event.replaces] = replace(world.methods[event.replaces], replaced_by=method.id)
        for subscription in list(world.subscriptions.values()):
            if subscription.method == event.replaces:
                world.subscriptions[subscription.id] = replace(subscription, method=method.id)


def _scripted(world: World, event: ev.GatewayScripted) -> None:
    world.methods[event.method] = replace(world.methods[event.method], script=event.script, cursor=0)


HANDLERS: Final[Handlers] = {
    ev.CompanyOpened: _opened,
    ev.PolicySet: _policy_set,
    ev.PlanAdded: _plan_added,
    ev.TaxAdded: _tax_added,
    ev.CouponAdded: _coupon_added,
    ev.CouponApplied: _coupon_applied,
    ev.CustomerAdded: _customer_added,
    ev.MethodAdded: _method_added,
    ev.GatewayScripted: _scripted,
}
