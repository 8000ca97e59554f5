"""The company's own sign-in, for the pages that offer it."""

from __future__ import annotations

from django import template

from portal.signin import company

register = template.Library()


@register.simple_tag
def company_name() -> str:
    """What the company's sign-in is called; empty where there is none."""
    return company.name()


@register.simple_tag
def company_only() -> bool:
    return company.is_only_way()
