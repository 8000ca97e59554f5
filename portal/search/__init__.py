"""Search: one index in two languages over everything released and said, what people asked it, and what they did not find."""
