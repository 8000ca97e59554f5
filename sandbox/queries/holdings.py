"""Holdings: what the company has of one person, kind by kind, and what makes it stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sandbox import engine
from sandbox.engine import calendar
from sandbox.engine.privacy import PERSON_FIELDS, Category
from sandbox.engine.retention import ground, law_for
from sandbox.engine.wording import CATEGORY_WORDS, HOLD_WORDS, PERSON_WORDS, said
from sandbox.queries.scene import Scene

CATEGORIES: Final[tuple[str, ...]] = get_args(Category)
GROUND_LAW: Mapping[str, Mapping[str, str | Promise]] = {
    "br": {
        "fiscal": gettext_lazy("CTN arts. 173, 174 and 195; LGPD art. 16 I"),
        "dispute": gettext_lazy("needed to answer it; LGPD arts. 7 VI and 16 I"),
        "lawsuit": gettext_lazy("LGPD art. 7 VI"),
        "investigation": gettext_lazy("LGPD art. 7 II"),
        "contract": gettext_lazy("LGPD art. 7 V: the purpose is not over"),
        "proof": gettext_lazy("CDC art. 27; the burden of proof is the company’s, LGPD art. 8 §2"),
        "logs": gettext_lazy("kept for six months, LGPD art. 16 I"),
    },
    "eu": {
        "fiscal": gettext_lazy(
            "GDPR art. 17(3)(b); the term depends on the country’s tax law, a lawyer is to check it"
        ),
        "dispute": gettext_lazy("GDPR art. 17(3)(e)"),
        "lawsuit": gettext_lazy("GDPR art. 17(3)(e)"),
        "investigation": gettext_lazy("GDPR art. 17(3)(b)"),
        "contract": gettext_lazy("GDPR art. 6(1)(b): the purpose is not over"),
        "proof": gettext_lazy("the burden of proof is the company’s, GDPR art. 7(1)"),
        "log_policy": gettext_lazy("legitimate interest, GDPR art. 6(1)(f); six months, a lawyer is to check it"),
    },
    "us": {
        "fiscal": gettext_lazy("the company’s own term for tax records, a lawyer is to check it"),
        "log_policy": gettext_lazy("the company’s own term of six months, a lawyer is to check it"),
    },
}
"""On what each ground rests, by the law of whoever it is about; where nothing is written the ground alone is said."""
KEPT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "marketing": ("segments", "interests", "score"),
    "support": ("notes", "tickets"),
    "usage": ("usage",),
}
FIELD_NAMES: Mapping[str, str | Promise] = {
    "segments": pgettext_lazy("personal data", "segments"),
    "interests": pgettext_lazy("personal data", "interests"),
    "score": pgettext_lazy("personal data", "score"),
    "notes": pgettext_lazy("personal data", "notes of the staff"),
    "tickets": pgettext_lazy("personal data", "support tickets"),
    "usage": pgettext_lazy("personal data", "history of use"),
}


@dataclass(frozen=True)
class Holding:
    """One kind of data: what is there, in words, and why it stays; `until` is the ground's last day, if one is known."""

    category: str
    name: str
    held: str
    is_held: bool
    was_erased: bool
    ground: str
    law: str
    until: date | None
    stays: str
    """`stays until 31 Dec 2031: fiscal retention`, or empty where nothing keeps it."""


def holdings(scene: Scene, customer: str | None) -> list[Holding]:
    """Every kind of data, in the engine's order; of somebody unknown here there is nothing of any."""
    return [_holding(scene, customer, category) for category in CATEGORIES]


def category_name(scene: Scene, category: str) -> str:
    """Its words, as a line begins with them."""
    words = said(CATEGORY_WORDS, category, scene.language)
    return words[:1].upper() + words[1:]


def _holding(scene: Scene, customer: str | None, category: str) -> Holding:
    name = category_name(scene, category)
    if customer is None:
        return Holding(category, name, _("nothing held"), False, False, "", "", None, "")
    gone = scene.world.tombstones.get(customer)
    was_erased = gone is not None and category in gone.categories
    parts = [] if was_erased else _parts(scene, customer, category)
    found = None if was_erased else ground(scene.world, customer, category, _today(scene))
    why = said(HOLD_WORDS, found.kind, scene.language) if found else ""
    return Holding(
        category=category,
        name=name,
        held=_("erased") if was_erased else ", ".join(parts) or _("nothing held"),
        is_held=bool(parts),
        was_erased=was_erased,
        ground=why,
        law=str(GROUND_LAW[law_for(scene.world, customer)].get(found.kind, "")) if found else "",
        until=found.until if found else None,
        stays=_stays(scene, found.until, why) if found and parts else "",
    )


def _today(scene: Scene) -> date:
    return calendar.day_of(scene.world.now, scene.zone)


def _stays(scene: Scene, until: date | None, why: str) -> str:
    if until is None:
        return _("stays while this lasts: %(ground)s") % {"ground": why}
    return _("stays until %(day)s: %(ground)s") % {"day": scene.written_day(until), "ground": why}


def _parts(scene: Scene, customer: str, category: str) -> Sequence[str]:
    """What there is of one kind, in words and numbers, never a value."""
    world = scene.world
    match category:
        case "profile":
            person = scene.people.get(customer, {})
            told = [said(PERSON_WORDS, field, scene.language) for field in PERSON_FIELDS if person.get(field)]
            n = len(world.customers[customer].methods)
            return [*told, ngettext("%(n)s payment token", "%(n)s payment tokens", n) % {"n": n}] if n else told
        case "subscriptions":
            n = sum(one.customer == customer for one in world.subscriptions.values())
            return [ngettext("%(n)s subscription", "%(n)s subscriptions", n) % {"n": n}] if n else []
        case "invoices":
            n = sum(one.document.customer == customer for one in world.invoices.values())
            return _counted(scene, ngettext("%(n)s invoice", "%(n)s invoices", n) % {"n": n}, n)
        case "payments":
            n = sum(one.customer == customer and bool(one.captured) for one in world.payments.values())
            return _counted(scene, ngettext("%(n)s payment", "%(n)s payments", n) % {"n": n}, n)
        case "consents":
            n = sum(one.customer == customer for one in world.consents.values())
            return (
                [ngettext("%(n)s consent and its proof", "%(n)s consents and their proof", n) % {"n": n}] if n else []
            )
        case "access_logs":
            has_account = any(one.customer == customer for one in world.subscriptions.values())
            return [_("records of access to the application")] if has_account else []
        case _:
            person = scene.people.get(customer, {})
            return [str(FIELD_NAMES[field]) for field in KEPT_FIELDS[category] if person.get(field)]


def _counted(scene: Scene, words: str, n: int) -> Sequence[str]:
    """A big company's world has let go of what was settled long ago; the journal has it."""
    if not n:
        return []
    return [words, _("older ones in the journal")] if engine.has_archived(scene.world) else [words]
