"""What people do to the address of their calendar: one verb a file, one transaction, audited."""
