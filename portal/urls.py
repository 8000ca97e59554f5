"""The table of addresses."""

from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from portal.calendars import views as calendars
from portal.duties import views as duties
from portal.home import documents, health
from portal.home import views as home
from portal.people import views as people
from portal.releases import asset_views
from portal.rights import urls as rights
from portal.signin import entry_views, oidc

handler429 = "portal.signin.limits.too_many"
"""Named for allauth, which looks for it here."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("health/", health.health, name="health"),
    path("team/", duties.team, name="team"),
    path("why/<uuid:person>/<slug:kind>/<uuid:key>/", duties.why, name="why"),
    path("duties/", include("portal.duties.urls")),
    path("me/", people.account, name="me"),
    path("me/zone/", people.set_zone, name="set_zone"),
    path("me/mail/", people.set_mail, name="set_mail"),
    path("me/language/", people.set_language_of_person, name="set_language_of_person"),
    path("me/theme/", people.set_theme, name="set_theme"),
    path("me/calendar/", calendars.page, name="calendar"),
    path("me/calendar/make/", calendars.make, name="calendar_make"),
    path("me/calendar/revoke/", calendars.revoke, name="calendar_revoke"),
    path("calendar/<str:token>.ics", calendars.feed, name="calendar_feed"),
    path("me/data/", include(rights.my_data)),
    path("privacy/", include(rights.privacy)),
    path("courses/", include("courses.urls")),
    path("playbooks/", include("playbooks.urls")),
    path("ideas/", include("ideas.urls")),
    path("practice/", include("sandbox.urls")),
    path("search/", include("portal.search.urls")),
    path("releases/", include("portal.releases.urls")),
    path("glossary/", include("portal.glossary.urls")),
    path("notices/", include("portal.notices.urls")),
    path("jobs/", include("portal.jobs.urls")),
    path("webhooks/", include("portal.webhooks.urls")),
    path("audit/", include("portal.audit.urls")),
    path("evidence/", include("portal.evidence.urls")),
    path("people/imports/", include("portal.roster.urls")),
    path("people/", include("portal.people.people_urls")),
    path("accounts/", include("portal.signin.urls")),
    path("accounts/company/", oidc.begin, name="oidc_begin"),
    path("accounts/company/callback/", oidc.callback, name="oidc_callback"),
    path("invitation/", entry_views.accept, name="invitation_accept"),
    path("invitation/<str:secret>/", entry_views.take, name="invitation"),
    # Wagtail's own two sign-in forms would be doors without our limits on guessing: one door is enough.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("site/_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("documents/<int:document_id>/<str:document_filename>", documents.serve, name="wagtaildocs_serve"),
    path("media/<path:name>", asset_views.editors, name="editors_picture"),
    # Publishing releases: what an editor does is done whole or not at all.
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, transaction.atomic))),
    path("site/", include(wagtail_urls)),
]

if settings.DEMO:
    from portal.home import demo_sign_in

    urlpatterns += [path("demo/sign-in/", demo_sign_in.sign_in_as, name="demo_sign_in")]
