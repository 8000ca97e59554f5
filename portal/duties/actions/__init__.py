"""What people do with rules and duties: one verb a file, one transaction."""
