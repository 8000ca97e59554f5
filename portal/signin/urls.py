"""The doors of sign-in: those of allauth that a closed house has; e-mail addresses are not changed at any of them."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from portal.signin import reset_views
from portal.signin import views as own
from portal.signin.factors import step_up

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", own.ProvePassword.as_view(), name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", step_up(views.password_set), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>set-password)/$",
        reset_views.ChooseAnew.as_view(),
        name="account_reset_password_from_key",
    ),
    re_path(  # a key holds a dash itself
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        reset_views.take,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", own.second_factors, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/activate/", step_up(app.activate_totp), name="mfa_activate_totp"),
    path("2fa/app/deactivate/", step_up(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", step_up(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", step_up(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", step_up(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    # They stand on the page of second factors; allauth comes back here after a change.
    path("2fa/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", step_up(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/passkeys/<int:pk>/remove/", step_up(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("2fa/passkeys/<int:pk>/edit/", step_up(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("2fa/passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sessions/", own.list_sessions, name="usersessions_list"),
    path("sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:session>/end/", own.end_session, name="end_session"),
]
