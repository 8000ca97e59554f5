"""Two texts compared word by word read as one: what went is struck out where it stood, what came is underlined."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.releases.drawing import drawn
from portal.releases.words import compared, passages_of
from portal.ui.markdown import to_html

_ALOUD = re.compile(r'<span class="visually-hidden">.*?</span>')


def diff(before: str, after: str) -> str:
    return _ALOUD.sub("", str(drawn(compared(passages_of(to_html(before)), passages_of(to_html(after))))))


def test_one_word_changed_is_one_word_marked():
    assert diff("Leia o código do banco.", "Leia o motivo do banco.") == (
        "<p>Leia o <del>código</del> <ins>motivo</ins> do banco.</p>"
    )


def test_a_change_is_read_aloud_too():
    told = str(drawn(compared(passages_of("<p>um dois</p>"), passages_of("<p>um três</p>"))))
    assert "retirado:" in told
    assert "acrescentado:" in told


def test_changes_with_a_short_word_between_them_are_one_change():
    assert diff("Espere três dias e tente de novo outra vez.", "Espere cinco horas e ligue de novo outra vez.") == (
        "<p>Espere <del>três dias e tente</del> <ins>cinco horas e ligue</ins> de novo outra vez.</p>"
    )


def test_a_new_item_stands_among_its_neighbours():
    assert diff("- um\n- dois", "- um\n- novo\n- dois") == (
        '<ul><li>um</li><li class="diff-added"><ins>novo</ins></li><li>dois</li></ul>'
    )


def test_a_paragraph_rewritten_is_shown_whole_twice_and_not_word_by_word():
    told = diff("Ligue para o cliente.", "Mande um aviso pelo aplicativo com a data nova da cobrança.")
    assert told.count("<del>") == told.count("<ins>") == 1


def test_formatting_and_links_are_part_of_the_words():
    assert diff("Veja a [regra](/a/).", "Veja a [regra](/b/).").count("regra") == 2
    assert "<ins><strong>agora</strong></ins>" in diff("Faça agora.", "Faça **agora**.")


def test_rows_of_a_table_are_compared_cell_by_cell():
    head = "| código | o que fazer |\n|---|---|\n"
    told = diff(f"{head}| 51 | tentar de novo |", f"{head}| 51 | esperar o salário |")
    assert '<th scope="col">código</th>' in told
    assert "<td>51</td>" in told
    assert "<ins>esperar o salário</ins>" in told


def test_long_stretches_without_change_are_folded_and_one_neighbour_stays_in_sight():
    before = "\n\n".join(f"Parágrafo {n}." for n in range(8))
    told = diff(before, before + "\n\nFim.")
    assert "7 trechos sem mudança" in told
    assert told.index("Parágrafo 7") > told.index("</details>")


def test_nothing_an_author_writes_becomes_markup():
    told = diff("a", "`<script>alert(1)</script>` & <b>x</b>")
    assert "<script>" not in told
    assert "<b>" not in told


_texts = st.lists(st.text(alphabet="ab c.,ç-\n#*", max_size=40), max_size=6).map("\n\n".join)


@given(_texts, _texts)
def test_what_is_kept_and_added_is_the_new_text_and_what_is_kept_and_removed_the_old(before, after):
    told = compared(passages_of(to_html(before)), passages_of(to_html(after)))
    for text, left_out in ((before, "added"), (after, "removed")):
        words = [w.text for p in told for cell in p.cells for run in cell if run.state != left_out for w in run.words]
        whole = [w.text for passage in passages_of(to_html(text)) for w in passage.words]
        assert words == whole
