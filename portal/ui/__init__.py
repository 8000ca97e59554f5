"""How things look and are said: icons, tags, Markdown, documents."""
