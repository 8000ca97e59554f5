"""What courses offers to the rest of the house."""


def register() -> None:
    pass
