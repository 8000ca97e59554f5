"""The subjects of subscription operations by the names that content gives them, in words; an author's own stays as typed."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOPICS: dict[str, Promise] = {
    "billing-automation": _("Billing automation"),
    "renewals": _("Renewals"),
    "reports": _("Reports"),
    "encryption": _("Encryption"),
    "privacy": _("Privacy"),
    "two-step": _("Two-step sign-in"),
    "feedback": _("Feedback"),
    "billing-messages": _("Clear billing messages"),
    "offers": _("Offers"),
    "refreshers": _("Refresher courses"),
    "innovation": _("Innovation"),
    "collaboration": _("Collaboration between departments"),
    "dunning": _("Dunning"),
    "notices": _("Renewal notices"),
    "refunds": _("Refunds"),
}


def topic_in_words(topic: str) -> str:
    return str(TOPICS.get(topic, topic.replace("-", " ")))
