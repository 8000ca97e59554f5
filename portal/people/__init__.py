"""Who works here, where, for whom, and what they may do: all of it dated."""
