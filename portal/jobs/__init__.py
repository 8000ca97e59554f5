"""Work that must happen: rows with a lease, hinted by Celery, rescued by beat."""
