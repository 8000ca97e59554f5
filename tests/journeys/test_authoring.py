"""Eva writes a drill's condition anew, rehearses what she has typed, and releases it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.releases.models import Release
from sandbox.models import DrillPage
from tests.journeys.conftest import Comes
from tests.journeys.known import DRILL
from tests.journeys.walker import PT, Face

pytestmark = pytest.mark.browser
TITLE = "A fatura foi paga, e uma vez só"


def test_eva_rehearses_what_she_typed_and_releases_it(comes: Comes) -> None:
    eva = comes("eva", Face(PT, 1440, "light"))
    drill = DrillPage.objects.get(translation_key=DRILL, locale__language_code=PT)
    eva.goes_to(f"/admin/pages/{drill.pk}/edit/")
    page = eva.page
    title = page.locator("#conditions-2-value-title_pt_br")
    expect(title).to_have_value("Fatura paga uma única vez")
    expect(page.locator("#conditions-2-value-step")).to_have_value(re.compile(".+/decline-schedule"))
    eva.looks("drill-editor")
    title.fill(TITLE)
    footer = page.get_by_role("navigation").filter(has=page.get_by_role("button", name="Salvar rascunho"))
    footer.get_by_role("button", expanded=False).click()
    with page.expect_popup() as opened:
        footer.get_by_role("button", name="Ensaiar o que está escrito").click()
    rehearsed = opened.value
    expect(rehearsed.get_by_role("columnheader", name=TITLE)).to_be_visible()
    expect(rehearsed.get_by_role("heading", name=re.compile("como esperado"))).to_be_visible()
    rehearsed.close()
    page.get_by_role("combobox", name="O que pede das pessoas").select_option("minor")
    page.get_by_role("textbox", name="Por que muda, em uma frase").fill("Título mais claro.")
    footer.get_by_role("button", name="Publicar", exact=True).click()
    expect(page.get_by_text(re.compile("publicad", re.IGNORECASE)).first).to_be_visible()
    assert Release.objects.filter(kind="drill", key=DRILL).latest("number").number == 2
