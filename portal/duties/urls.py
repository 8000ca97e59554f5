"""Addresses of rules, extensions and exemptions."""

from django.urls import path

from portal.duties.views import acts, rules

app_name = "duties"
urlpatterns = [
    path("rules/", rules.index, name="rules"),
    path("rules/new/", rules.choose, name="choose"),
    path("rules/new/<slug:kind>/<uuid:key>/", acts.new, name="new"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/draft/", rules.draft, name="draft"),
    path("rules/<int:pk>/change/", acts.change, name="change"),
    path("rules/<int:pk>/switch-on/", acts.switch_on, name="switch_on"),
    path("rules/<int:pk>/discard/", acts.discard, name="discard"),
    path("rules/<int:pk>/end/", acts.end, name="end"),
    path("rules/<int:pk>/exempt/", acts.exempt_somebody, name="exempt_somebody"),
    path("rules/<int:pk>/exempt/<uuid:person>/", acts.exempt, name="exempt"),
    path("exemptions/<int:pk>/end/", acts.end_exemption, name="end_exemption"),
    path("<int:pk>/extend/", acts.extend, name="extend"),
    path("people/", rules.people, name="people"),
]
