"""Freezing questions: what is asked from now on gets a version, and keeps the one it has while nothing changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from courses.models import Question, QuestionVersion


@transaction.atomic
def freeze_questions(questions: Iterable[Question]) -> dict[UUID, int]:
    """Version number by question key, in two queries and one insert for what is new."""
    contents = {question.key: question.content() for question in questions}
    if not contents:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('courses.questions', 0))")
    hashes = {key: content_hash(content) for key, content in contents.items()}
    known: dict[UUID, dict[str, int]] = {key: {} for key in contents}
    for key, number, digest in QuestionVersion.objects.filter(key__in=contents).values_list("key", "number", "hash"):
        known[key][digest] = number
    new = [
        QuestionVersion(key=key, number=max(known[key].values(), default=0) + 1, content=content, hash=hashes[key])
        for key, content in contents.items()
        if hashes[key] not in known[key]
    ]
    QuestionVersion.objects.bulk_create(new)
    for version in new:
        known[version.key][version.hash] = version.number
    return {key: known[key][hashes[key]] for key in contents}


def content_hash(content: dict[str, Any]) -> str:
    """SHA-256 of a question's content."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()
