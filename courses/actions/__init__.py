"""What people and authors do with courses: one verb a file, one transaction each."""
