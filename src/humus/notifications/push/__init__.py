"""Notices on a person's devices while no page is open, through the push service of each browser."""
