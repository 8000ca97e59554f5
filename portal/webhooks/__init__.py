"""Webhooks: what happens here, told to other systems: signed, by address checked, each until it arrives."""
