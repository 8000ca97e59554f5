"""People by file."""
