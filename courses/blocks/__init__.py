"""The editor's vocabulary, and how what it says is frozen and drawn."""
