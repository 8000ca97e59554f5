"""Tables in written text: framed once for the whole house, after sanitising."""

from __future__ import annotations

from django.utils import translation

from portal.ui.markdown import framed, to_html

NARROW = "| A & B | <b onclick=x>C</b> |\n|---|---|\n| 1 | 2 |"
WIDE = "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |"


def test_a_table_stands_in_a_frame_that_the_keyboard_reaches_and_that_has_a_name():
    with translation.override("pt-br"):
        html = framed(to_html(NARROW))
    assert html.count('<div class="table-scroll" tabindex="0" role="region" aria-label="Tabela: A &amp; B, C">') == 1
    assert "onclick" not in html
    assert "table-cue" not in html


def test_a_table_of_many_columns_says_that_it_scrolls():
    with translation.override("en"):
        html = framed(to_html(f"Text.\n\n{WIDE}\n\n{NARROW}"))
    assert html.count("table-scroll--wide") == html.count("table-cue") == 1
    assert html.count("</table></div>") == 2
    assert framed("<p>no table</p>") == "<p>no table</p>"


def test_a_text_cannot_write_the_frame_itself():
    assert "tabindex" not in to_html('<div class="table-scroll" tabindex="0" role="region">x</div>')
