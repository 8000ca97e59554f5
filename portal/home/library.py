"""The library's tree: one root a language, made when first asked for."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from wagtail.models import Locale, Page, Site

from portal.home.models import LibraryPage

SOURCE = "pt-br"
TITLES = {"pt-br": "Biblioteca", "en": "Library"}


def content_key(kind: str, name: str) -> UUID:
    """The translation key of starter content, the same on every installation."""
    return uuid5(NAMESPACE_URL, f"vigente:{kind}:{name}")


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def library(language: str) -> LibraryPage:
    """The root of the library in one language."""
    key = content_key("library", "root")
    found = LibraryPage.objects.filter(translation_key=key, locale=locale(language)).first()
    if found is not None:
        return found
    root = Page.get_first_root_node()
    slug = f"library-{language}"
    page: LibraryPage = root.add_child(
        instance=LibraryPage(title=TITLES[language], slug=slug, locale=locale(language), translation_key=key)
    )
    if language == SOURCE:
        welcome = Page.objects.filter(depth=2, slug="home").first()
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": page, "site_name": "Vigente"}
        )
        if welcome is not None:
            welcome.delete()
    return page
