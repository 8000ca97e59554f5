"""My day, and the health of the house."""
