"""The editor goes by the product's own name, and leads back to it."""

from __future__ import annotations


def test_the_editors_tab_is_named_by_the_product_and_leads_back(starter, client_of):
    page = client_of(starter["eva"]).get("/admin/").content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert title.endswith("Vigente")
    assert "Wagtail" not in title
    assert "portal/favicon" in page
    assert "Voltar \\u00e0 Vigente" in page or "Voltar à Vigente" in page
