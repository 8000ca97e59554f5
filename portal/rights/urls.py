"""Addresses of people's own data: the person's under /me/data/, the privacy officer's under /privacy/."""

from django.urls import path

from portal.rights import officer_views as officer
from portal.rights import own_views as own

my_data = (
    [
        path("", own.page, name="page"),
        path("copy/", own.ask_copy, name="ask_copy"),
        path("copy/<uuid:copy>/", own.take_copy, name="take_copy"),
        path("erasure/", own.ask_erasure, name="ask_erasure"),
        path("erasure/<uuid:request_id>/withdraw/", own.withdraw_erasure, name="withdraw_erasure"),
    ],
    "my_data",
)
privacy = (
    [
        path("", officer.inbox, name="inbox"),
        path("enter/", officer.enter, name="enter"),
        path("requests/<uuid:request_id>/", officer.request_page, name="request"),
        path("requests/<uuid:request_id>/grant/", officer.grant, name="grant"),
        path("requests/<uuid:request_id>/refuse/", officer.refuse, name="refuse"),
        path("proof/", officer.proofs, name="proofs"),
        path("proof/<uuid:proof>/", officer.open_proof, name="open_proof"),
    ],
    "privacy",
)
