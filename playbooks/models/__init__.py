"""Drafts of playbooks, and who acknowledged which release."""

from playbooks.models.acknowledgements import Acknowledgement
from playbooks.models.pages import PlaybookIndexPage, PlaybookPage

__all__ = ["Acknowledgement", "PlaybookIndexPage", "PlaybookPage"]
