"""The end of a workflow: what it let through is published and released, whoever approved last."""

from __future__ import annotations

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the very revision that was approved.

    Wagtail calls this in the transaction of the approval: where the release is refused, nothing was approved either.
    """
    approved = workflow_state.current_task_state.revision
    approved.publish(user=user, skip_permission_checks=True)
