"""How dates are written where Django's own habit can be read two ways."""
