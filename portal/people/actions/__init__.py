"""What is done to people and to the organisation: one verb a file, one transaction, audited."""
