"""Audit: every privileged act, who did it, to whom, and why; written with the act and edited by nobody."""
