"""Playbooks: how work is done, step by step, acknowledged by who does it."""
