"""Events of the company itself: its policy, catalogue, customers and their ways to pay."""

from __future__ import annotations

from datetime import date

from sandbox.engine.catalogue import Jurisdiction, Plan, Policy, Price
from sandbox.engine.events.base import Base
from sandbox.engine.gateway import ScriptEntry
from sandbox.engine.pricing import Application, Coupon, Tax
from sandbox.engine.subscription import Method


class CompanyOpened(Base, frozen=True, kw_only=True, omit_defaults=True):
    currency: str
    timezone: str
    seed: int
    policy: Policy
    jurisdiction: Jurisdiction = "br"
    holidays: tuple[date, ...] = ()
    sharees: tuple[str, ...] = ()


class PolicySet(Base, frozen=True, kw_only=True, omit_defaults=True):
    """`policy` and what stands beside it: none where it stays as it was."""

    policy: Policy
    changed: tuple[str, ...]
    reason: str
    jurisdiction: Jurisdiction | None = None
    holidays: tuple[date, ...] | None = None
    sharees: tuple[str, ...] | None = None


class PlanAdded(Base, frozen=True, kw_only=True):
    plan: Plan
    prices: tuple[Price, ...]


class TaxAdded(Base, frozen=True, kw_only=True):
    tax: Tax


class CouponAdded(Base, frozen=True, kw_only=True):
    coupon: Coupon


class CouponApplied(Base, frozen=True, kw_only=True):
    application: Application


class CustomerAdded(Base, frozen=True, kw_only=True, omit_defaults=True):
    customer: str
    language: str
    jurisdiction: Jurisdiction | None = None


class MethodAdded(Base, frozen=True, kw_only=True):
    """A new way to pay; with `replaces`, the old one stops being used and its subscriptions follow."""

    method: Method
    replaces: str | None = None
    default: bool = True


class GatewayScripted(Base, frozen=True, kw_only=True):
    """What the simulated gateway will answer next for a method: the whole remaining script."""

    method: str
    script: tuple[ScriptEntry, ...]


CompanyEvent = (
    CompanyOpened
    | PolicySet
    | PlanAdded
    | TaxAdded
    | CouponAdded
    | CouponApplied
    | CustomerAdded
    | MethodAdded
    | GatewayScripted
)
