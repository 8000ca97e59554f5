"""Refuses to start a production that is not safe."""
