"""What playbooks offers to the rest of the house."""


def register() -> None:
    pass
