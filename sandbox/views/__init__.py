"""Pages of the practice room: parse, act, render."""
