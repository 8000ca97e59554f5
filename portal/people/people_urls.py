"""Addresses of people's administration, and of one's own delegation."""

from django.urls import path

from portal.people.views import delegation, departments, directory, person

app_name = "people"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("new/", directory.register, name="register"),
    path("suggest/", directory.suggest, name="suggest"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.new_department, name="new_department"),
    path("departments/at/<slug:key>/", departments.department, name="department"),
    path("departments/at/<slug:key>/rename/", departments.rename, name="rename_department"),
    path("departments/at/<slug:key>/move/", departments.move, name="move_department"),
    path("delegation/", delegation.delegation, name="delegation"),
    path("delegation/<int:pk>/end/", delegation.end, name="end_delegation"),
    path("<uuid:person>/", person.person, name="person"),
    path("<uuid:person>/change/", person.change, name="change"),
    path("<uuid:person>/transfer/", person.transfer, name="transfer"),
    path("<uuid:person>/leave/", person.leave, name="leave"),
    path("<uuid:person>/return/", person.come_back, name="come_back"),
    path("<uuid:person>/roles/", person.roles, name="roles"),
    path("<uuid:person>/roles/take/", person.take_role, name="take_role"),
    path("<uuid:person>/delegate/", delegation.delegate, name="delegate"),
    path("<uuid:person>/merge/", person.merge, name="merge"),
    path("<uuid:person>/invite/", person.invite, name="invite"),
    path("<uuid:person>/withdraw/", person.withdraw, name="withdraw"),
    path("<uuid:person>/undo/", person.undo, name="undo"),
    path("<uuid:person>/end-sessions/", person.end_sessions, name="end_sessions"),
    path("<uuid:person>/second-factors/", person.reset_factors, name="reset_factors"),
    path("<uuid:person>/document/", person.reveal, name="reveal"),
]
