"""What people fill in at the door: a first password, a request for another, the password itself."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm, SetPasswordForm, UserTokenForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.signin import reset

IN_THEIR_OWN_WORDS = settings.WAGTAIL_CONTENT_LANGUAGES
"""Languages as those call them who speak them."""
NEW = _("New password")
AGAIN = _("The same password again")
DIFFER = _("The two passwords differ: type the same one in both.")
GOOD_PASSWORDS = _("At least 12 characters. Not your name or your e-mail, and none that many people use.")


class Joining(forms.Form):
    """What an invited person still has to say: their language and a password."""

    language = forms.ChoiceField(label=_("Language"), choices=IN_THEIR_OWN_WORDS, widget=forms.RadioSelect)
    password = forms.CharField(
        label=NEW,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=AGAIN,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = GOOD_PASSWORDS

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        password = self.cleaned_data.get("password")
        if password is not None and password != again:
            raise ValidationError(DIFFER)
        return again


class AskForReset(forms.Form):
    """An e-mail address. It is looked up by the worker, never by the page: the answer is the same for everyone."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        reset.ask(email)
        return email


class ResetToken(UserTokenForm):
    """The secret of a reset link; it opens only for who may have a password today."""

    def _get_user(self, uidb36: str) -> User | None:
        user: User | None = super()._get_user(uidb36)
        return user if user and reset.may_have_password(user) else None


class InOurWords:
    """allauth's two fields for a new password, said as the invitation says them."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("password1", NEW), ("password2", AGAIN)):
            self.fields[name].label = label
        self.fields["password1"].help_text = GOOD_PASSWORDS
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}  # type: ignore[arg-type]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", DIFFER)  # type: ignore[attr-defined]
        return cleaned


class ChangePassword(InOurWords, ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Current password")


class SetPassword(InOurWords, SetPasswordForm):
    """A first password for who signs in without one."""


class NewPassword(InOurWords, ResetPasswordKeyForm):
    """The new password behind a reset link."""

    @transaction.atomic
    def save(self) -> None:
        reset.complete(self.user, key=self.temp_key, password=self.cleaned_data["password1"])
