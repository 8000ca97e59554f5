"""What can be done about people's own data: one verb a file, one transaction each."""
