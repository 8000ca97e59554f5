"""Facts: what people did, written once and never edited."""
