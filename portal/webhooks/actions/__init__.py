"""What administrators do to webhooks: one verb a file, one transaction, audited."""
