"""What people do to jobs: one verb a file, one transaction, audited."""
