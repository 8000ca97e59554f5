"""Why data goes or stays, in the sentences that every app gives as reasons; each names its ground in the law."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WRITTEN_BY_YOU = _("Words typed by the person; nothing obliges the company to keep them.")
WRITTEN_OF_YOU = _("Words about the person that served a decision while they worked here.")
PRACTICE = _("Practice on invented customers; it served learning alone.")
WHILE_WORKING = _("Needed while the person works here, for the employment contract (LGPD, arts. 7 V and 16 I).")
PROOF = _(
    "Proof of training that the company must be able to show: kept for its term under a pseudonym, the name sealed apart "
    "(LGPD, art. 16 I; Constitution, art. 7 XXIX)."
)
RECORD = _("The record of what was done stays, under an id that no longer leads to a name (LGPD, art. 16 IV).")
COMMON = _("Others built on it: it stays without a name and without the person's words.")
AUDIT = _("What was done with privileges must stay accountable; it holds no name (LGPD, arts. 6 X and 16 I).")
SIGN_IN = _("It only served to sign in.")
IDENTITY = _("Nothing needs the name once the person has left, but for the proof below.")
COPY = _("A copy serves its person alone and must not outlive what it was made from.")
ASKED = _("The request and its answer are the company's own proof that it answered (LGPD, art. 16 I).")
