"""What can be wrong with a file, a line or a cell, each with the sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.naming import NO_NAME

FILE: dict[str, Promise] = {
    "empty": _("No lines stand below the headings. Fill in the template and choose the file again."),
    "too_many_lines": _("The file has more than %(most)s lines. Split it and import the parts one after the other."),
    "column_missing": _("No column is headed “%(column)s”. Add it; the template shows every heading."),
    "column_twice": _("Columns %(first)s and %(second)s are both “%(column)s”. Keep one of them."),
    "not_a_table": _("This is neither CSV nor XLSX. Save the sheet as one of them and choose it again."),
    "no_sheet": _("This is no spreadsheet. Choose a CSV or an XLSX file."),
    "old_workbook": _(
        "This workbook is of the old format or locked by a password. Save it as .xlsx without a password."
    ),
    "broken_workbook": _(
        "The workbook cannot be opened. Open it where it was made, save it as .xlsx and choose it again."
    ),
    "unpacks_too_large": _(
        "Unpacked, the workbook is larger than %(most)s MB. Keep the one sheet with the people and remove pictures."
    ),
    "too_slow": _("Reading this file takes too long. Copy the people into a new workbook, values only, and send that."),
    "broken_csv": _("Line %(line)s cannot be read: a quotation mark may not be closed. Correct it and try again."),
}
"""The whole file cannot be read."""

LINE: dict[str, Promise] = {
    "formula": _("Here stands a formula. Replace it by its result (copy, then paste as values)."),
    "cell_error": _("The sheet shows an error here (%(value)s). Write the value itself."),
    "characters": _("There are characters here that cannot be shown. Type the value again."),
    "too_long": _("This is longer than %(most)s characters. Shorten it."),
    "email_missing": _("The e-mail is missing. Write the person's work address."),
    "email_wrong": _("“%(value)s” is no e-mail address. Write it as name@company.com."),
    "name_missing": _("The name is missing, and this person is not known yet. Write the full name."),
    "name_wrong": NO_NAME,
    "line_twice": _("This line repeats line %(line)s. Remove one of the two."),
    "email_twice": _("Line %(line)s has the same e-mail; capital letters make no difference. Keep one line a person."),
    "merged": _("This account was merged into another. Use the e-mail of the account that remains."),
    "date_wrong": _("“%(value)s” is no date. Write it as 2026-03-31 or 31/03/2026."),
    "language_wrong": _("“%(value)s” is no language of this portal. Write pt-BR or en."),
    "cpf_wrong": _("This looks like a CPF, and its digits do not match. Check the number."),
    "department_unknown": _(
        "There is no department “%(value)s”. Correct the name or let the import create the departments that are missing."
    ),
    "department_unclear": _("More than one department is called “%(value)s”. Write its key: %(keys)s."),
    "manager_wrong": _("“%(value)s” is no e-mail address. Write the manager's e-mail."),
    "manager_unknown": _("Nobody has the e-mail %(value)s, here or in the file. Correct it or add a line for them."),
    "manager_refused": _("The manager stands in line %(line)s, which has errors. Correct that line first."),
    "manager_self": _("Nobody leads themselves. Write another manager, or - for none."),
    "manager_gone": _("%(value)s has left or leaves by this import. Write who leads from now on."),
    "loop": _("The lines go round in a circle: %(path)s. Change one of these managers."),
    "loop_now": _("By now this would make the lines go round in a circle. Import this line again after checking it."),
    "leave_before_hire": _("The last day comes before the day of hiring. Correct one of the two."),
    "new_but_gone": _("This person is not known and has left already. Remove the line."),
    "hired_after_leave": _("The day of hiring comes after this person's last day here. Correct it."),
    "leaves_already": _(
        "A departure is already registered, last day %(day)s. Undo it on the person's page to choose another day."
    ),
    "no_successor": _("This person leads people and answers to nobody. Give those people another manager in the file."),
    "last_now": _(
        "Meanwhile nobody else holds this person's role. Give it to somebody else, then import this line again."
    ),
    "refused_now": _("Somebody else changed this at the same moment. Import this line again."),
    "planned": _("A change is already planned for %(day)s. Undo it first, or choose a later day than that."),
}
"""One cell or line is left out until it is corrected."""

STOPS: dict[str, Promise] = {
    "nothing": _("Nothing would change. Correct the lines with errors, or leave everything as it is."),
    "oneself": _(
        "Your own account would be deactivated. Add your line to the file, or let another administrator do it."
    ),
    "last_administrator": _("Nobody would be left to administer. Keep at least one administrator in the file."),
    "last_privacy_officer": _(
        "Nobody would be left to answer for people's data. Keep at least one privacy officer in the file."
    ),
    "stranded": _(
        "Somebody who is missing from the file leads people and answers to nobody. Give those people another manager in "
        "the file."
    ),
    "emails_in_error": _(
        "Some lines have no valid e-mail, so nobody can say who is missing from the file. Correct them, or do not "
        "deactivate who is missing."
    ),
}
"""The file is readable and must not run like this."""


@dataclass(frozen=True)
class Finding:
    """Something wrong in one line: `column` is a field's name, or empty for the line as a whole."""

    column: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In the language being spoken."""
        return str(LINE[self.code]) % {name: _said(name, value) for name, value in self.facts.items()}

    def packed(self) -> list[Any]:
        return [self.column, self.code, self.facts]


def _said(name: str, value: Any) -> str:
    """Days as people write them, and a circle as the people in it with their lines."""
    if name == "day":
        return date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if name == "path":
        return " → ".join(_("%(name)s (line %(line)s)") % {"name": who, "line": n} if n else who for who, n in value)
    return str(value)


class Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
