"""Every kind of release has a word in the audit, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from portal.audit.models import Entry
from portal.audit.telling import tell
from portal.releases.models import Release


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_every_kind_of_release_is_said_in_words(starter, language):
    kinds = set(Release.objects.values_list("kind", flat=True))
    assert kinds >= {"course", "playbook", "drill", "board"}
    with translation.override(language):
        said = {kind: tell(Entry(act="release.published", facts={"kind": kind, "number": 1})) for kind in kinds}
    words = {
        "pt-br": {
            "course": "curso",
            "playbook": "playbook",
            "drill": "exercício",
            "board": "mural de ideias",
            "path": "trilha de aprendizagem",
        },
        "en": {
            "course": "course",
            "playbook": "playbook",
            "drill": "drill",
            "board": "idea board",
            "path": "learning path",
        },
    }[language]
    sentence = {"pt-br": "Publicou {}, versão 1", "en": "Released {} number 1"}[language]
    assert said == {kind: sentence.format(words[kind]) for kind in kinds}
