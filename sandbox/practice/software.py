"""Software: firms with contracts by the year and the seat, sent and paid by transfer, and use billed in arrears."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec

from sandbox.engine import calendar
from sandbox.engine import commands as cmd
from sandbox.engine.catalogue import DunningEnd, Jurisdiction, Policy
from sandbox.practice import casework, crowd, habits, handover, regrets
from sandbox.practice.markets import Market
from sandbox.practice.past import Past
from sandbox.practice.titles import title

MONTHS: Final = 24
CUSTOMERS: Final = 60
PRICES: Final[dict[Jurisdiction, dict[str, int]]] = {
    "br": {"team": 58800, "business": 106800, "risen": 118800, "help": 240000, "seat": 6500, "calls": 14900},
    "eu": {"team": 12000, "business": 22800, "risen": 25200, "help": 60000, "seat": 1500, "calls": 3900},
    "us": {"team": 13200, "business": 24000, "risen": 26400, "help": 66000, "seat": 1600, "calls": 4500},
}


def names(market: Market) -> dict[str, str]:
    return {
        "team": market.say("equipe", "team"),
        "business": market.say("empresa", "business"),
        "help": market.say("suporte", "support"),
        "calls": market.say("integracoes", "integrations"),
        "pilot": market.say("piloto", "pilot"),
        "stay": market.say("renove", "renew"),
    }


def open_company(past: Past) -> None:
    market, ids, price = past.market, names(past.market), PRICES[past.market.jurisdiction]
    # Between firms prices are said without VAT; Brazil's service tax stays within them.
    tax = market.tax if market.jurisdiction == "br" else msgspec.structs.replace(market.tax, inclusive=False)
    limit = {"br": 50000, "eu": 15000, "us": 15000}[market.jurisdiction]
    past.do(
        cmd.OpenCompany(
            currency=market.currency,
            timezone=market.zone,
            start=calendar.start_of_day(past.first_day, market.zone),
            seed=past.seed,
            taxes=(tax,),
            policy=Policy(
                tax=(tax.id,),
                agent_limit=limit,
                dunning_end=DunningEnd(suspend=30, cancel=75),
                final_notice_day=21,
                renewal_notice_days=(60, 30, 7),
                reminder_days=(-5, 3, 10),
            ),
            jurisdiction=market.jurisdiction,
            holidays=past.closed,
            sharees=("accountant", "mailer", "hosting"),
            actor="prologue",
        )
    )
    year = {
        name: cmd.PriceSpec(f"{ids[name]}-y", price[name], interval="year") for name in ("team", "business", "help")
    }
    past.do(
        cmd.AddPlan(
            id=ids["team"],
            name=title(ids["team"]),
            prices=(year["team"], cmd.PriceSpec(f"{ids['team']}-m", price["seat"])),
            actor="prologue",
        )
    )
    past.do(cmd.AddPlan(id=ids["business"], name=title(ids["business"]), prices=(year["business"],), actor="prologue"))
    past.do(cmd.AddPlan(id=ids["help"], name=title(ids["help"]), prices=(year["help"],), actor="prologue"))
    calls = cmd.PriceSpec(f"{ids['calls']}-m", price["calls"], timing="arrears")
    past.do(cmd.AddPlan(id=ids["calls"], name=title(ids["calls"]), prices=(calls,), actor="prologue"))
    past.do(cmd.AddCoupon(id=ids["pilot"], percent="15", duration="once", first_purchase=True, actor="prologue"))
    past.do(cmd.AddCoupon(id=ids["stay"], percent="10", duration="once", actor="prologue"))


def plan(past: Past) -> None:
    """Everything that will happen, as far as it is planned."""
    open_company(past)
    crowd.answer_declines(past)
    crowd.renew_cards(past)
    crowd.give_up_old_debts(past)
    crowd.pay_what_is_sent(past, past.market.rails, late=22, left_open=6)
    for number, day in enumerate(crowd.joining_days(past, CUSTOMERS), start=1):
        past.on(day, lambda key=f"c-{number:03}": join(past, key), hours=(9, 18))  # type: ignore[misc]
    past.on(past.ago(330), lambda: raise_price(past))
    for _ in range(26):
        past.on(past.day_between(past.first_day + timedelta(days=45), past.ago(4)), lambda: seats(past))
    regrets.plan(past, refunds=3, notes=6)
    casework.plan(past)
    handover.stage(past, cards=2, refunds=2)


def join(past: Past, key: str) -> None:
    """A contract is signed: seats, perhaps support, paid against an invoice or by card."""
    ids, today, dice = names(past.market), past.day_of(past.world.now), past.dice
    past.subjects[key] = past.names.firm()
    rolled = dice.randrange(100)
    is_annual, is_sent = rolled < 72, rolled < 58
    methods = () if is_sent else (crowd.card(past, today),)
    past.do(cmd.AddCustomer(id=key, language=past.market.language, methods=methods, actor="customer"))
    if habits.drive(past, today):
        habits.give(past, key, past.market.rails, days=21 if is_sent else 0)
    many = dice.choice((2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25))
    plan_of = ids["business"] if past.chance(38) else ids["team"]
    items = [cmd.ItemSpec(f"{plan_of}-y", many)] if is_annual else [cmd.ItemSpec(f"{ids['team']}-m", many)]
    if is_annual and past.chance(30):
        items.append(cmd.ItemSpec(f"{ids['help']}-y"))
    past.do(
        cmd.Subscribe(
            id=f"s-{key[2:]}",
            customer=key,
            items=tuple(items),
            collection="send" if is_sent else "automatic",
            due_days=dice.choice((15, 21, 30)) if is_sent else None,
            coupon=ids["pilot"] if past.chance(15) else (),
            actor="team",
        )
    )
    if past.chance(35):
        past.do(
            cmd.Subscribe(
                id=f"u-{key[2:]}",
                customer=key,
                items=(cmd.ItemSpec(f"{ids['calls']}-m", dice.randint(1, 4)),),
                anchor_day=1,
                collection="send" if is_sent else "automatic",
                due_days=10 if is_sent else None,
                actor="team",
            )
        )
    crowd.consent(past, key, percent=35)
    if past.chance(26):
        goes: date = calendar.add_months(today, dice.randint(5, 20), today.day)
        if goes < past.ago(2):
            offer = cmd.OfferSpec(coupon=ids["stay"])
            past.on(goes, lambda: crowd.leave(past, key, offer=offer, percent=30))


def raise_price(past: Past) -> None:
    """The bigger plan becomes dearer, told sixty days before; each contract takes it at its own anniversary."""
    effective = calendar.add_months(past.day_of(past.world.now).replace(day=1), 3, 1)
    past.do(
        cmd.AnnouncePriceChange(
            price=f"{names(past.market)['business']}-y",
            amount=PRICES[past.market.jurisdiction]["risen"],
            effective=calendar.start_of_day(effective, past.market.zone),
            notice_days=60,
            actor="team",
        )
    )


def seats(past: Past) -> None:
    """A firm hires or lets go: more seats from today, fewer from the next term on."""
    found = [one for one in crowd.living(past) if one.status == "active" and one.customer not in past.silent]
    found = [one for one in found if one.id.startswith("s-") and one.queued is None]
    if not found:
        return
    chosen = past.dice.choice(found)
    first, *others = chosen.items
    grows = past.chance(70)
    many = first.quantity + past.dice.randint(1, 4) if grows else max(1, first.quantity - past.dice.randint(1, 3))
    if many == first.quantity:
        return
    items = (cmd.ItemSpec(first.price, many), *(cmd.ItemSpec(one.price, one.quantity) for one in others))
    when: cmd.When = "now" if grows else "period_end"
    past.may(cmd.ChangeItems(subscription=chosen.id, items=items, when=when, actor="customer"))
