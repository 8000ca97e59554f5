"""What is said of an import: why a file or a question cannot be taken, what of it is lost, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FAULTS: Mapping[str, Promise] = {
    "too_large": _("The file is too large: split it into parts of less than 4 MB."),
    "not_utf8": _("The file is not in UTF-8: save it again with that encoding."),
    "too_many": _("The file holds more than 2,000 questions: split it."),
    "too_deep": _("The XML is nested deeper than any bank of questions: export it again."),
    "forbidden_xml": _("The XML declares a document type or entities, which are never read: export it again without."),
    "no_xml": _("This is not well-formed XML: export it again, or choose another format."),
    "no_quiz": _("This XML is no Moodle question bank: it has to begin with <quiz>."),
    "no_table": _("The table breaks off here: look for a quotation mark that is not closed."),
    "no_question_column": _("The first row has to name the columns, and one of them “question”."),
    "too_many_columns": _("The table has more than 60 columns: remove those that say nothing of a question."),
}
"""By the code of `Fault`."""
WHY: Mapping[str, Promise] = {
    "description": _("A text without a question: put it into a lesson."),
    "essay": _("Open answers are not marked here: ask with options or gaps."),
    "cloze": _("Several answers within one text: write it anew as a text with gaps."),
    "unknown_kind": _("There is no such kind of question here."),
    "broken": _("It breaks off or its marks do not match: compare it with the format."),
    "no_prompt": _("The question itself is missing."),
    "no_right_answer": _("No answer is marked as right."),
    "several_right": _("Several answers are right where one is asked for."),
    "options_count": _(
        "The number of options or items does not fit: from 2 to 8 options, or to 10 items to put in order."
    ),
    "pairs_count": _("The number of pairs does not fit: from 2 to 10, and up to 5 texts that belong to none."),
    "same_right": _("Two texts on the right are the same: nobody could tell which is meant."),
    "empty_text": _("One of the texts is empty."),
    "too_long": _("A text is too long: 1,000 characters for the question, 300 for an option, 200 for a gap."),
    "not_a_number": _("The number cannot be read."),
    "number_limits": _("The number is too large or has more than six decimal places."),
    "name_twice": _("An earlier question of the file has the same name."),
    "name_taken": _("The bank has another question of this name: rename it, or choose to replace."),
    "refused": _("The bank does not take it as it stands."),
}
"""Why one question is skipped."""
NOTES: Mapping[str, Promise] = {
    "untranslated": _("The Portuguese text is missing: the text of the file stands in both languages."),
    "weights_lost": _("Shares of the point are not kept: right is right, and every right answer counts the same."),
    "media_lost": _("Images and other media are not taken along."),
    "units_lost": _("Only the first unit is kept."),
    "wildcard_lost": _("Answers with * are not taken along."),
    "case_lost": _("Capital letters make no difference here."),
    "tags_cut": _("Not every tag found room."),
}
"""What of a question that is taken stays behind."""
