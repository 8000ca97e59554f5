"""Tests: through the door a person goes through, with the cast."""
