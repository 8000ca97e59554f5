"""The privileged acts, each with the sentence in which the audit tells it; nothing else is written there.

A sentence speaks of what was done; who did it and to whom stand beside it. Its `%(name)s` are keys of the entry's facts.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, Promise] = {
    # People in and out
    "person.registered": _("Registered the person"),
    "person.invited": _("Invited"),
    "person.invitation_withdrawn": _("Withdrew the invitation"),
    "person.joined": _("Accepted the invitation"),
    "person.changed": _("Changed the registration (%(fields)s)"),
    "person.left": _("Registered the departure, last day %(day)s"),
    "person.returned": _("Registered the return from %(day)s"),
    "person.transferred": _("Transferred from %(day)s"),
    "person.merged": _("Merged a duplicate into this account"),
    "people.imported": _("Imported people: %(new)s new, %(changed)s changed, %(left)s leaving"),
    "plan.undone": _("Undid what was planned for %(day)s (%(what)s)"),
    "role.given": _("Gave the role %(role)s from %(day)s"),
    "role.taken": _("Took the role %(role)s from %(day)s"),
    "delegation.made": _("Delegated the team from %(day)s until %(until)s"),
    "delegation.ended": _("Ended the delegation"),
    "department.made": _("Created the department %(key)s"),
    "department.changed": _("Changed the department %(key)s from %(day)s"),
    # Sign-in
    "signin.second_factor_added": _("Added a second factor (%(kind)s)"),
    "signin.second_factor_removed": _("Removed a second factor (%(kind)s)"),
    "signin.recovery_codes_made": _("Made new recovery codes"),
    "signin.second_factors_reset": _("Removed every second factor of someone locked out"),
    "signin.password_changed": _("Changed the password"),
    "signin.password_reset": _("Created a new password through the link in the e-mail"),
    "signin.sessions_ended": _("Ended %(count)s sessions"),
    "signin.provider_linked": _("Signed in through %(provider)s for the first time"),
    "signin.provider_unlinked": _("Forgot under which subject %(provider)s knows the person"),
    # Calendars and webhooks
    "calendar.made": _("Made the address of their calendar"),
    "calendar.renewed": _("Made another address of their calendar"),
    "calendar.revoked": _("Revoked the address of their calendar"),
    "webhook.registered": _("Registered the webhook to %(host)s"),
    "webhook.changed": _("Changed the webhook to %(host)s (%(fields)s)"),
    "webhook.secret_renewed": _("Made a new secret for the webhook to %(host)s"),
    "webhook.paused": _("Paused the webhook to %(host)s"),
    "webhook.paused_by_failure": _("Paused by itself the webhook to %(host)s, which failed for days"),
    "webhook.resumed": _("Resumed the webhook to %(host)s"),
    "webhook.removed": _("Removed the webhook to %(host)s"),
    "webhook.tried_again": _("Tried again a delivery to %(host)s"),
    # People's own data
    "rights.copy_asked": _("Asked for a copy of the data"),
    "rights.copy_made": _("Received the copy of the data"),
    "rights.erasure_asked": _("Asked for erasure"),
    "rights.erasure_withdrawn": _("Withdrew the request for erasure"),
    "rights.erasure_granted": _("Granted the erasure"),
    "rights.erasure_completed": _("Completed the erasure after the departure"),
    "rights.erasure_refused": _("Refused the erasure"),
    "rights.proof_opened": _("Opened proof kept after an erasure"),
    "rights.proof_destroyed": _("Destroyed proof whose term ended"),
    "document.revealed": _("Looked at the personal document"),
    "keys.rotated": _("Brought %(count)s sealed values under the newest key"),
    # Content
    "release.published": _("Released %(kind)s number %(number)s"),
    "audit.exported": _("Exported the audit"),
    "questions.imported": _("Imported questions: %(new)s new, %(replaced)s replaced, %(skipped)s left out"),
    # Duties
    "duty.rule_drafted": _("Drafted what rule %(rule)s on duties is to say (number %(number)s)"),
    "duty.draft_discarded": _("Discarded draft %(number)s of rule %(rule)s on duties"),
    "duty.rule_switched_on": _("Switched on rule %(rule)s on duties (number %(number)s) from %(day)s"),
    "duty.rule_ended": _("Ended rule %(rule)s on duties from %(day)s"),
    "duty.extended": _("Gave more time for a duty, until %(day)s (rule %(rule)s)"),
    "duty.exempted": _("Exempted from rule %(rule)s on duties"),
    "duty.exempted_until": _("Exempted from rule %(rule)s on duties until %(day)s"),
    "duty.exemption_ended": _("Ended the exemption from rule %(rule)s on duties"),
    # Background work and evidence
    "job.retried": _("Let a failed task run again (%(kind)s)"),
    "job.canceled": _("Canceled a task (%(kind)s)"),
    "evidence.exported": _("Exported %(count)s statements of evidence, up to number %(until)s"),
    "evidence.purged": _("Removed %(facts)s facts of %(persons)s people from evidence (%(lawful)s)"),
}
