"""Moderation of ideas in Wagtail's admin: reviewers answer, move on and hide; what people wrote stays as written."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from ideas.actions.moderate import moderate
from ideas.models import Idea
from portal.people.access import Capability, viewer_of
from portal.people.models import User
from portal.refusal import Refusal


class ReviewersOnly(BasePermissionPolicy):
    """Idea reviewers see and change; nobody adds or deletes here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action not in {"view", "change"} or not user.is_authenticated:
            return False
        return viewer_of(user).can(Capability.REVIEW_IDEAS)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        return get_user_model().objects.filter(roles__role="idea_reviewer", is_active=True).distinct()


register_permission_policy(Idea, ReviewersOnly(Idea))


class ModerationForm(WagtailAdminModelForm):
    """Only the reviewer's own fields can be written."""

    class Meta:
        model = Idea
        fields = ("status", "answer", "is_hidden")


class ModerationView(EditView):  # type: ignore[misc]
    """Saves through the action, which asks and refuses as everywhere."""

    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error("answer", ValidationError(refusal.sentence))
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)

    def save_instance(self) -> Idea:
        given = self.form.cleaned_data
        return moderate(
            viewer_of(self.request.user),
            key=self.object.key,
            status=given["status"],
            answer=given["answer"],
            is_hidden=given["is_hidden"],
        )


class IdeaModeration(ModelViewSet):  # type: ignore[misc]
    """The list of ideas and the sheet on which one is answered."""

    model = Idea
    icon = "help"
    menu_label = _("Ideas")
    add_to_admin_menu = True
    menu_order = 250
    list_display = (
        "title",
        "author",
        Column("status", label=_("status"), accessor="get_status_display", sort_key="status"),
        BooleanColumn("is_hidden", label=_("hidden by moderation"), sort_key="is_hidden"),
        "created_at",
    )
    ordering = ("-created_at",)
    list_filter = ("status", "is_hidden", "language")
    search_fields = ("title", "problem", "proposal")
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_view_class = ModerationView
    panels = (
        MultiFieldPanel(
            [FieldPanel(name, read_only=True) for name in ("title", "author", "problem", "proposal")],
            heading=_("As it was written"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("answer"), FieldPanel("is_hidden")], heading=_("Your answer")
        ),
    )


@hooks.register("register_admin_viewset")
def moderation() -> IdeaModeration:
    return IdeaModeration("idea_moderation")
