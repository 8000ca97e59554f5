"""The editor goes by the product's own name, and leads back to it."""

from __future__ import annotations

from django.urls import reverse

from courses.models import LearningPathPage, LessonPage


def test_the_editors_tab_is_named_by_the_product_and_leads_back(starter, client_of):
    page = client_of(starter["eva"]).get("/admin/").content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert title.endswith("Vigente")
    assert "Wagtail" not in title
    assert "portal/favicon" in page
    assert "Voltar \\u00e0 Vigente" in page or "Voltar à Vigente" in page


def test_whoever_writes_markdown_chooses_an_image_and_types_no_number(starter, client_of):
    lesson = LessonPage.objects.filter(locale__language_code="pt-br").first()
    page = client_of(starter["eva"]).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    assert f'id="markdown-tools" data-images="{reverse("wagtailimages_chooser:choose")}"' in page
    assert 'data-tool="image"' in page
    assert page.index("image-chooser-modal") < page.index("courses/editor")


def test_a_title_with_accents_gets_an_address_that_its_page_is_read_at(starter):
    path = LearningPathPage.objects.filter(locale__language_code="pt-br").first()
    path.title, path.slug = "Cobrança não paga", ""
    path.full_clean()
    assert reverse("courses:path", args=[path.slug]).endswith("/cobranca-nao-paga/")
    form = LearningPathPage.get_edit_handler().get_form_class()
    given = {"instance": path, "for_user": starter["eva"], "parent_page": path.get_parent()}
    for slug, is_wrong in (("cobrança", True), ("cobranca", False)):
        errors = form({"title": "Cobrança", "slug": slug, "steps-count": "0"}, **given).errors
        assert ("slug" in errors) is is_wrong
