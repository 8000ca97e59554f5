"""Messages: the log reads as the customer read it, marketing to who said no is refused, and moods have reasons."""

from __future__ import annotations

import pytest

from sandbox.bisection import last_before
from sandbox.engine.messages import TEMPLATES
from sandbox.forms.messages import GROUPS, NEVER_BY_HAND, TEMPLATE_NAMES
from sandbox.models import JournalEvent, Workspace
from tests.sandbox.conftest import text_of
from tests.sandbox.selling.conftest import Shop

CAMPAIGN = {"chosen": "campaign", "channel": "email", "subject": "Estreias", "text": "Três filmes."}


def test_every_template_of_the_house_is_offered_once() -> None:
    offered = [template for _group, _name, templates in GROUPS for template in templates]
    assert sorted([*offered, *NEVER_BY_HAND]) == sorted(TEMPLATES) == sorted(TEMPLATE_NAMES)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_opens_with_what_is_known_and_says_what_is_missing(template: str, shop: Shop) -> None:
    shop.see("messages", f"?act=write&about=lia&chosen={template}")


def test_missing_facts_are_named(shop: Shop) -> None:
    seen = text_of(shop.see("messages", "?act=write&about=lia&chosen=final_notice"))
    assert "Ainda falta: Dia em que o acesso termina." in seen


def test_the_log_is_narrowed_and_reads_as_the_customer_read_it(shop: Shop) -> None:
    shop.do(
        "messages",
        "write",
        "lia",
        chosen="free_text",
        purpose="service",
        channel="sms",
        subject="Oi",
        text="Obrigado pela visita.",
    )
    shop.do(
        "messages",
        "write",
        "rui",
        chosen="free_text",
        purpose="service",
        channel="email",
        subject="Oi",
        text="Até logo.",
    )
    seen = shop.see("messages", "?customer=lia&template=free_text&channel=sms")
    assert "Obrigado pela visita." in seen
    assert "Até logo." not in seen
    assert "por você" in seen


def test_marketing_to_who_said_no_is_warned_of_and_refused(shop: Shop) -> None:
    preview = shop.do("messages", "write", "noe", preview="1", **CAMPAIGN).content.decode()
    assert "Noé disse não a propaganda" in text_of(preview)
    answer = shop.do("messages", "write", "noe", **CAMPAIGN)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Noé Reis não quer ofertas nem propaganda" in html
    assert "Três filmes." in html
    assert shop.do("messages", "write", "rui", **CAMPAIGN).status_code == 302


def test_a_mood_is_explained_by_what_happened(shop: Shop) -> None:
    assert "Satisfação 70 de 100" in shop.see("messages")
    said = {"chosen": "renewal_notice", "channel": "email", "amount": "480,00", "renews_on": "2026-12-10"}
    shop.do("renewals", "notice", "s-lia", **said)
    seen = text_of(shop.see("satisfaction", "?customer=lia"))
    assert "Foi avisado antes de uma cobrança" in seen
    assert "74 de 100" in seen
    assert "Satisfação 71 de 100" in shop.see("messages")


def test_a_moment_is_found_in_a_journal_by_halving(shop: Shop) -> None:
    workspace = Workspace.objects.get(pk=shop.workspace)
    rows = list(JournalEvent.objects.filter(workspace=workspace).order_by("seq").values_list("seq", "payload"))
    zone_free = [(seq, payload["at"]) for seq, payload in rows]
    world = shop.world
    for moment in (world.require_company().opened_at, world.now):
        stamp = moment.isoformat().replace("+00:00", "Z")
        expected = max((seq for seq, at in zone_free if at < stamp), default=0)
        assert last_before(workspace, moment) == expected


def test_a_text_of_ones_own_says_what_it_is_where_marketing_may_not_go(shop: Shop) -> None:
    sent = {"chosen": "free_text", "channel": "email", "subject": "Oi", "text": "Metade do preço, compre agora."}
    unsaid = shop.do("messages", "write", "noe", **sent)
    assert unsaid.status_code == 422 and "diga o que é" in unsaid.content.decode()
    refused = shop.do("messages", "write", "noe", purpose="marketing", **sent)
    assert refused.status_code == 409, "marketing by another name"
    assert shop.do("messages", "write", "noe", purpose="service", **sent).status_code == 302


def test_what_the_books_say_otherwise_is_said_and_needs_a_second_press(shop: Shop) -> None:
    sent = {"chosen": "renewal_notice", "channel": "email", "amount": "939,00", "renews_on": "2026-12-10"}
    said = "A assinatura diz R$ 480,00; a mensagem diz R$ 939,00."
    assert said in text_of(shop.do("messages", "write", "lia", preview="1", **sent).content.decode())
    first = shop.do("messages", "write", "lia", **sent)
    html = first.content.decode()
    assert first.status_code == 422 and said in text_of(html) and "envie outra vez" in html
    sure = html.partition('name="sure" value="')[2].partition('"')[0]
    other = shop.do("messages", "write", "lia", sure=sure, **{**sent, "amount": "940,00"})
    assert other.status_code == 422, "another amount is another press"
    assert shop.do("messages", "write", "lia", sure=sure, **sent).status_code == 302
    assert said in text_of(shop.see("messages", "?customer=lia")), "the log keeps it"
    assert shop.do("messages", "write", "lia", **{**sent, "amount": "480,00"}).status_code == 302
    assert list(shop.world.messages.values())[-1].fields == {"amount": 48000, "renews_on": "2026-12-10"}


def test_a_charge_that_nobody_owes_and_a_day_that_is_past_are_said(shop: Shop) -> None:
    sent = {"chosen": "payment_declined", "channel": "email", "amount": "999,00", "retry_on": "2026-11-20"}
    answer = shop.do("messages", "write", "rui", **sent)
    told = text_of(answer.content.decode())
    assert answer.status_code == 422
    assert "Nada está em aberto; a mensagem diz R$ 999,00." in told
    assert "20 nov 2026 já passou quando a mensagem sai." in told
