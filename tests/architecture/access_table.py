"""Who may reach what: every named address, and what each person is answered.

Everything with an owner is Ana's: the practice company of a drill she passed, the open exam, the record behind *why*. Bruno leads her, Davi
answers for everyone's evidence; to the others her things are not there. Rows are read left to right in the order of
`ROLES`; the person is signed in, but for `anonymous`, who is led to the sign-in.
"""

from __future__ import annotations

from typing import NamedTuple

ROLES = ("anonymous", "ana", "bruno", "carla", "davi", "eva", "fabio", "zeca")


class Row(NamedTuple):
    """A method, the names of the arguments of the address, and a status for each role."""

    method: str
    args: tuple[str, ...]
    statuses: str

    def expected(self, role: str) -> int:
        return int(self.statuses.split()[ROLES.index(role)])


# fmt: off
#                                                                       anonym ana bruno carla davi eva fabio zeca
TABLE: dict[str, Row] = {
    "home":                           Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "health":                         Row("GET",  (),                          "200 200 200 200 200 200 200 200"),
    "team":                           Row("GET",  (),                          "302 404 200 200 404 200 200 404"),
    "why":                            Row("GET",  ("person", "kind", "course"), "302 200 200 404 200 404 404 404"),
    "releases:versions":              Row("GET",  ("kind", "course"),          "302 200 200 200 200 200 200 200"),
    "releases:compare":               Row("GET",  ("kind", "course"),          "302 200 200 200 200 200 200 200"),
    "releases:on":                    Row("GET",  ("kind", "course", "past_day"), "302 302 302 302 302 302 302 302"),
    "releases:read":                  Row("GET",  ("kind", "course", "one"),   "302 200 200 200 200 200 200 200"),
    "releases:asset":                 Row("GET",  ("asset", "asset_name"),     "302 200 200 200 200 200 200 200"),
    "releases:draft_asset":           Row("GET",  ("draft_kind", "document"),  "302 404 404 200 404 200 200 404"),
    "duties:rules":                   Row("GET",  (),                        "302 404 404 200 200 404 200 404"),
    "duties:choose":                  Row("GET",  (),                        "302 404 404 200 404 404 200 404"),
    "duties:people":                  Row("GET",  (),                        "302 404 404 200 404 404 200 404"),
    "duties:new":                     Row("GET",  ("kind", "course"),        "302 404 404 200 404 404 200 404"),
    "duties:rule":                    Row("GET",  ("rule",),                 "302 404 404 200 200 404 200 404"),
    "duties:draft":                   Row("GET",  ("draft",),                "302 404 404 200 404 404 200 404"),
    "duties:change":                  Row("GET",  ("rule",),                 "302 404 404 200 404 404 200 404"),
    "duties:switch_on":               Row("POST", ("draft",),                "302 404 404 302 404 404 302 404"),
    "duties:discard":                 Row("POST", ("draft",),                "302 404 404 302 404 404 302 404"),
    "duties:end":                     Row("GET",  ("rule",),                 "302 404 404 200 404 404 200 404"),
    "duties:exempt_somebody":         Row("GET",  ("rule",),                 "302 404 404 200 404 404 200 404"),
    "duties:exempt":                  Row("GET",  ("rule", "person"),        "302 404 404 200 404 404 200 404"),
    "duties:end_exemption":           Row("POST", ("exemption",),            "302 404 404 302 404 404 302 404"),
    "duties:extend":                  Row("GET",  ("duty",),                 "302 404 200 200 404 404 200 404"),

    "me":                             Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "set_zone":                       Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "set_mail":                       Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "set_language_of_person":         Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "set_theme":                      Row("POST", (),                          "302 302 302 302 302 302 302 302"),

    "calendar":                       Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "calendar_make":                  Row("POST", (),                          "302 200 200 200 200 200 200 200"),
    "calendar_revoke":                Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "calendar_feed":                  Row("GET",  ("nonsense",),               "404 404 404 404 404 404 404 404"),

    "webhooks:index":                 Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "webhooks:new":                   Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "webhooks:endpoint":              Row("GET",  ("endpoint",),               "302 404 404 404 404 404 200 404"),
    "webhooks:change":                Row("GET",  ("endpoint",),               "302 404 404 404 404 404 200 404"),
    "webhooks:renew_secret":          Row("POST", ("endpoint",),               "302 404 404 404 404 404 302 404"),
    "webhooks:test":                  Row("POST", ("endpoint",),               "302 404 404 404 404 404 302 404"),
    "webhooks:pause":                 Row("POST", ("endpoint",),               "302 404 404 404 404 404 302 404"),
    "webhooks:resume":                Row("POST", ("endpoint",),               "302 404 404 404 404 404 302 404"),
    "webhooks:remove":                Row("POST", ("endpoint",),               "302 404 404 404 404 404 302 404"),
    "webhooks:retry":                 Row("POST", ("dead_delivery",),          "302 404 404 404 404 404 302 404"),

    "notices:index":                  Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "notices:read_all":               Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "notices:open":                   Row("GET",  ("notice",),                 "302 302 404 404 404 404 404 404"),
    "notices:read":                   Row("POST", ("notice",),                 "302 302 404 404 404 404 404 404"),
    "notices:mail":                   Row("GET",  ("mail_token",),             "200 200 200 200 200 200 200 200"),

    "jobs:index":                     Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "jobs:job":                       Row("GET",  ("job",),                    "302 200 404 404 404 404 200 404"),
    "jobs:retry":                     Row("POST", ("dead_job",),               "302 404 404 404 404 404 302 404"),
    "jobs:cancel":                    Row("POST", ("job",),                    "302 302 404 404 404 404 302 404"),

    "audit:index":                    Row("GET",  (),                          "302 404 404 404 200 404 404 404"),
    "audit:export":                   Row("POST", (),                          "302 404 404 404 302 404 404 404"),

    "evidence:statements":            Row("GET",  (),                          "302 404 404 404 200 404 404 404"),
    "evidence:download":              Row("POST", (),                          "302 404 404 404 302 404 404 404"),

    "roster:index":                   Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "roster:new":                     Row("GET",  (),                          "302 404 404 404 404 404 302 404"),
    "roster:template":                Row("GET",  ("language", "sheet"),       "302 404 404 404 404 404 200 404"),
    "roster:import":                  Row("GET",  ("import",),                 "302 404 404 404 404 404 200 404"),
    "roster:again":                   Row("POST", ("import",),                 "302 404 404 404 404 404 422 404"),
    "roster:run":                     Row("POST", ("import",),                 "302 404 404 404 404 404 302 404"),
    "roster:discard":                 Row("POST", ("import",),                 "302 404 404 404 404 404 302 404"),
    "roster:resume":                  Row("POST", ("import",),                 "302 404 404 404 404 404 409 404"),
    "roster:invite":                  Row("POST", ("import",),                 "302 404 404 404 404 404 302 404"),
    "roster:report":                  Row("GET",  ("import",),                 "302 404 404 404 404 404 200 404"),

    "people:directory":               Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "people:register":                Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "people:suggest":                 Row("GET",  (),                          "302 404 200 200 404 200 200 404"),
    "people:departments":             Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "people:new_department":          Row("GET",  (),                          "302 404 404 404 404 404 200 404"),
    "people:department":              Row("GET",  ("department",),             "302 404 404 404 404 404 200 404"),
    "people:rename_department":       Row("GET",  ("department",),             "302 404 404 404 404 404 200 404"),
    "people:move_department":         Row("GET",  ("department",),             "302 404 404 404 404 404 200 404"),
    "people:delegation":              Row("GET",  (),                          "302 404 200 200 404 200 200 404"),
    "people:end_delegation":          Row("POST", ("delegation",),             "302 404 404 404 404 404 302 404"),
    "people:person":                  Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:change":                  Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:transfer":                Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:leave":                   Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:come_back":               Row("GET",  ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:roles":                   Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:take_role":               Row("POST", ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:delegate":                Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:merge":                   Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:invite":                  Row("POST", ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:withdraw":                Row("POST", ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:undo":                    Row("POST", ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:end_sessions":            Row("POST", ("person",),                 "302 404 404 404 404 404 302 404"),
    "people:reset_factors":           Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),
    "people:reveal":                  Row("GET",  ("person",),                 "302 404 404 404 404 404 200 404"),

    "my_data:page":                   Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "my_data:ask_copy":               Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "my_data:take_copy":              Row("GET",  ("data_copy",),              "302 302 404 404 404 404 404 404"),
    "my_data:ask_erasure":            Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "my_data:withdraw_erasure":       Row("POST", ("own_erasure",),            "302 302 404 404 404 404 404 404"),
    "privacy:inbox":                  Row("GET",  (),                          "302 404 404 404 200 404 404 404"),
    "privacy:enter":                  Row("GET",  (),                          "302 404 404 404 200 404 404 404"),
    "privacy:request":                Row("GET",  ("own_erasure",),            "302 404 404 404 200 404 404 404"),
    "privacy:grant":                  Row("POST", ("own_erasure",),            "302 404 404 404 302 404 404 404"),
    "privacy:refuse":                 Row("POST", ("own_erasure",),            "302 404 404 404 302 404 404 404"),
    "privacy:proofs":                 Row("GET",  (),                          "302 404 404 404 200 404 404 404"),
    "privacy:open_proof":             Row("GET",  ("proof",),                  "302 404 404 404 200 404 404 404"),

    "courses:catalogue":              Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "courses:find_certificate":       Row("GET",  (),                          "200 200 200 200 200 200 200 200"),
    "courses:check_certificate":      Row("GET",  ("code",),                   "200 200 200 200 200 200 200 200"),
    "courses:path":                   Row("GET",  ("path_slug",),              "302 200 200 200 200 200 200 200"),
    "courses:course":                 Row("GET",  ("course_slug",),            "302 200 200 200 200 200 200 200"),
    "courses:begin":                  Row("POST", ("course_slug",),            "302 302 302 302 302 302 302 302"),
    "courses:lesson":                 Row("GET",  ("course_slug", "lesson"),   "302 200 200 200 200 200 200 200"),
    "courses:finish":                 Row("POST", ("course_slug", "lesson"),   "302 302 302 302 302 302 302 302"),
    "courses:question":               Row("GET",  ("course_slug", "lesson", "question_block"), "302 302 302 302 302 302 302 302"),
    "courses:exam":                   Row("GET",  ("course_slug",),            "302 200 200 200 200 200 200 200"),
    "courses:start_exam":             Row("POST", ("course_slug",),            "302 302 302 302 302 302 302 302"),
    "courses:save_exam_answer":       Row("POST", ("course_slug", "attempt", "question"), "302 200 404 404 404 404 404 404"),
    "courses:submit_exam":            Row("POST", ("course_slug", "attempt"),  "302 302 404 404 404 404 404 404"),
    "courses:exam_result":            Row("GET",  ("course_slug", "attempt"),  "302 302 404 404 404 404 404 404"),
    "courses:certificate":            Row("GET",  ("course_slug",),            "302 404 200 200 404 404 404 404"),

    "playbooks:index":                Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "playbooks:read":                 Row("GET",  ("playbook_slug",),          "302 200 200 200 200 200 200 200"),
    "playbooks:acknowledge":          Row("POST", ("playbook_slug",),          "302 302 302 302 302 302 302 302"),

    "ideas:board":                    Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "ideas:new":                      Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "ideas:similar":                  Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "ideas:idea":                     Row("GET",  ("idea",),                   "302 200 200 200 200 200 200 200"),
    "ideas:withdraw":                 Row("POST", ("own_idea",),               "302 302 404 404 404 404 404 404"),
    "ideas:support":                  Row("POST", ("idea",),                   "302 302 302 302 302 302 302 302"),
    "ideas:withdraw_support":         Row("POST", ("idea",),                   "302 302 302 302 302 302 302 302"),

    "sandbox:index":                  Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "sandbox:drill":                  Row("GET",  ("drill_slug",),             "302 200 200 200 200 200 200 200"),
    "sandbox:start":                  Row("POST", ("drill_slug",),             "302 302 302 302 302 302 302 302"),
    "sandbox:desk":                   Row("GET",  ("workspace",),              "302 302 404 404 404 404 404 404"),
    "sandbox:customers":              Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:customer":               Row("GET",  ("workspace", "subscriber"), "302 200 404 404 404 404 404 404"),
    "sandbox:subscription":           Row("GET",  ("workspace", "held"),       "302 200 404 404 404 404 404 404"),
    "sandbox:collections":            Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:privacy":                Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:incidents":              Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:incident":               Row("GET",  ("workspace", "incident"),   "302 200 404 404 404 404 404 404"),
    "sandbox:case":                   Row("GET",  ("workspace", "case"),       "302 200 404 404 404 404 404 404"),
    "sandbox:copy":                   Row("GET",  ("workspace", "case", "copy"), "302 200 404 404 404 404 404 404"),
    "sandbox:renewals":            Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:offers":              Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:prices":              Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:messages":            Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:satisfaction":        Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:invoices":               Row("GET",  ("workspace",),            "302 200 404 404 404 404 404 404"),
    "sandbox:invoice":                Row("GET",  ("workspace", "practice_invoice"),"302 200 404 404 404 404 404 404"),
    "sandbox:invoice_pdf":            Row("GET",  ("workspace", "practice_invoice"),"302 200 404 404 404 404 404 404"),
    "sandbox:credit_note":            Row("GET",  ("workspace", "practice_note"),"302 200 404 404 404 404 404 404"),
    "sandbox:credit_note_pdf":        Row("GET",  ("workspace", "practice_note"),"302 200 404 404 404 404 404 404"),
    "sandbox:refunds":                Row("GET",  ("workspace",),            "302 200 404 404 404 404 404 404"),
    "sandbox:payment":                Row("GET",  ("workspace", "practice_payment"),"302 200 404 404 404 404 404 404"),
    "sandbox:journal":                Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:reports":                Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:report":                 Row("GET",  ("workspace", "report"),     "302 200 404 404 404 404 404 404"),
    "sandbox:reports_workbook":       Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),
    "sandbox:report_workbook":        Row("GET",  ("workspace", "report"),     "302 200 404 404 404 404 404 404"),
    "sandbox:journal_export":         Row("GET",  ("workspace", "form"),       "302 200 404 404 404 404 404 404"),
    "sandbox:moving":                 Row("GET",  ("workspace",),              "302 302 404 404 404 404 404 404"),
    "sandbox:free":                   Row("POST", ("ready_kind",),             "302 302 302 302 302 302 302 302"),
    "sandbox:preparing":              Row("GET",  ("free",),                   "302 302 404 404 404 404 404 404"),
    "sandbox:branch":                 Row("POST", ("free", "one"),             "302 302 404 404 404 404 404 404"),
    "sandbox:start_over":             Row("POST", ("free",),                   "302 302 404 404 404 404 404 404"),
    "sandbox:close":                  Row("POST", ("free",),                   "302 302 404 404 404 404 404 404"),
    "sandbox:check":                  Row("POST", ("workspace",),              "302 302 404 404 404 404 404 404"),
    "sandbox:hint":                   Row("POST", ("workspace",),              "302 302 404 404 404 404 404 404"),
    "sandbox:reset":                  Row("POST", ("workspace",),              "302 302 404 404 404 404 404 404"),
    "sandbox:debrief":                Row("GET",  ("workspace",),              "302 200 404 404 404 404 404 404"),

    "glossary:index":                 Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "glossary:term":                  Row("GET",  ("glossary_term",),          "302 200 200 200 200 200 200 200"),

    "search:search":                  Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "search:suggest":                 Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "search:report":                  Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "search:gaps":                    Row("GET",  (),                          "302 404 404 200 404 200 200 404"),
    "search:answer":                  Row("POST", ("gap",),                    "302 404 404 302 404 302 302 404"),
    "search:take":                    Row("POST", ("gap",),                    "302 404 404 302 404 302 302 404"),

    "account_login":                  Row("GET",  (),                          "200 302 302 302 302 302 302 302"),
    "account_logout":                 Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "account_signup":                 Row("GET",  (),                          "200 302 302 302 302 302 302 302"),
    "account_reauthenticate":         Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "account_change_password":        Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "account_set_password":           Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    # The proof that it is them is asked first, so a page behind it answers 302 to who only has a session.
    "mfa_index":                      Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "mfa_authenticate":               Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_reauthenticate":             Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_reauthenticate_webauthn":    Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_activate_totp":              Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_deactivate_totp":            Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_view_recovery_codes":        Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_generate_recovery_codes":    Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "mfa_download_recovery_codes":    Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_list_webauthn":              Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_add_webauthn":               Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "mfa_remove_webauthn":            Row("POST", ("one",),                    "302 302 302 302 302 302 302 302"),
    "mfa_edit_webauthn":              Row("POST", ("one",),                    "302 302 302 302 302 302 302 302"),
    "mfa_login_webauthn":             Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "usersessions_list":              Row("GET",  (),                          "302 200 200 200 200 200 200 200"),
    "end_other_sessions":             Row("POST", (),                          "302 302 302 302 302 302 302 302"),
    "end_session":                    Row("POST", ("others_session",),         "302 404 404 404 404 404 404 404"),
    "oidc_begin":                     Row("POST", (),                          "404 404 404 404 404 404 404 404"),
    "oidc_callback":                  Row("GET",  (),                          "404 404 404 404 404 404 404 404"),
    "invitation_accept":              Row("GET",  (),                          "410 410 410 410 410 410 410 410"),
    "invitation":                     Row("GET",  ("nonsense",),               "302 302 302 302 302 302 302 302"),
    "account_reset_password":         Row("GET",  (),                          "200 200 200 200 200 200 200 200"),
    "account_reset_password_from_key_done": Row("GET", (),                     "200 200 200 200 200 200 200 200"),
    "account_reset_password_from_key": Row("GET", ("nonsense", "nonsense"),    "302 302 302 302 302 302 302 302"),
    "account_reset_password_done":    Row("GET",  (),                          "200 200 200 200 200 200 200 200"),

    "wagtailadmin_home":              Row("GET",  (),                          "302 404 404 200 404 200 200 404"),
    "wagtaildocs_serve":              Row("GET",  ("document", "document_name"), "302 404 404 200 404 200 200 404"),
    "editors_picture":                Row("GET",  ("picture",),                "302 404 404 200 404 200 200 404"),
    "wagtail_serve":                  Row("GET",  ("nowhere",),                "404 404 404 404 404 404 404 404"),
    "wagtailcore_login":              Row("GET",  (),                          "302 302 302 302 302 302 302 302"),
    "wagtailcore_authenticate_with_password": Row("GET", ("one", "one"),       "404 404 404 404 404 404 404 404"),
}
# fmt: on

ADMIN_IS_ONE_ROW = "admin/"
"""Wagtail's own two hundred addresses stand behind one door and are tested by Wagtail."""

if __name__ == "__main__":
    import os

    # Nothing connects to it: only the addresses are read.
    os.environ |= {"DATABASE_URL": "postgresql://nobody@localhost/none", "MODE": "test"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from tests.architecture import access_page

    access_page.PAGE.write_text(access_page.page(), encoding="utf-8")
