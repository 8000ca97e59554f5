"""What can be done with ideas: one verb a file, one transaction each."""
