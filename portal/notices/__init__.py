"""Notices: what people are told, in their inbox and by mail, each once."""
