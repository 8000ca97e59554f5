"""Search, through the box on every page."""
