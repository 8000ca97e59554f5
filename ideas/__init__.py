"""Ideas: what could be better, said by anyone, answered by who can."""
