"""The editor's way back: whoever writes is one press from what readers see."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def back_to_the_portal() -> MenuItem:
    return MenuItem(_("Back to Vigente"), reverse_lazy("home"), name="vigente", icon_name="arrow-left", order=1)
