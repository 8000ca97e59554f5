"""Drills: every file of the library worked by its own solutions, and the vocabulary it is marked in."""
