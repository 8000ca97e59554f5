"""What people do with their notices: one verb a file."""
