"""What acknowledging means; pure."""
