"""Soundness of a drill in this house: asked alike where its file is uploaded, where its page is saved to be released, and at the release."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from wagtail.models import Page

from portal.home.library import SOURCE
from portal.releases.read import in_force, parts_of
from sandbox.blocks.references import keyed
from sandbox.drills import Brief, BriefError, step_ref
from sandbox.drills.faults import Where
from sandbox.drills.frozen import frozen, thawed
from sandbox.drills.soundness import unsound


def faults_of(brief: Brief) -> list[BriefError]:
    """Everything that is wrong with it, each with its field; nothing where it may be rehearsed."""
    return [*_of_playbooks(brief), *_unsound(frozen(brief))]


@lru_cache(maxsize=64)
def _unsound(text: str) -> tuple[BriefError, ...]:
    return tuple(unsound(thawed(text)))


def _of_playbooks(brief: Brief) -> Iterator[BriefError]:
    """The playbooks it names are there, and those in force have the steps; one still to be released is not looked into."""
    asked: list[tuple[Where, str]] = [
        (("conditions", place, "step"), step_ref(brief, one.step)) for place, one in enumerate(brief.conditions)
    ]
    keys = {UUID(found) for ref in (brief.playbook, *(ref for _, ref in asked)) if (found := _key(ref))}
    steps: dict[str, set[str]] = {}
    for part in parts_of(in_force("playbook").filter(key__in=keys), SOURCE).select_related("release"):
        steps.setdefault(str(part.release.key), set()).add(part.part_id)
    to_come = {
        str(key) for key in Page.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True)
    }
    known = to_come | set(steps)
    if _key(brief.playbook) not in known:
        yield _no_playbook(brief.playbook, ("playbook",))
        known.add(_key(brief.playbook))
    for where, ref in asked:
        playbook, _, step = ref.partition("/")
        if _key(ref) not in known:
            yield _no_playbook(playbook, where)
        elif not step or step not in steps.get(_key(ref), {step}):
            yield BriefError(
                f"“{step}” não é um passo do playbook “{playbook}”.",
                f"“{step}” is no step of the playbook “{playbook}”.",
                where=where,
            )


def _key(ref: str) -> str:
    return keyed("playbook", ref).partition("/")[0]


def _no_playbook(name: str, where: Where) -> BriefError:
    return BriefError(f"não há playbook “{name}”.", f"there is no playbook “{name}”.", where=where)
