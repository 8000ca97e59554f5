"""Roster: people brought in by file, tried dry first, written in chunks that survive a crash."""
