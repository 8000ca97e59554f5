"""Streaming: a video app that bills cards by the month or the year, with trials, coupons and a price that rose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine.catalogue import Jurisdiction, Policy
from sandbox.practice import casework, crowd, habits, handover, regrets
from sandbox.practice.markets import Market
from sandbox.practice.past import Past
from sandbox.practice.titles import title

MONTHS: Final = 20
CUSTOMERS: Final = 200
PRICES: Final[dict[Jurisdiction, dict[str, int]]] = {
    "br": {"basic": 1890, "standard": 3490, "risen": 3990, "family": 5990, "year": 34900},
    "eu": {"basic": 699, "standard": 1099, "risen": 1299, "family": 1699, "year": 10900},
    "us": {"basic": 799, "standard": 1199, "risen": 1399, "family": 1899, "year": 11900},
}


def names(market: Market) -> dict[str, str]:
    """Ids of plans and coupons, in the language of the company."""
    return {
        "basic": market.say("basico", "basic"),
        "standard": market.say("padrao", "standard"),
        "family": market.say("familia", "family"),
        "welcome": market.say("boas-vindas", "welcome"),
        "stay": market.say("fique", "stay"),
        "friend": market.say("indicacao", "friend"),
    }


def open_company(past: Past) -> None:
    market, ids, price = past.market, names(past.market), PRICES[past.market.jurisdiction]
    limit = {"br": 10000, "eu": 3000, "us": 3000}[market.jurisdiction]
    past.do(
        cmd.OpenCompany(
            currency=market.currency,
            timezone=market.zone,
            start=calendar.start_of_day(past.first_day, market.zone),
            seed=past.seed,
            taxes=(market.tax,),
            policy=Policy(tax=(market.tax.id,), agent_limit=limit, offer_window=90, offer_control=10),
            jurisdiction=market.jurisdiction,
            holidays=past.closed,
            sharees=("accountant", "mailer", "gateway"),
            actor="prologue",
        )
    )
    basic, standard, family = ids["basic"], ids["standard"], ids["family"]
    monthly = {basic: price["basic"], standard: price["standard"], family: price["family"]}
    for plan, amount in monthly.items():
        prices = [cmd.PriceSpec(f"{plan}-m", amount)]
        if plan == standard:
            prices.append(cmd.PriceSpec(f"{plan}-y", price["year"], interval="year"))
        past.do(cmd.AddPlan(id=plan, name=title(plan), prices=tuple(prices), actor="prologue"))
    three = cmd.Duration(3)
    coupons = (
        cmd.AddCoupon(id=ids["welcome"], percent="30", duration=three, first_purchase=True, actor="prologue"),
        cmd.AddCoupon(id=ids["stay"], percent="50", duration=cmd.Duration(2), actor="prologue"),
        cmd.AddCoupon(id=ids["friend"], amount=price["basic"] // 2, duration="once", actor="prologue"),
    )
    for coupon in coupons:
        past.do(coupon)


def plan(past: Past) -> None:
    """Everything that will happen, as far as it is planned."""
    open_company(past)
    crowd.answer_declines(past)
    crowd.renew_cards(past)
    crowd.give_up_old_debts(past)
    habits.settle(past, past.market.rails)
    for number, day in enumerate(crowd.joining_days(past, CUSTOMERS), start=1):
        past.on(day, lambda key=f"c-{number:03}": join(past, key), hours=(7, 23))  # type: ignore[misc]
    past.on(past.ago(260), lambda: raise_price(past))
    for _ in range(14):
        past.on(past.day_between(past.first_day + timedelta(days=60), past.ago(5)), lambda: change(past))
    for number in range(7):
        soon = past.ago(20 - 7 * number) if number < 2 else past.day_between(past.first_day, past.ago(40))
        past.on(soon, lambda: pause(past))
    regrets.plan(past, refunds=11, notes=6)
    casework.plan(past)
    for days in (240, 120, 30):
        past.on(past.ago(days), lambda: campaign(past))
    handover.stage(past, cards=7, refunds=3)


def join(past: Past, key: str) -> None:
    """Somebody signs up: plan, card, perhaps a trial or a coupon, and how long they will stay."""
    ids, dice, today = names(past.market), past.dice, past.day_of(past.world.now)
    past.subjects[key] = past.names.person()
    language: cmd.Language = "en" if past.market.language == "en" or past.chance(4) else "pt-br"
    past.do(cmd.AddCustomer(id=key, language=language, methods=(crowd.card(past, today),), actor="customer"))
    if habits.drive(past, today):
        habits.give(past, key, past.market.rails)
    rolled = dice.randrange(100)
    price = f"{ids['standard']}-y" if rolled < 14 else f"{ids['basic']}-m" if rolled < 40 else f"{ids['standard']}-m"
    if rolled >= 84:
        price = f"{ids['family']}-m"
    coupon = ids["welcome"] if past.chance(22) else ids["friend"] if past.chance(8) else ()
    trial = 7 if past.chance(28) else None
    past.do(
        cmd.Subscribe(id=f"s-{key[2:]}", customer=key, price=price, coupon=coupon, trial_days=trial, actor="customer")
    )
    crowd.consent(past, key, percent=58)
    if trial is not None and past.chance(24):
        past.on(today + timedelta(days=dice.randint(1, 5)), lambda: crowd.leave(past, key, offer=None, percent=0))
        return
    months = int(dice.expovariate(1 / 26)) + 1
    goes = calendar.add_months(today, min(months, 60), today.day)
    if goes < past.ago(2):
        offer = cmd.OfferSpec(coupon=ids["stay"])
        past.on(goes, lambda: crowd.leave(past, key, offer=offer, percent=35))
    elif past.chance(4):
        past.on(past.ago(dice.randint(1, 9)), lambda: crowd.leave(past, key, offer=None, percent=0))


def raise_price(past: Past) -> None:
    """The middle plan becomes dearer for those who are told thirty days before."""
    price = f"{names(past.market)['standard']}-m"
    effective: date = calendar.add_months(past.day_of(past.world.now).replace(day=1), 2, 1)
    amount = PRICES[past.market.jurisdiction]["risen"]
    at = calendar.start_of_day(effective, past.market.zone)
    past.do(cmd.AnnouncePriceChange(price=price, amount=amount, effective=at, notice_days=30, actor="team"))


def change(past: Past) -> None:
    """Up at once or down at the end of the period, or from month to year."""
    ids, found = names(past.market), [one for one in crowd.living(past) if one.status == "active" and not one.pause]
    found = [one for one in found if one.customer not in past.silent and one.interval.unit == "month"]
    if not found:
        return
    chosen = past.dice.choice(found)
    held = chosen.items[0].price.partition("@")[0]
    wanted = [f"{ids[name]}-m" for name in ("basic", "standard", "family")]
    up = wanted[min(wanted.index(held) + 1, 2)] if held in wanted else held
    down = wanted[max(wanted.index(held) - 1, 0)] if held in wanted else held
    rolled = past.dice.randrange(100)
    price = up if rolled < 45 else down if rolled < 80 else f"{ids['standard']}-y"
    if price != held:
        when: cmd.When = "period_end" if price == down else "now"
        past.may(cmd.ChangePlan(subscription=chosen.id, price=price, when=when, actor="customer"))


def pause(past: Past) -> None:
    """Somebody travels for a month or two."""
    found = [one for one in crowd.living(past) if one.status == "active" and not one.pause]
    found = [one for one in found if one.customer not in past.silent and one.interval.unit == "month"]
    if found:
        back = past.day_of(past.world.now) + timedelta(days=past.dice.randint(25, 60))
        until = calendar.start_of_day(back, past.market.zone)
        past.may(cmd.MakePause(subscription=past.dice.choice(found).id, until=until, actor="customer"))


def campaign(past: Past) -> None:
    """A message to a few dozen of those who agreed to receive it."""
    text = past.market.say("Novas séries toda sexta-feira deste mês.", "New shows every Friday of this month.")
    agreed = [one.customer for one in past.world.consents.values() if one.granted and one.channel == "email"]
    for customer in agreed[:40]:
        past.may(cmd.SendMessage(customer=customer, template="campaign", fields={"text": text}, actor="team"))
