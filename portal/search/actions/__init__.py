"""What people and authors do with what was not found."""
