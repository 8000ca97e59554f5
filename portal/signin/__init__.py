"""Sign-in: how people prove who they are, from the invitation to the second factor and the sessions they left open."""
