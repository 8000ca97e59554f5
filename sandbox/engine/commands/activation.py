"""Commands of a payment that waits for its payer."""

from __future__ import annotations

from sandbox.engine.commands.base import Asked, Key


class AuthenticatePayment(Asked, frozen=True, kw_only=True):
    """The customer confirms at their bank the payment it asked about."""

    payment: Key


ActivationCommand = AuthenticatePayment
