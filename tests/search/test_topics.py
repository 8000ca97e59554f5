"""Subjects are said in the reader's words, and an author's own as typed."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.search.topics import TOPICS, topic_in_words


@pytest.mark.parametrize("topic", TOPICS)
def test_a_known_subject_is_said_in_portuguese(topic):
    with translation.override("en"):
        english = topic_in_words(topic)
    with translation.override("pt-br"):
        assert topic_in_words(topic) != english


def test_an_author_s_own_subject_stays_as_typed():
    assert topic_in_words("cartões-virtuais") == "cartões virtuais"
