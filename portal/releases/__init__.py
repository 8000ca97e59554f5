"""What people read: frozen releases of drafts that editors keep changing."""
