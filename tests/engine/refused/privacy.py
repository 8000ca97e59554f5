"""Refused of privacy: how each no about consents, requests, data and incidents is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine import Rejection
from tests.engine.desk import Desk, opened, subscribed


def _case(kind: str = "deletion", *, verified: bool = True, **fields: Any) -> Desk:
    desk = subscribed("approve")
    desk.do("open_request", customer="rita", kind=kind, **fields)
    if verified:
        desk.do("verify_identity", case="case-1", method="otp")
    return desk


def _answered() -> Desk:
    desk = _case("access")
    desk.do("answer_request", case="case-1", outcomes=[{"category": "profile", "outcome": "done"}])
    return desk


def _answer(desk: Desk, outcome: str = "done", category: str = "profile", **fields: Any) -> Rejection:
    outcomes = [{"category": category, "outcome": outcome, "reason": "because"}]
    return desk.refused("answer_request", **{"case": "case-1", "outcomes": outcomes, **fields})


def _erased() -> Desk:
    desk = subscribed("approve")
    desk.do("cancel", subscription="s1", when="now")
    desk.do("erase_data", customer="rita", categories=["profile"])
    return desk


def _held() -> Desk:
    desk = subscribed("approve")
    desk.do("place_hold", customer="rita", kind="lawsuit", categories=["support"], reason="case 12 of 2026")
    return desk


def _incident(**fields: Any) -> Desk:
    desk = subscribed("approve")
    desk.do("report_incident", **{"categories": ["financial"], "holders": {"br": 3}, **fields})
    return desk


def _report(**fields: Any) -> Rejection:
    return subscribed().refused("report_incident", **{"categories": ["financial"], "holders": {"br": 3}, **fields})


def _told() -> Desk:
    desk = _incident()
    desk.do("notify_incident", incident="incident-1", to="authority")
    return desk


def _notify(desk: Desk, **fields: Any) -> Rejection:
    return desk.refused("notify_incident", **{"incident": "incident-1", "to": "authority", **fields})


def _suppressed() -> Desk:
    desk = subscribed("approve")
    desk.do("set_consent", customer="rita", channel="all", granted=False)
    return desk


def _campaign(desk: Desk) -> Rejection:
    return desk.refused("send_message", customer="rita", template="campaign", fields={"text": "Volte"})


def _late() -> Rejection:
    desk = _incident()
    desk.until("2026-10-20")
    return _notify(desk)


def _released() -> Rejection:
    desk = _held()
    desk.do("release_hold", hold="hold-1")
    return desk.refused("release_hold", hold="hold-1")


def _consent(**fields: Any) -> Rejection:
    return subscribed().refused("set_consent", **{"customer": "rita", "channel": "email", "granted": True, **fields})


def _hold(**fields: Any) -> Rejection:
    return subscribed().refused("place_hold", **{"customer": "rita", "kind": "lawsuit", "reason": "x", **fields})


CASES: dict[str, Callable[[], Rejection]] = {
    "suppressed": lambda: _campaign(_suppressed()),
    "no_consent": lambda: _campaign(subscribed()),
    "consent_is_specific": lambda: _consent(channel="all", proof="x"),
    "proof_missing": _consent,
    "consent_names_its_subscription": lambda: _consent(purpose="immediate_start", proof="x"),
    "waiver_not_for_services": lambda: _consent(purpose="digital_content_waiver", proof="x"),
    "unknown_case": lambda: opened().refused("verify_identity", case="who", method="otp"),
    "case_answered": lambda: _answered().refused("verify_identity", case="case-1", method="otp"),
    "not_this_case": lambda: _case("access").refused(
        "erase_data", customer="rita", case="case-1", categories=["marketing"]
    ),
    "identity_not_verified": lambda: _answer(_case("access", verified=False)),
    "representation_needed": lambda: _answer(_case("access", by="third_party")),
    "never_asked_for": lambda: _case().refused("verify_identity", case="case-1", method="otp", asked=["cvv"]),
    "outcome_per_category": lambda: _answer(_case("access"), outcomes=[]),
    "simplified_is_for_access": lambda: _answer(_case(), part="simplified"),
    "reason_missing": lambda: subscribed().refused("reveal_data", customer="rita", fields=["cpf"], reason=" "),
    "not_done_yet": lambda: _answer(_case(), category="marketing"),
    "nothing_keeps_it": lambda: _answer(_case(), "kept", "marketing"),
    "export_answers_a_request": lambda: subscribed().refused("export_data", customer="rita", categories=["profile"]),
    "never_exported": lambda: _case("portability").refused(
        "export_data", customer="rita", case="case-1", categories=["notes"]
    ),
    "nothing_to_correct": lambda: subscribed().refused("correct_data", customer="rita", fields=[]),
    "nothing_to_erase": lambda: subscribed().refused("erase_data", customer="rita", categories=[]),
    "nothing_to_reveal": lambda: subscribed().refused("reveal_data", customer="rita", fields=[], reason="x"),
    "unknown_sharee": lambda: subscribed().refused("correct_data", customer="rita", fields=["name"], tell=["who"]),
    "already_erased": lambda: _erased().refused("erase_data", customer="rita", categories=["profile"]),
    "kept_until": lambda: subscribed().refused("erase_data", customer="rita", categories=["invoices"]),
    "kept_while": lambda: subscribed().refused("erase_data", customer="rita", categories=["profile"]),
    "subject_erased": lambda: _erased().refused("subscribe", customer="rita", price="basic-m"),
    "fiscal_hold_names_its_invoice": lambda: _hold(kind="fiscal"),
    "hold_is_over": lambda: _hold(categories=["support"], until="2026-09-01"),
    "hold_names_categories": _hold,
    "unknown_hold": lambda: opened().refused("release_hold", hold="who"),
    "hold_not_in_force": _released,
    "not_in_the_future": lambda: subscribed().refused(
        "open_request", customer="rita", kind="access", at="2026-10-02T00:00"
    ),
    "known_before_it_happened": lambda: _report(at="2026-10-01", known_at="2026-09-30"),
    "incident_names_data_and_holders": lambda: _report(holders={"br": 0}),
    "unknown_incident": lambda: opened().refused("notify_incident", incident="who", to="authority"),
    "nobody_there": lambda: _notify(_incident(), jurisdiction="eu"),
    "already_told": lambda: _notify(_told()),
    "authority_first": lambda: _notify(_incident(), to="supplement"),
    "telling_says_how": lambda: _notify(_incident(), to="holders"),
    "letters_go_to_holders": lambda: _notify(_incident(), customers=["rita"]),
    "delay_needs_reason": _late,
}
