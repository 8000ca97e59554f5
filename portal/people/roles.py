"""The groups in which Wagtail knows our roles, and which pages each may edit; granted by subtree, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.home.library import library
from portal.people.access import GROUPS
from portal.people.models import Role

PAGE_ACTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


@transaction.atomic
def ensure_groups() -> None:
    """Make the groups of `GROUPS` and what each may edit; doing it twice changes nothing.

    Authors and administrators edit the whole library, process owners its playbooks: until those have their sections,
    the whole library too.
    """
    roots = [library("pt-br"), library("en")]
    children = Page.objects.child_of(roots[0]) | Page.objects.child_of(roots[1])
    sections = list(children.filter(content_type__app_label="playbooks"))
    pages = {Role.PROCESS_OWNER: sections or roots}
    for role, name in GROUPS.items():
        _grant(Group.objects.get_or_create(name=name)[0], pages.get(Role(role), roots))


def _grant(group: Group, pages: Sequence[Page]) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    GroupPagePermission.objects.filter(group=group).exclude(page__in=pages).delete()
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_ACTS)
    GroupPagePermission.objects.bulk_create(
        (GroupPagePermission(group=group, page=page, permission=act) for page in pages for act in permissions),
        ignore_conflicts=True,
    )
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"),
        codename__in=[f"{act}_{model}" for act in ("add", "change", "choose") for model in ("image", "document")],
    )
    group.permissions.add(*Permission.objects.filter(content_type__app_label="glossary", content_type__model="term"))
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        (GroupCollectionPermission(group=group, collection=root, permission=act) for act in files),
        ignore_conflicts=True,
    )
