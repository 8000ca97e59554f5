"""What a trainee may do: one verb, one file, one transaction."""
