"""Incident words: the register with what was done about it, and as many people told as there are in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sandbox.engine.messages import LANGUAGES, format_day, render_message
from tests.drills.played import judged, played

DRILL = "wrong-attachment"
SIX = ["c-301", "c-302", "c-303", "c-304", "c-305", "c-306"]


def reported(measures: str = "Acesso cortado.") -> dict[str, Any]:
    return {
        "do": {
            "report_incident": {
                "known_at": "DT10:00",
                "categories": ["identification", "financial"],
                "holders": {"br": "$brazil", "eu": "$europe"},
                "reasoning": "Planilha ao parceiro errado.",
                "measures": measures,
            }
        }
    }


def told(**how: Any) -> dict[str, Any]:
    return {"do": {"notify_incident": {"incident": "incident-1", "to": "holders", "jurisdiction": "br", **how}}}


def test_an_incident_that_had_to_be_contained_says_what_was_done() -> None:
    plain = {
        "known_at": "DT10:00",
        "categories": ["identification"],
        "holders": {"br": "$brazil", "eu": "$europe"},
    }
    contained = {"incident_registered": {**plain, "contained": True}}
    assert judged(DRILL, contained, reported()).met
    assert not judged(DRILL, contained, reported(" ")).met
    assert judged(DRILL, {"incident_registered": plain}, reported(" ")).met
    assert "measures written down: no" in judged(DRILL, contained, reported(" ")).en


def test_everybody_is_told_by_a_letter_or_another_way() -> None:
    everybody = {"incident_told": {"to": "holders", "law": "br", "everybody": True}}
    rest = {"outside": "$in_the_app", "way": "aviso pelo aplicativo"}
    assert not judged(DRILL, everybody, reported()).met
    assert judged(DRILL, everybody, reported(), told(customers=SIX, **rest)).met
    assert judged(DRILL, everybody, reported(), told(outside="$brazil", way="carta")).met
    assert not judged(DRILL, everybody, reported(), told(customers=SIX[1:], **rest)).met
    seen = judged(DRILL, everybody, reported(), told(customers=SIX))
    assert not seen.met and seen.en.startswith("Notification made in time: 6 of 1,") and "6 de 1." in seen.pt_br
    assert judged(DRILL, {"incident_told": {"to": "holders", "law": "br"}}, reported(), told(customers=SIX)).met
    late = ({"at": "D+9T10:00"}, told(customers=SIX, **rest, reason="atraso"))
    assert not judged(DRILL, everybody, reported(), *late).met


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_what_happened_to_which_data_since_when_and_what_to_do(language: str) -> None:
    rest = {"outside": "$in_the_app", "way": "aviso pelo aplicativo"}
    world, _ = played(DRILL, 1, [reported(), told(customers=SIX, **rest)])
    letter = next(one for one in world.messages.values() if one.template == "incident_notice")
    _, body = render_message("incident_notice", letter.fields, name="", language=language, currency="BRL")
    day = format_day(date.fromisoformat(str(letter.fields["known_on"])), language)
    wanted = {
        "pt-br": ("alguém sem autorização", "como nome e CPF; plano, pagamentos e cobranças.", "Desconfie", day),
        "en": ("somebody without permission", "like name and CPF; plan, payments and charges.", "Be wary", day),
    }
    assert all(one in body for one in wanted[language]) and "incidente 1" not in body and "incident 1" not in body


def test_a_letter_that_names_no_incident_on_record_says_no_kinds_of_data() -> None:
    _, body = render_message("incident_notice", {"known_on": "2026-11-19"}, name="", language="en", currency="BRL")
    assert "data of yours. It may" in body
