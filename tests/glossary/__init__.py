"""The glossary: its words in texts, its page, its editor, and what search has of it."""
