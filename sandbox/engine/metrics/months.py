"""Months: one calendar month's movements from opening to closing, and the rates read from them, exact."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

from msgspec import Struct

from sandbox.engine.catalogue import Policy
from sandbox.engine.money import half_up

Movement = Literal["new", "expansion", "contraction", "churn", "reactivation"]
ChurnBase = Literal["opening", "average", "opening_and_new"]


class Definitions(Struct, frozen=True):
    """The switches that movements are counted by; the churn base is only read with, never counted by."""

    mrr_discounts: Literal["subtracted", "ignored"]
    mrr_past_due: Literal["counts", "excluded"]

    @property
    def key(self) -> str:
        return f"{self.mrr_discounts}.{self.mrr_past_due}"

    @property
    def policy(self) -> Policy:
        return Policy(mrr_discounts=self.mrr_discounts, mrr_past_due=self.mrr_past_due)

    @classmethod
    def of(cls, policy: Policy) -> Definitions:
        return cls(policy.mrr_discounts, policy.mrr_past_due)


EVERY_DEFINITION: Final = tuple(
    Definitions(discounts, past_due) for discounts in ("subtracted", "ignored") for past_due in ("counts", "excluded")
)


class Month(Struct):
    """Minor units; contraction and churn are negative. A customer counts who brings something.

    Definitions: movements and both MRR churn rates by ChartMogul's help pages 203299912 and 203359341 (standard
    formula); gross and net retention look at the customers of the opening alone.
    """

    month: str
    opening: int
    opening_customers: int
    new: int = 0
    expansion: int = 0
    contraction: int = 0
    churn: int = 0
    reactivation: int = 0
    new_customers: int = 0
    reactivated_customers: int = 0
    churned_customers: int = 0
    voluntary: int = 0
    """The part of churn that customers chose; the rest is for want of payment."""
    involuntary: int = 0
    voluntary_customers: int = 0
    involuntary_customers: int = 0
    cohort_lost_customers: int = 0
    """Customers of the opening who bring nothing at the closing."""
    cohort_lost: int = 0
    """What customers of the opening bring less at the closing."""
    cohort_gained: int = 0

    @property
    def closing(self) -> int:
        return self.opening + self.new + self.expansion + self.contraction + self.churn + self.reactivation

    @property
    def closing_customers(self) -> int:
        return self.opening_customers + self.new_customers + self.reactivated_customers - self.churned_customers

    @property
    def arr(self) -> int:
        """MRR × 12."""
        return 12 * self.closing

    @property
    def arpu(self) -> int | None:
        """MRR ÷ customers, at the closing."""
        return half_up(Fraction(self.closing, self.closing_customers)) if self.closing_customers else None

    @property
    def gross_mrr_churn(self) -> Fraction | None:
        return _rate(-(self.churn + self.contraction), self.opening)

    @property
    def net_mrr_churn(self) -> Fraction | None:
        return _rate(-(self.churn + self.contraction + self.expansion + self.reactivation), self.opening)

    @property
    def grr(self) -> Fraction | None:
        """Gross revenue retention: never above one."""
        return _rate(self.opening - self.cohort_lost, self.opening)

    @property
    def nrr(self) -> Fraction | None:
        """Net revenue retention: what customers of the opening bring at the closing."""
        return _rate(self.opening - self.cohort_lost + self.cohort_gained, self.opening)

    def logo_churn(self, base: ChurnBase) -> Fraction | None:
        """Customers lost: of the opening cohort; of the mean of opening and closing; or, as Stripe's glossary has it, of
        the opening and those new within the month.
        """
        match base:
            case "opening":
                return _rate(self.cohort_lost_customers, self.opening_customers)
            case "average":
                return _rate(2 * self.churned_customers, self.opening_customers + self.closing_customers)
            case "opening_and_new":
                return _rate(self.churned_customers, self.opening_customers + self.new_customers)

    def ltv(self, base: ChurnBase) -> int | None:
        """ARPU ÷ logo churn; without churn nobody knows."""
        rate = self.logo_churn(base)
        return half_up(self.arpu / rate) if rate and self.arpu is not None else None


class Figures(Struct):
    """One month as one set of definitions counts it, and who of each month of joining still brought something."""

    movement: Month
    alive: dict[str, int]


class Recovery(Struct):
    """Invoices whose first failure fell into one month, and what of them was paid since."""

    month: str
    failed: int = 0
    recovered: int = 0
    amount: int = 0
    amount_recovered: int = 0

    @property
    def rate(self) -> Fraction | None:
        return _rate(self.recovered, self.failed)


class Cohort(Struct):
    """Customers who first brought something in one month, and how many of them still did at each month's end."""

    month: str
    customers: int
    retained: list[int]


class Metrics(Struct):
    """Every month from the first to the running one, with the switches they were counted by."""

    months: list[Month]
    recovery: list[Recovery]
    retention: list[Cohort]
    mrr_discounts: str
    mrr_past_due: str
    churn_base: ChurnBase


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
