"""Background work: Celery carries hints, the jobs table holds the truth."""

import os

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("vigente")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # for every thread, the web server's included: a hint from any of them finds the broker


@worker_init.connect
@beat_init.connect
def refuse_unsafe_production(**_: object) -> None:
    """The background does not run where the web would not."""
    from portal import checks

    checks.refuse_unsafe_production()
