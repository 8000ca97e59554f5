"""Measurements: what pages and acts cost."""
