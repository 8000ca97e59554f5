"""The door, tried through the door."""
