"""Narration: each event as one plain sentence a trainee can read, in both languages, with the arithmetic where there is any."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.engine import events as ev
from sandbox.engine.narration.activation import ActivationTeller
from sandbox.engine.narration.amends import AmendsTeller
from sandbox.engine.narration.approvals import ApprovalTeller
from sandbox.engine.narration.arrears import ArrearsTeller
from sandbox.engine.narration.company import CompanyTeller
from sandbox.engine.narration.disputes import DisputeTeller
from sandbox.engine.narration.documents import DocumentTeller
from sandbox.engine.narration.drafts import DraftTeller
from sandbox.engine.narration.dunning import DunningTeller
from sandbox.engine.narration.habits import HabitTeller
from sandbox.engine.narration.leaving import LeavingTeller
from sandbox.engine.narration.mandates import MandateTeller
from sandbox.engine.narration.messages import MessageTeller
from sandbox.engine.narration.money import MoneyTeller
from sandbox.engine.narration.privacy import PrivacyTeller
from sandbox.engine.narration.reminding import RemindingTeller
from sandbox.engine.narration.repricing import RepricingTeller
from sandbox.engine.narration.sending import SendingTeller
from sandbox.engine.narration.subscriptions import SubscriptionTeller
from sandbox.engine.narration.webhooks import WebhookTeller
from sandbox.engine.wording import DECLINE_WORDS, method_words
from sandbox.engine.world import World

__all__ = ["DECLINE_WORDS", "method_words", "narrate"]


def narrate(
    event: ev.Event,
    world: World,
    language: str,
    *,
    subjects: Mapping[str, Mapping[str, str]] | None = None,
    numbers: Mapping[str, int] | None = None,
) -> str:
    """One sentence. The world is read for names of things; `subjects` puts people's names in where they may
    be shown, `numbers` those of invoices that have left for the archive.
    """
    return _Teller(world, language, subjects or {}, numbers).tell(event)


class _Teller(
    CompanyTeller,
    SubscriptionTeller,
    DocumentTeller,
    DraftTeller,
    SendingTeller,
    HabitTeller,
    ArrearsTeller,
    MoneyTeller,
    DunningTeller,
    MessageTeller,
    DisputeTeller,
    ActivationTeller,
    WebhookTeller,
    AmendsTeller,
    RepricingTeller,
    PrivacyTeller,
    LeavingTeller,
    RemindingTeller,
    MandateTeller,
    ApprovalTeller,
):
    def tell(self, event: ev.Event) -> str:
        words: str = getattr(self, f"_{type(event).__struct_config__.tag}")(event)
        return words

    def _command_keyed(self, event: ev.CommandKeyed) -> str:
        return self.say("Comando recebido com chave de repetição.", "Command received with an idempotency key.")

    def _clock_moved(self, event: ev.ClockMoved) -> str:
        return self.say(f"O relógio foi até {self.moment(event.to)}.", f"The clock moved to {self.moment(event.to)}.")
