"""What people owe: cycles opened by requirements, settled by evidence."""
