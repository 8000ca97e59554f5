"""Where the four apps meet: frozen types and the registry that holds what each offers."""
