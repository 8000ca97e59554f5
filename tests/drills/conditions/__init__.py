"""Conditions: each word of the vocabulary, met and not met, over journals of real drills."""
