"""What can be done with playbooks: one verb a file, one transaction each."""
