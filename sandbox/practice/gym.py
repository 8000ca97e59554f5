"""Gym: monthly and quarterly plans paid by card, boleto, Pix and Pix Automático, with holidays taken and days paid late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine.catalogue import Jurisdiction, LateFees, Policy
from sandbox.engine.mandate import RULES, MandateEntry
from sandbox.practice import casework, crowd, habits, handover, regrets
from sandbox.practice.markets import Market
from sandbox.practice.past import Past
from sandbox.practice.titles import title

MONTHS: Final = 18
CUSTOMERS: Final = 120
PRICES: Final[dict[Jurisdiction, dict[str, int]]] = {
    "br": {
        "light": 8990,
        "full": 13990,
        "risen": 14990,
        "quarter": 38900,
        "year": 142900,
        "coach": 18000,
        "joining": 4900,
    },
    "eu": {"light": 2900, "full": 4500, "risen": 4900, "quarter": 12900, "year": 47900, "coach": 9000, "joining": 1500},
    "us": {"light": 2900, "full": 4900, "risen": 5400, "quarter": 13900, "year": 51900, "coach": 9900, "joining": 1900},
}
RAILS: Final[dict[bool, tuple[tuple[str, int], ...]]] = {
    True: (("card", 44), ("slip", 34), ("pix_automatico", 22)),
    False: (("card", 68), ("slip", 32)),
}
"""How people pay, in percent: where there is no boleto they are sent an invoice and pay by transfer."""


def names(market: Market) -> dict[str, str]:
    return {
        "light": market.say("manha", "mornings"),
        "full": market.say("livre", "all-hours"),
        "coach": market.say("acompanhamento", "coaching"),
        "friend": market.say("traga-um-amigo", "bring-a-friend"),
        "stay": market.say("fique", "stay"),
    }


def open_company(past: Past) -> None:
    market, ids, price = past.market, names(past.market), PRICES[past.market.jurisdiction]
    fees: dict[str, Any] = {"late_fees": LateFees("2", "1")} if market.has_slips else {}
    limit = {"br": 20000, "eu": 6000, "us": 6000}[market.jurisdiction]
    past.do(
        cmd.OpenCompany(
            currency=market.currency,
            timezone=market.zone,
            start=calendar.start_of_day(past.first_day, market.zone),
            seed=past.seed,
            taxes=(market.tax,),
            policy=Policy(tax=(market.tax.id,), agent_limit=limit, **fees),
            jurisdiction=market.jurisdiction,
            holidays=past.closed,
            sharees=("accountant", "mailer", "gateway", "turnstile"),
            actor="prologue",
        )
    )
    full = ids["full"]
    prices = (
        cmd.PriceSpec(f"{full}-m", price["full"]),
        cmd.PriceSpec(f"{full}-q", price["quarter"], count=3),
        cmd.PriceSpec(f"{full}-y", price["year"], interval="year"),
    )
    past.do(
        cmd.AddPlan(
            id=ids["light"],
            name=title(ids["light"]),
            prices=(cmd.PriceSpec(f"{ids['light']}-m", price["light"]),),
            actor="prologue",
        )
    )
    past.do(cmd.AddPlan(id=full, name=title(full), prices=prices, actor="prologue"))
    past.do(
        cmd.AddPlan(
            id=ids["coach"],
            name=title(ids["coach"]),
            prices=(cmd.PriceSpec(f"{ids['coach']}-m", price["coach"]),),
            actor="prologue",
        )
    )
    past.do(cmd.AddCoupon(id=ids["friend"], percent="20", duration=cmd.Duration(3), actor="prologue"))
    past.do(cmd.AddCoupon(id=ids["stay"], percent="25", duration=cmd.Duration(3), actor="prologue"))


def plan(past: Past) -> None:
    """Everything that will happen, as far as it is planned."""
    open_company(past)
    crowd.answer_declines(past)
    crowd.renew_cards(past)
    crowd.give_up_old_debts(past)
    crowd.pay_what_is_sent(past, past.market.rails, late=14, left_open=5)
    for number, day in enumerate(crowd.joining_days(past, CUSTOMERS), start=1):
        past.on(day, lambda key=f"c-{number:03}": join(past, key), hours=(6, 22))  # type: ignore[misc]
    past.on(past.ago(200), lambda: raise_price(past))
    for number in range(12):
        soon = past.ago(6 * number + 2) if number < 3 else past.day_between(past.first_day, past.ago(30))
        past.on(soon, lambda: pause(past))
    for _ in range(8):
        past.on(past.day_between(past.first_day + timedelta(days=60), past.ago(5)), lambda: coach(past))
    regrets.plan(past, refunds=7, notes=5)
    casework.plan(past)
    handover.stage(past, cards=2, refunds=3)


def join(past: Past, key: str) -> None:
    """Somebody comes to the desk: a plan, the fee for joining, a way to pay."""
    ids, today = names(past.market), past.day_of(past.world.now)
    price = PRICES[past.market.jurisdiction]
    past.subjects[key] = past.names.person()
    rail = _rail(past, today)
    past.do(
        cmd.AddCustomer(id=key, language=past.market.language, methods=_methods(past, rail, today), actor="customer")
    )
    if rail == "pix_automatico":
        past.do(cmd.RequestMandate(customer=key, amount=price["coach"] * 3, actor="customer"))
    rolled = past.dice.randrange(100)
    chosen = f"{ids['light']}-m" if rolled < 30 else f"{ids['full']}-m"
    if rolled >= 80:
        chosen = f"{ids['full']}-q" if rolled < 92 else f"{ids['full']}-y"
    if past.chance(40):
        words = past.market.say("taxa de matrícula", "joining fee")
        past.do(cmd.AddCharge(customer=key, amount=price["joining"], description=words, actor="team"))
    is_sent = rail == "slip"
    if habits.drive(past, today):
        habits.give(past, key, past.market.rails, days=7 if is_sent else 0)
    past.do(
        cmd.Subscribe(
            id=f"s-{key[2:]}",
            customer=key,
            price=chosen,
            coupon=ids["friend"] if past.chance(18) else (),
            collection="send" if is_sent else "automatic",
            due_days=past.dice.choice((5, 7, 10)) if is_sent else None,
            actor="team",
        )
    )
    crowd.consent(past, key, percent=45)
    months = int(past.dice.expovariate(1 / 20)) + 2
    goes = calendar.add_months(today, min(months, 60), today.day)
    if goes < past.ago(2):
        offer = cmd.OfferSpec(pause_days=30) if past.chance(50) else cmd.OfferSpec(coupon=ids["stay"])
        past.on(goes, lambda: crowd.leave(past, key, offer=offer, percent=30))


def _rail(past: Past, today: date) -> str:
    rolled = past.dice.randrange(100)
    for rail, share in RAILS[past.market.has_slips]:
        rolled -= share
        if rolled < 0:
            return "card" if rail == "pix_automatico" and today < RULES[0].valid_from else rail
    return "card"


def _methods(past: Past, rail: str, today: date) -> tuple[cmd.MethodSpec, ...]:
    match rail:
        case "card":
            return (crowd.card(past, today, percent=6),)
        case "pix_automatico":
            answer = MandateEntry("accepted", past.dice.choice((0, 1, 5)))
            return (cmd.MethodSpec(kind="pix_automatico", script=crowd.gateway_script(past, ""), mandate=(answer,)),)
        case _:
            return (cmd.MethodSpec(kind="boleto"),) if past.market.has_slips else ()


def raise_price(past: Past) -> None:
    """The usual plan becomes dearer at the next but one month, told to all who hold it."""
    effective = calendar.add_months(past.day_of(past.world.now).replace(day=1), 2, 1)
    past.do(
        cmd.AnnouncePriceChange(
            price=f"{names(past.market)['full']}-m",
            amount=PRICES[past.market.jurisdiction]["risen"],
            effective=calendar.start_of_day(effective, past.market.zone),
            notice_days=30,
            actor="team",
        )
    )


def _monthly(past: Past) -> list[Any]:
    found = [one for one in crowd.living(past) if one.status == "active" and one.pause is None]
    return [one for one in found if one.customer not in past.silent and one.interval == calendar.Interval("month")]


def pause(past: Past) -> None:
    """Holidays, or a doctor's word: access stops, the days are not lost."""
    found = _monthly(past)
    if found:
        back = past.day_of(past.world.now) + timedelta(days=past.dice.randint(15, 60))
        until = calendar.start_of_day(back, past.market.zone)
        past.may(cmd.MakePause(subscription=past.dice.choice(found).id, until=until, actor="customer"))


def coach(past: Past) -> None:
    """Somebody takes a trainer beside the plan, or a bigger plan."""
    ids, found = names(past.market), _monthly(past)
    if not found:
        return
    chosen = past.dice.choice(found)
    held = tuple(cmd.ItemSpec(one.price, one.quantity) for one in chosen.items)
    if past.chance(60) and len(held) == 1:
        wanted: tuple[cmd.ItemSpec, ...] = (*held, cmd.ItemSpec(f"{ids['coach']}-m"))
    else:
        wanted = (cmd.ItemSpec(f"{ids['full']}-m"),)
    past.may(cmd.ChangeItems(subscription=chosen.id, items=wanted, actor="customer"))
