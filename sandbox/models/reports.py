"""What reports say of a company's months, stored beside its journal; made from it, and made anew when the engine changes."""

from __future__ import annotations

from django.db import models

from sandbox.models.workspaces import Workspace


class MonthFigures(models.Model):
    """One month that is over, as one set of definitions counts it. Nothing changes it: a journal only grows."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="month_figures")
    month = models.CharField(max_length=7)
    definitions = models.CharField(max_length=40)
    """The definitions' key; `books` for what no definition touches."""
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "month", "definitions"], name="month_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.definitions}"


class ReportState(models.Model):
    """How far the journal has been counted: the fold after event `seq`, and the running month after `looked_at`."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="report_state")
    seq = models.PositiveIntegerField()
    fold = models.BinaryField()
    looked_at = models.PositiveIntegerField()
    running = models.JSONField()
    engine_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(looked_at__gte=models.F("seq")), name="looked_at_what_was_counted"
            ),
        ]
