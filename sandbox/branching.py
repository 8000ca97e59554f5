"""Branching: a practice company that shares another's past up to an event, and goes its own way from there."""

from __future__ import annotations

from django.db import connection
from django.http import Http404

from sandbox import engine, store
from sandbox.models import JournalEvent, Workspace

_SHARE_JOURNAL = """
insert into sandbox_journalevent (workspace_id, seq, kind, payload, customer)
select %s, seq, kind, payload, customer from sandbox_journalevent where workspace_id = %s and seq <= %s order by seq
"""
_SHARE_PEOPLE = """
insert into sandbox_subject (workspace_id, subject, data, key, erased_at)
select %s, subject, data, key, erased_at from sandbox_subject where workspace_id = %s
"""


def branch(source: Workspace, workspace: Workspace, *, at: int) -> store.Opened:
    """Store a new company with the other's journal up to event `at`, and to the end of what came with it.

    Whoever has been erased in the one by now is erased in the other. Raises Http404 for an event there is not.
    """
    last = last_of_its_group(source, at)
    workspace.branched_from, workspace.branched_at = source, last
    workspace.engine_version = engine.ENGINE_VERSION
    workspace.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(_SHARE_JOURNAL, [workspace.pk, source.pk, last])
        cursor.execute(_SHARE_PEOPLE, [workspace.pk, source.pk])
    world = engine.replay(store.journal(workspace))
    return store.append(store.Opened(workspace, world, last), (), world)


def last_of_its_group(source: Workspace, at: int) -> int:
    """The last event of what one command or one piece of due work led to: that stays whole."""
    rows = JournalEvent.objects.filter(workspace=source)
    group = rows.filter(seq=at).values_list("payload__group", flat=True).first()
    if group is None:
        raise Http404
    later = rows.filter(seq__gt=at).order_by("seq")
    beyond = later.exclude(payload__group=group).values_list("seq", flat=True).first()
    if beyond is not None:
        return beyond - 1
    return later.order_by("-seq").values_list("seq", flat=True).first() or at
