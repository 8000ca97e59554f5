"""What the editor of a drill's page is made of."""
