"""What an administrator does with an import, one act a file."""
