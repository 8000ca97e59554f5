"""What people ask of courses, parsed, acted on and drawn."""
