"""What makes ideas alike, where they come from, what their status allows; pure."""
